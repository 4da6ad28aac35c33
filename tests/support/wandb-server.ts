import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { FakeViews } from "./wandb-views.js";

export const API_KEY = "0123456789abcdef0123456789abcdef01234567";

/** The state of a run that W&B would store. */
export interface ReceivedRun {
  id: string;
  config: Record<string, { value: unknown }>;
  summary: Record<string, unknown>;
  /** Lines by their offset, so that a line that is sent twice is stored once. */
  history: Record<string, unknown>[];
  /** System metrics. */
  events: Record<string, unknown>[];
  console: string[];
  files: Map<string, Buffer>;
  tags: string[];
  group: string | null;
  exitCode: number | null;
  commit: string | null;
  alerts: { title: string; text: string; severity: string }[];
  /** Steps that the run was rewound to. */
  rewoundTo: number[];
}

/** A fault to inject instead of answering a request. */
export type Fault = { status: number; retryAfterSec?: number } | "hang" | "drop" | null;

/**
 * A fake of the parts of W&B's HTTP interface that wandb-core uses, derived from its requests: GraphQL by the name of
 * the operation, the file stream, uploads to signed URLs.
 */
export class FakeWandb {
  readonly runs = new Map<string, ReceivedRun>();
  readonly artifacts: ReceivedArtifact[] = [];
  readonly views = new FakeViews(this.runs);
  readonly requests: string[] = [];
  /** Paths of the uploaded files. */
  readonly uploads: string[] = [];
  /** Decides on each request by its name: the name of an operation, `file_stream`, or `upload`. */
  fault: (name: string) => Fault = () => null;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => this.#answer(request, Buffer.concat(chunks), response));
    });
  }

  static async start(): Promise<FakeWandb> {
    const fake = new FakeWandb();
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Environment variables for a command that is to use this server. */
  get env(): NodeJS.ProcessEnv {
    return { WANDB_API_KEY: API_KEY, WANDB_BASE_URL: this.url };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, raw: Buffer, response: ServerResponse): void {
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
    const url = new URL(request.url!, this.url);
    const isQuery = url.pathname === "/graphql";
    const query = isQuery ? (JSON.parse(body.toString()) as Query) : null;
    const name =
      query !== null
        ? (/(?:query|mutation)\s+(\w+)/.exec(query.query)?.[1] ?? "unnamed")
        : url.pathname.endsWith("/file_stream")
          ? "file_stream"
          : "upload";
    this.requests.push(name);
    const fault = this.fault(name);
    if (fault === "hang") return;
    if (fault === "drop") {
      request.socket.destroy();
      return;
    }
    const reply = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(value));
    };
    if (fault !== null) {
      const wait = fault.retryAfterSec === undefined ? {} : { "retry-after": String(fault.retryAfterSec) };
      reply(fault.status, { error: `fault ${fault.status}` }, wait as Record<string, string>);
      return;
    }
    const isUpload = name === "upload";
    const expected = `Basic ${Buffer.from(`api:${API_KEY}`).toString("base64")}`;
    if (!isUpload && request.headers.authorization !== expected) {
      reply(401, { errors: [{ message: "user is not logged in" }] });
      return;
    }
    if (query !== null) reply(200, { data: this.#query(name, query.variables ?? {}) });
    else if (name === "file_stream")
      reply(200, this.#stream(url.pathname.split("/")[4]!, JSON.parse(body.toString())));
    else {
      this.uploads.push(url.pathname);
      const [, kind, id, ...path] = url.pathname.split("/").map(decodeURIComponent);
      const { files } = kind === "artifact" ? this.artifacts[Number(id!.split("-")[1])]! : this.#run(id!);
      files.set(path.join("/"), body);
      reply(200, {}, { etag: createHash("md5").update(body).digest("hex") });
    }
  }

  #run(id: string): ReceivedRun {
    let run = this.runs.get(id);
    if (run === undefined) {
      run = {
        ...{
          id,
          config: {},
          summary: {},
          history: [],
          events: [],
          console: [],
          files: new Map(),
          tags: [],
          group: null,
          exitCode: null,
          commit: null,
          alerts: [],
          rewoundTo: [],
        },
      };
      this.runs.set(id, run);
    }
    return run;
  }

  #query(name: string, variables: Record<string, unknown>): unknown {
    const project = {
      id: "UHJvamVjdA==",
      name: variables["project"] ?? "woodshed",
      entity: { id: "RW50", name: "me" },
    };
    switch (name) {
      case "RunResumeStatus": {
        const run = this.runs.get(String(variables["name"]));
        return { model: { ...project, bucket: run === undefined ? null : resumeStatus(run) } };
      }
      case "UpsertBucket": {
        const isNew = !this.runs.has(String(variables["name"]));
        this.views.addProject(
          String(variables["entity"] ?? "me"),
          String(project.name),
          String(variables["name"]),
        );
        const run = this.#run(String(variables["name"]));
        if (typeof variables["config"] === "string") run.config = JSON.parse(variables["config"]);
        if (Array.isArray(variables["tags"])) run.tags = variables["tags"] as string[];
        if (typeof variables["groupName"] === "string") run.group = variables["groupName"];
        if (typeof variables["commit"] === "string") run.commit = variables["commit"];
        return { upsertBucket: { inserted: isNew, bucket: bucketOf(run, project) } };
      }
      case "RewindRun": {
        const run = this.#run(String(variables["runName"]));
        const step = Number(variables["metricValue"]);
        run.history = run.history.filter((row) => Number(row["_step"]) <= step);
        run.rewoundTo.push(step);
        return { rewindRun: { rewoundRun: bucketOf(run, project) } };
      }
      case "NotifyScriptableRunAlert": {
        const { title, text, severity } = variables as Record<string, string>;
        this.#run(String(variables["runName"])).alerts.push({
          title: title!,
          text: text!,
          severity: severity!,
        });
        return { notifyScriptableRunAlert: { success: true } };
      }
      case "CreateRunFiles":
        return {
          createRunFiles: {
            runID: variables["run"],
            uploadHeaders: [],
            files: (variables["files"] as string[]).map((file) => ({
              name: file,
              uploadUrl: `${this.url}/upload/${variables["run"]}/${file.split("/").map(encodeURIComponent).join("/")}`,
            })),
          },
        };
      case "CreateArtifact": {
        const input = createInput(variables);
        const { artifactCollectionName: name, artifactTypeName: type, digest, metadata } = input;
        const versions = this.artifacts.filter((one) => one.name === name && !one.isDeleted);
        let artifact = versions.find((one) => one.digest === digest && one.isCommitted);
        if (artifact === undefined) {
          const versionIndex = this.artifacts.filter((one) => one.name === name).length;
          artifact = {
            ...{ id: `artifact-${this.artifacts.length}`, name, type, digest, versionIndex },
            ...{
              metadata: metadata === undefined ? {} : JSON.parse(metadata),
              aliases: [],
              files: new Map(),
            },
            ...{ isCommitted: false, isDeleted: false },
          };
          this.artifacts.push(artifact);
        }
        // An alias belongs to one version.
        for (const { alias } of input.aliases ?? []) {
          for (const one of versions) one.aliases = one.aliases.filter((other) => other !== alias);
          artifact.aliases.push(alias);
        }
        const state = artifact.isCommitted ? "COMMITTED" : "PENDING";
        const sequence = { id: `sequence-${name}`, latestArtifact: null };
        return { createArtifact: { artifact: { id: artifact.id, state, artifactSequence: sequence } } };
      }
      case "ProjectArtifacts": {
        const { type, collection } = variables;
        const found = this.artifacts.filter(
          (one) => one.type === type && one.name === collection && !one.isDeleted,
        );
        const edges = found.map(({ id, versionIndex, aliases, isCommitted }) => ({
          node: {
            ...{ id, versionIndex, state: isCommitted ? "COMMITTED" : "PENDING" },
            aliases: aliases.map((alias) => ({ alias })),
          },
        }));
        return { project: { artifactType: { artifactCollection: { artifacts: { edges } } } } };
      }
      case "DeleteArtifact": {
        const { artifactID, deleteAliases } = createInput(variables);
        const artifact = this.artifacts.find(({ id }) => id === artifactID)!;
        if (artifact.aliases.length > 0 && !deleteAliases) return { deleteArtifact: null };
        artifact.isDeleted = true;
        return { deleteArtifact: { artifact: { id: artifactID } } };
      }
      case "CreateArtifactManifest": {
        const id = String(variables["artifactID"] ?? createInput(variables).artifactID);
        const file = {
          id: "file",
          name: "wandb_manifest.json",
          displayName: "wandb_manifest.json",
          uploadHeaders: [],
        };
        return {
          createArtifactManifest: {
            artifactManifest: {
              id: `manifest-of-${id}`,
              file: { ...file, uploadUrl: `${this.url}/artifact/${id}/wandb_manifest.json` },
            },
          },
        };
      }
      case "UpdateArtifactManifest":
        return {
          updateArtifactManifest: { artifactManifest: { id: variables["artifactManifestID"], file: null } },
        };
      case "CreateArtifactFiles": {
        const files = createInput(variables).artifactFiles ?? (variables["artifactFiles"] as ArtifactFile[]);
        return {
          createArtifactFiles: {
            files: {
              edges: files.map(({ artifactID, name, md5 }) => ({
                node: {
                  ...{
                    id: `${artifactID}-${name}`,
                    name,
                    displayName: name,
                    uploadHeaders: [],
                    artifact: { id: artifactID },
                  },
                  ...{
                    // A file that exists already, in any artifact, is not uploaded again.
                    uploadUrl: this.#copyOf(artifactID, name, md5)
                      ? null
                      : `${this.url}/artifact/${artifactID}/${name}`,
                    storagePath: null,
                    uploadMultipartUrls: null,
                  },
                },
              })),
            },
          },
        };
      }
      case "CommitArtifact": {
        const id = String(variables["artifactID"] ?? createInput(variables).artifactID);
        const artifact = this.artifacts[Number(id.split("-")[1])]!;
        artifact.isCommitted = true;
        return { commitArtifact: { artifact: { id, digest: "d", state: "COMMITTED" } } };
      }
      case "ServerFeaturesQuery":
        return { serverInfo: { features: [] } };
      default:
        return this.views.answer(name, variables);
    }
  }

  /** Returns true if an artifact has a file of this content, and adds it to this one. */
  #copyOf(artifactId: string, name: string, md5: string): boolean {
    for (const artifact of this.artifacts) {
      for (const bytes of artifact.files.values()) {
        if (createHash("md5").update(bytes).digest("base64") !== md5) continue;
        this.artifacts.find(({ id }) => id === artifactId)!.files.set(name, bytes);
        return true;
      }
    }
    return false;
  }

  /** Returns the existing versions of an artifact, oldest first. */
  versionsOf(name: string): ReceivedArtifact[] {
    return this.artifacts.filter((one) => one.name === name && one.isCommitted && !one.isDeleted);
  }

  #stream(id: string, body: Stream): unknown {
    const run = this.#run(id);
    for (const [file, { offset, content }] of Object.entries(body.files ?? {})) {
      for (const [i, line] of content.entries()) {
        if (file === "wandb-history.jsonl") run.history[offset + i] = parseLine(line);
        if (file === "wandb-events.jsonl") run.events[offset + i] = parseLine(line);
        if (file === "output.log") run.console[offset + i] = line;
        if (file === "wandb-summary.json") run.summary = parseLine(line);
      }
    }
    if (body.complete) run.exitCode = body.exitcode ?? null;
    return { exitcode: null, limits: {} };
  }
}

