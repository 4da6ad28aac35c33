/** A dashboard over runs that a test records. */
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, vi } from "vitest";
import type { RunDetail, RunList, RunRow } from "../../src/dashboard/api.js";
import { DashboardServer } from "../../src/dashboard/server.js";
import { createRunFolder } from "../../src/tracking/store/folder.js";
import { collectProvenance } from "../../src/tracking/store/provenance.js";
import { RunRecorder } from "../../src/tracking/store/recorder.js";
import type { RunInfo } from "../../src/tracking/tracker.js";

export interface Reply {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

/** A dashboard in a folder of its own, with its own cache. */
export class TestDashboard implements AsyncDisposable {
  readonly folder: string;
  readonly home: string;
  readonly #isOwn: boolean;
  readonly #homeBefore = process.env["WOODSHED_HOME"];
  #server: DashboardServer | null = null;
  #cookie = "";

  /** @param folder with runs, which stays; a new one by default */
  constructor(folder?: string) {
    this.folder = folder ?? mkdtempSync(join(tmpdir(), "woodshed-dashboard-"));
    this.#isOwn = folder === undefined;
    this.home = mkdtempSync(join(tmpdir(), "woodshed-home-"));
    process.env["WOODSHED_HOME"] = this.home;
  }

  get server(): DashboardServer {
    return this.#server!;
  }

  get cookie(): string {
    return this.#cookie;
  }

  /** Starts the server and opens it as a browser does. */
  async start(
    options: { dataFolders?: string[]; pages?: string; host?: string; trackingUri?: string } = {},
  ): Promise<this> {
    this.#server = await DashboardServer.start({
      folder: this.folder,
      host: "127.0.0.1",
      port: 0,
      ...options,
    });
    const { status, headers } = await this.ask(`/?token=${this.server.token}`, { cookie: "" });
    expect(status).toBe(303);
    this.#cookie = String(headers["set-cookie"]).split(";")[0]!;
    return this;
  }

  ask(
    path: string,
    headers: Readonly<Record<string, string>> = {},
    method = "GET",
    body = "",
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const { port } = this.server;
      const sent = {
        ...(body === "" ? {} : { "Content-Length": String(body.length) }),
        cookie: this.#cookie,
      };
      const asked = request({ host: "127.0.0.1", port, path, method, headers: { ...sent, ...headers } });
      asked.once("error", reject);
      asked.once("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      });
      asked.end(body);
    });
  }

  async json<T>(path: string): Promise<T> {
    const { status, body } = await this.ask(path);
    expect([status, status === 200 ? "" : body.toString()]).toEqual([200, ""]);
    return JSON.parse(body.toString()) as T;
  }

  /** Sends bytes as they are, and returns the first line of the answer. */
  raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.server.port, "127.0.0.1", () => socket.end(text, "latin1"));
      let answer = "";
      socket.on("data", (chunk) => {
        answer += chunk.toString("latin1");
      });
      socket.once("error", reject);
      socket.once("close", () => resolve(answer.split("\r\n", 1)[0]!));
    });
  }

  /** The rows, when all runs were read. */
  async rows(): Promise<readonly RunRow[]> {
    return (await this.list()).runs;
  }

  async list(): Promise<RunList> {
    return vi.waitFor(
      async () => {
        const list = await this.json<RunList>("/api/runs");
        if (list.numUnread > 0) throw new Error(`${list.numUnread} runs are not read`);
        return list;
      },
      { timeout: 60_000, interval: 20 },
    );
  }

  async detail(key: string): Promise<RunDetail> {
    await this.list();
    return this.json<RunDetail>(`/api/runs/${key}`);
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    if (this.#homeBefore === undefined) delete process.env["WOODSHED_HOME"];
    else process.env["WOODSHED_HOME"] = this.#homeBefore;
    if (this.#isOwn) rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.home, { recursive: true, force: true });
  }
}

export function newRun(runsDir: string, name = "test", config: Record<string, unknown> = {}): RunInfo {
  const folder = createRunFolder(runsDir, name);
  return {
    ...{ id: basename(folder), name, folder, config, configHash: "" },
    ...{ provenance: collectProvenance(), resumedAtStep: null, trackerIds: {} },
  };
}

/** Records a finished run: values of metrics by step. */
export async function recordRun(
  runsDir: string,
  values: Readonly<Record<string, readonly number[]>>,
  config: Record<string, unknown> = {},
  fill: (recorder: RunRecorder, run: RunInfo) => void = () => {},
): Promise<RunInfo> {
  const run = newRun(runsDir, "test", config);
  const recorder = new RunRecorder();
  recorder.start(run);
  for (const [name, list] of Object.entries(values))
    list.forEach((value, step) => {
      recorder.log(step, { [name]: value });
    });
  fill(recorder, run);
  await recorder.finish("finished", {});
  return run;
}
