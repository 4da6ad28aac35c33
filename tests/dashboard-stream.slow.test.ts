import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type ClientRequest, get, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeColumns } from "../src/columns.js";
import type { CurvesMeta } from "../src/dashboard/api.js";
import { packageRoot } from "../src/package-root.js";
import { RunRecorder } from "../src/tracking/store/recorder.js";
import { RunStore } from "../src/tracking/store/store.js";
import type { RunInfo } from "../src/tracking/tracker.js";
import { newRun, recordRun, TestDashboard } from "./support/dashboard.js";

let dashboard: TestDashboard;
beforeEach(() => {
  dashboard = new TestDashboard();
});
afterEach(() => dashboard[Symbol.asyncDispose]());

interface Received {
  event: string;
  id: string;
  // biome-ignore lint/suspicious/noExplicitAny: events differ
  data: any;
}

/** A browser that listens. */
class Listener implements Disposable {
  readonly events: Received[] = [];
  bytes = 0;
  #request: ClientRequest | null = null;

  async open(runs: readonly string[], lastEvent: string | null = null): Promise<this> {
    const { port } = dashboard.server;
    const headers = {
      cookie: dashboard.cookie,
      ...(lastEvent === null ? {} : { "Last-Event-ID": lastEvent }),
    };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      this.#request = get(
        { port, host: "127.0.0.1", path: `/api/stream?runs=${runs.join(",")}`, headers },
        resolve,
      );
      this.#request.once("error", reject);
    });
    expect(response.statusCode).toBe(200);
    expect(response.headers["content-type"]).toMatch(/^text\/event-stream/);
    response.on("error", () => {});
    let rest = "";
    response.setEncoding("utf8").on("data", (chunk: string) => {
      this.bytes += chunk.length;
      rest += chunk;
      const blocks = rest.split("\n\n");
      rest = blocks.pop()!;
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (fields["event"] !== undefined)
          this.events.push({ event: fields["event"], id: fields["id"], data: JSON.parse(fields["data"]) });
      }
    });
    return this;
  }

  of(event: string): Received[] {
    return this.events.filter((one) => one.event === event);
  }

  [Symbol.dispose](): void {
    this.#request?.destroy();
  }
}