export interface ReceivedArtifact {
  id: string;
  name: string;
  type: string;
  digest: string;
  versionIndex: number;
  metadata: Record<string, unknown>;
  aliases: string[];
  files: Map<string, Buffer>;
  isCommitted: boolean;
  isDeleted: boolean;
}

interface ArtifactFile {
  artifactID: string;
  name: string;
  /** In base64. */
  md5: string;
}

interface CreateInput {
  artifactCollectionName: string;
  artifactTypeName: string;
  digest: string;
  metadata?: string;
  aliases?: { alias: string }[];
  artifactID?: string;
  artifactFiles?: ArtifactFile[];
  deleteAliases?: boolean;
}

function bucketOf(run: ReceivedRun, project: unknown): unknown {
  return {
    ...{ id: run.id, name: run.id, displayName: run.id, sweepName: null, description: null, config: "{}" },
    ...{ project, historyLineCount: run.history.length },
  };
}

/** Returns the variables of an operation, some of which wrap them in `input`. */
function createInput(variables: Record<string, unknown>): CreateInput {
  return (variables["input"] ?? variables) as CreateInput;
}

interface Query {
  query: string;
  variables?: Record<string, unknown>;
}

interface Stream {
  files?: Record<string, { offset: number; content: string[] }>;
  complete?: boolean;
  exitcode?: number;
}

function resumeStatus(run: ReceivedRun): unknown {
  return {
    ...{
      id: run.id,
      name: run.id,
      displayName: run.id,
      logLineCount: run.console.length,
      eventsLineCount: 0,
      eventsTail: "[]",
    },
    historyLineCount: run.history.length,
    historyTail: JSON.stringify(run.history.slice(-1).map((row) => JSON.stringify(row))),
    summaryMetrics: JSON.stringify(run.summary),
    config: JSON.stringify(run.config),
    tags: run.tags,
    wandbConfig: JSON.stringify({ t: 1 }),
  };
}

/** Parses JSON that may contain bare NaN and infinities. */
function parseLine(line: string): Record<string, unknown> {
  const quoted = line.replace(/(:)(NaN|-?Infinity)([,}])/g, '$1"$2"$3');
  return JSON.parse(quoted, (_, value: unknown) =>
    value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : value,
  ) as Record<string, unknown>;
}