describe("the stream of events", () => {
  it("sends values of followed runs from the last step on, and status", async () => {
    const run = newRun(dashboard.folder);
    const recorder = new RunRecorder();
    recorder.start(run);
    recorder.log(1, { loss: 1 });
    recorder.flush();
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    using listener = await new Listener().open([key]);
    await expect.poll(() => listener.of("run").length).toBeGreaterThan(0);
    recorder.log(2, { loss: 0.5 });
    recorder.flush();
    await expect
      .poll(() => listener.of("metrics").flatMap(({ data }) => data.series.loss ?? []))
      .toContainEqual({ value: 0.5, step: 2 });
    // An evaluation comes later, at the same step.
    recorder.log(2, { accuracy: 0.9 });
    recorder.flush();
    await expect
      .poll(() => listener.of("metrics").flatMap(({ data }) => data.series.accuracy ?? []))
      .toContainEqual({ value: 0.9, step: 2 });
    await recorder.finish("finished", {});
    await expect
      .poll(() => listener.of("run").at(-1)?.data)
      .toMatchObject({ key, status: "finished", step: 2 });
  });

  it("tells of a resume and of a rewind, whose generations the curves have too", async () => {
    const run = await recordRun(dashboard.folder, { loss: Array.from({ length: 100 }, (_, i) => i) });
    await dashboard.start();
    const [{ key } = { key: "" }] = await dashboard.rows();
    using listener = await new Listener().open([key]);
    await expect.poll(() => listener.of("run").length).toBeGreaterThan(0);
    const recorder = new RunRecorder();
    recorder.start({ ...run, resumedAtStep: 50 });
    recorder.log(51, { loss: -1 });
    recorder.flush();
    await expect
      .poll(() => listener.of("rewind").at(-1)?.data)
      .toEqual({ run: key, generation: 1, step: 50 });
    await expect
      .poll(() => listener.of("metrics").at(-1)?.data.series.loss?.at(-1))
      .toEqual({ value: -1, step: 51 });
    await recorder.finish("finished", {});
    {
      using store = RunStore.open(run.folder);
      store.rewind(10);
    }
    await expect
      .poll(() => listener.of("rewind").at(-1)?.data)
      .toEqual({ run: key, generation: 2, step: 10 });
    expect(listener.of("run").at(-1)!.data).toMatchObject({ generation: 2, step: 10 });
    expect((await dashboard.rows())[0]!.resumes).toEqual([50]);
  });

  it("a run that is killed, resumed and rewound shows the truth", async () => {
    const run = newRun(dashboard.folder);
    const recorder = pathToFileURL(join(packageRoot, "dist", "tracking", "store", "recorder.js")).href;
    const train = (info: RunInfo): ChildProcess =>
      spawn(
        process.execPath,
        [
          "--input-type=module",
          "-e",
          `import { RunRecorder } from ${JSON.stringify(recorder)};
           const run = JSON.parse(process.argv[1]);
           const recorder = new RunRecorder({ flushEveryMs: 20 });
           recorder.start(run);
           let step = (run.resumedAtStep ?? 0) + 1;
           setInterval(() => recorder.log(step, { loss: step++ }), 5);`,
          JSON.stringify(info),
        ],
        { stdio: "inherit" },
      );
    const first = train(run);
    const firstEnd = once(first, "exit");
    await dashboard.start();
    await expect.poll(async () => (await dashboard.rows()).length).toBe(1);
    const [{ key } = { key: "" }] = await dashboard.rows();
    using listener = await new Listener().open([key]);
    await expect
      .poll(() => listener.of("metrics").at(-1)?.data.series.loss?.at(-1)?.step ?? 0)
      .toBeGreaterThan(100);
    first.kill("SIGKILL");
    await firstEnd;
    await expect.poll(() => listener.of("run").at(-1)?.data.status).toBe("interrupted");
    expect((await dashboard.rows())[0]).toMatchObject({ status: "interrupted", secondsLeft: null });

    const second = train({ ...run, resumedAtStep: 40 });
    const secondEnd = once(second, "exit");
    await expect
      .poll(() => listener.of("rewind").at(-1)?.data)
      .toEqual({ run: key, generation: 1, step: 40 });
    await expect
      .poll(() => listener.of("run").at(-1)?.data)
      .toMatchObject({ status: "running", generation: 1 });
    second.kill("SIGKILL");
    await secondEnd;
    {
      using store = RunStore.open(run.folder);
      store.rewind(7);
    }
    await expect.poll(() => listener.of("rewind").at(-1)?.data).toEqual({ run: key, generation: 2, step: 7 });
    const { body } = await dashboard.ask(`/api/curves?series=${key}:loss`);
    const { columns, meta } = decodeColumns<CurvesMeta>(new Uint8Array(body));
    expect(meta.series[0]).toMatchObject({ generation: 2, lastStep: 7 });
    expect(Array.from(columns.find(({ name }) => name === "0/last")!.values)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("a reader that comes back gets what changed; one of an earlier start reads everything again", async () => {
    const run = newRun(dashboard.folder);
    const recorder = new RunRecorder();
    recorder.start(run);
    await recordRun(dashboard.folder, { loss: [1] });
    await dashboard.start();
    const rows = await dashboard.rows();
    const key = rows.find(({ status }) => status === "running")!.key;
    const lastId = await (async () => {
      using listener = await new Listener().open([key]);
      recorder.log(1, { loss: 1 });
      recorder.flush();
      await expect.poll(() => listener.of("metrics").length).toBeGreaterThan(0);
      return listener.events.at(-1)!.id;
    })();
    recorder.log(2, { loss: 2 });
    recorder.flush();
    await expect.poll(async () => (await dashboard.rows()).find((row) => row.key === key)!.step).toBe(2);
    using back = await new Listener().open([key], lastId);
    await expect.poll(() => back.of("run").map(({ data }) => data.step)).toContain(2);
    expect(back.of("run").every(({ data }) => data.key === key)).toBe(true);
    using other = await new Listener().open([key], "deadbeef-5");
    await expect.poll(() => other.of("list").length).toBe(1);
    expect(other.of("run").map(({ data }) => data.key)).toContain(key);
    await recorder.finish("finished", {});
  });

  it("tells of new runs", async () => {
    await dashboard.start();
    using listener = await new Listener().open([]);
    await recordRun(dashboard.folder, { loss: [1] });
    await expect.poll(() => listener.of("list").length).toBeGreaterThan(0);
    await expect.poll(() => listener.of("run").length).toBeGreaterThan(0);
  });

  it("a reader that does not read is dropped, and the others get everything", async () => {
    const run = newRun(dashboard.folder);
    const recorder = new RunRecorder();
    recorder.start(run);
    // Long names make large events, of which at most a few are sent each second.
    const names = Array.from({ length: 4000 }, (_, i) => `${"long ".repeat(100)}${i}`);
    await dashboard.start();
    recorder.log(0, { loss: 1 });
    recorder.flush();
    const [{ key } = { key: "" }] = await dashboard.rows();
    const slow = connect(dashboard.server.port, "127.0.0.1");
    slow.on("error", () => {});
    slow.pause();
    slow.write(
      `GET /api/stream?runs=${key} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${dashboard.cookie}\r\n\r\n`,
    );
    using listener = await new Listener().open([key]);
    let isDropped = false;
    let received = 0;
    slow.on("data", (chunk) => {
      received += chunk.length;
    });
    slow.once("close", () => {
      isDropped = true;
    });
    let step = 1;
    // More than the system holds for a connection.
    while (listener.bytes < 12_000_000) {
      const before = listener.bytes;
      recorder.log(step, Object.fromEntries(names.map((name) => [name, step])));
      step++;
      recorder.flush();
      await expect.poll(() => listener.bytes).toBeGreaterThan(before + 1_000_000);
    }
    // Reading shows the end of the connection, after what the system holds.
    slow.resume();
    await expect.poll(() => isDropped).toBe(true);
    expect(received).toBeLessThan(listener.bytes);
    await expect
      .poll(() => listener.of("metrics").at(-1)?.data.series[names[0]!]?.at(-1)?.step)
      .toBe(step - 1);
    await recorder.finish("finished", {});
  });
});
