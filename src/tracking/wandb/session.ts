import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { TrackingError } from "../../errors.js";
import { appUrl } from "./credentials.js";
import type { Engine } from "./engine.js";
import type { Destination } from "./feed-state.js";
import { HistoryEncoder, numberAsJson } from "./history.js";
import type { Message } from "./protocol.js";
import { explainEngineRefusal } from "./refusal.js";

/** The description of a run that W&B gets. */
export interface WandbRun
  extends Pick<Destination, "project" | "entity" | "group" | "jobType" | "notes" | "tags"> {
  id: string;
  name: string;
  config: Readonly<Record<string, unknown>>;
  startedMs: number;
  host: string;
  /** The command line and where it ran. */
  program: string;
  args: readonly string[];
  git: { sha: string; remote: string | null } | null;
}

export interface SessionOptions {
  /** Folder for the `.wandb` file, `files` and `logs`; must not contain a `.wandb` file yet. */
  folder: string;
  baseUrl: string;
  /** null: offline. */
  apiKey: string | null;
  clientVersion: string;
  /** Seconds between two readings of CPU, memory and GPU; null for none. */
  systemMetricsSec: number | null;
  /** The process whose system metrics are sent. */
  pid: number;
  /** For a run that the server has: `allow` continues after its last row, `rewindTo` deletes the rows after that step. */
  resume: "never" | "allow" | { rewindTo: number };
}

/** Sends the records of one run to the engine. */
export class Session {
  readonly folder: string;
  /** The folder of its media: `files` of the session's folder. */
  readonly filesFolder: string;
  readonly #engine: Engine;
  readonly #run: WandbRun;
  readonly #encoder: HistoryEncoder;
  /** The server already has the rows before this step. */
  readonly startingStep: number;
  /** The account that the server writes to; null offline. */
  readonly entity: string | null;

  private constructor(engine: Engine, run: WandbRun, options: SessionOptions, answer: Message | null) {
    this.#engine = engine;
    this.#run = run;
    this.folder = options.folder;
    this.filesFolder = join(options.folder, "files");
    this.#encoder = new HistoryEncoder(engine.protocol, run.id);
    this.startingStep = Number(answer?.["starting_step"] ?? 0);
    this.entity = (answer?.["entity"] as string | undefined) ?? null;
  }

  /** @throws TrackingError with what W&B refused: the key (401), the entity or the project */
  static async begin(engine: Engine, run: WandbRun, options: SessionOptions): Promise<Session> {
    mkdirSync(join(options.folder, "files"), { recursive: true });
    mkdirSync(join(options.folder, "logs"), { recursive: true });
    const info = { stream_id: run.id };
    await engine.request({ inform_init: { settings: settingsOf(run, options), _info: info } });
    engine.send({ record_publish: { header: {}, _info: info } });
    const record = runRecord(run, options);
    const answer = await engine.request({ record_publish: { run: record, _info: info } });
    const result = (answer["result_communicate"] as Message | undefined)?.["run_result"] as
      | Message
      | undefined;
    const error = result?.["error"] as { code?: string; message?: string } | undefined;
    if (error !== undefined) {
      const message = explainEngineRefusal(options.baseUrl, error.message ?? "W&B refused the run");
      throw new TrackingError(`WANDB_${error.code ?? "REFUSED"}`, message);
    }
    const accepted = (result?.["run"] as Message | undefined) ?? null;
    const session = new Session(engine, run, options, accepted);
    await session.#request({ run_start: { run: accepted ?? record } });
    session.#send({ request: { probe_system_info: {} } }, true);
    return session;
  }

  get project(): string {
    return this.#run.project;
  }

  /** Path of the run's page; null offline. */
  get url(): string | null {
    if (this.entity === null) return null;
    const parts = [this.entity, this.#run.project, "runs", this.#run.id].map(encodeURIComponent);
    return parts.join("/");
  }

  /** Sends a row of history: numbers, and values that are already JSON. Steps must increase. */
  row(
    step: number,
    timeMs: number,
    numbers: Iterable<[string, number]>,
    values: [string, string][] = [],
  ): void {
    const items: [string, string][] = [];
    for (const [key, value] of numbers) items.push([key, numberAsJson(value)]);
    items.push(...values, ["_timestamp", String(timeMs / 1000)]);
    this.#engine.sendEncoded(this.#encoder.encode(step, items));
  }

  /** Defines the x-axis of a metric, and the value that the run's summary shows. */
  defineMetric(metric: { name: string; axis?: string; best?: "min" | "max"; isHidden?: boolean }): void {
    const named = metric.name.includes("*") ? { glob_name: metric.name } : { name: metric.name };
    this.#send({
      metric: {
        ...named,
        ...(metric.axis === undefined ? {} : { step_metric: metric.axis }),
        options: { defined: true, step_sync: metric.axis !== undefined, hidden: metric.isHidden ?? false },
        ...(metric.best === undefined
          ? {}
          : {
              summary: { best: true, [metric.best]: true },
              goal: metric.best === "min" ? "GOAL_MINIMIZE" : "GOAL_MAXIMIZE",
            }),
      },
    });
  }

  summary(values: Readonly<Record<string, unknown>>): void {
    const update = Object.entries(values).map(([key, value]) => ({ key, value_json: toJson(value) }));
    if (update.length > 0) this.#send({ summary: { update } });
  }

  config(values: Readonly<Record<string, unknown>>): void {
    const update = Object.entries(values).map(([key, value]) => ({ key, value_json: toJson(value) }));
    this.#send({ config: { update } });
  }

  /** Uploads complete files, by their paths below `filesFolder`. */
  files(paths: readonly string[]): void {
    this.#send({ files: { files: paths.map((path) => ({ path, policy: "NOW" })) } });
  }

  console(stream: "stdout" | "stderr", timeMs: number, line: string): void {
    const timestamp = new Date(timeMs).toISOString();
    this.#send({ output_raw: { output_type: stream === "stdout" ? "STDOUT" : "STDERR", timestamp, line } });
  }

  /** Sends an email or a Slack message, as the account is configured; one title at most once per `waitSec`. */
  alert(title: string, text: string, level: "INFO" | "WARN" | "ERROR", waitSec = 60): void {
    this.#send({ alert: { title, text, level, wait_duration: String(1000 * waitSec) } });
  }

  /** Logs an artifact (see artifact.ts). Resolves when it is committed; offline, when it is written to the file. */
  async artifact(artifact: Message, stagingFolder: string | null): Promise<void> {
    if (this.entity === null) {
      this.#send({ artifact });
      return;
    }
    const answer = await this.#request({ log_artifact: { artifact, staging_dir: stagingFolder ?? "" } });
    const { error_message: error } = answer["log_artifact_response"] as { error_message?: string };
    if (error) throw new TrackingError("WANDB_ARTIFACT", `artifact ${String(artifact["name"])}: ${error}`);
  }

  /** Returns whether the user has asked the run to stop, on its page. */
  async shouldStop(): Promise<boolean> {
    const answer = await this.#request({ stop_status: {} });
    return (
      (answer["stop_status_response"] as { run_should_stop?: boolean } | undefined)?.run_should_stop === true
    );
  }

  /** Returns the engine's warnings since the last call. */
  async messages(): Promise<string[]> {
    const answer = await this.#request({ internal_messages: {} });
    const response = answer["internal_messages_response"] as
      | { messages?: { warning?: string[] } }
      | undefined;
    // Not a problem: the file is already stored.
    return (response?.messages?.warning ?? []).filter(
      (text) => !text.includes("already exists with the same content"),
    );
  }

  /** Waits until everything is delivered, or, offline, written to disk. */
  async finish(exitCode: number): Promise<void> {
    const info = { stream_id: this.#run.id };
    await this.#engine.request({ record_publish: { exit: { exit_code: exitCode }, _info: info } });
    await this.#request({ shutdown: {} });
    this.#engine.send({ inform_finish: { _info: info } });
    this.#engine.send({ inform_teardown: { exit_code: exitCode } });
  }

  #send(record: Message, isLocal = false): void {
    const control = isLocal ? { control: { local: true } } : {};
    this.#engine.send({ record_publish: { ...record, ...control, _info: { stream_id: this.#run.id } } });
  }

  async #request(request: Message): Promise<Message> {
    const record = { request, control: { local: true }, _info: { stream_id: this.#run.id } };
    const answer = await this.#engine.request({ record_publish: record });
    return ((answer["result_communicate"] as Message)["response"] as Message | undefined) ?? {};
  }
}

/** W&B accepts NaN and infinities as bare literals at the top level; nested ones become text. */
function toJson(value: unknown): string {
  if (typeof value === "number") return numberAsJson(value);
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "number" && !Number.isFinite(inner) ? numberAsJson(inner) : inner,
    ) ?? "null"
  );
}

function settingsOf(run: WandbRun, options: SessionOptions): Message {
  const { folder, baseUrl, apiKey, systemMetricsSec } = options;
  return {
    ...(apiKey === null ? { _offline: true } : { api_key: apiKey, base_url: baseUrl }),
    app_url: appUrl(baseUrl),
    sync_file: join(folder, `run-${run.id}.wandb`),
    sync_dir: folder,
    wandb_dir: dirname(folder),
    log_dir: join(folder, "logs"),
    log_internal: join(folder, "logs", "debug-core.log"),
    run_id: run.id,
    project: run.project,
    ...(run.entity === null ? {} : { entity: run.entity }),
    ...(options.resume === "allow" ? { resume: "allow" } : {}),
    // Required: otherwise neither configuration nor summary is sent.
    x_primary: true,
    x_start_time: run.startedMs / 1000,
    ...(systemMetricsSec === null
      ? { x_disable_stats: true }
      : { x_stats_sampling_interval: systemMetricsSec, x_stats_pid: options.pid }),
    x_stats_disk_paths: { value: ["/"] },
    disable_job_creation: true,
    program: run.program,
    _args: { value: [...run.args] },
    host: run.host,
    ...(run.git === null ? {} : { git_commit: run.git.sha }),
    ...(run.git === null || run.git.remote === null ? {} : { git_remote_url: run.git.remote }),
  };
}

function runRecord(run: WandbRun, { clientVersion, resume }: SessionOptions): Message {
  return {
    run_id: run.id,
    project: run.project,
    entity: run.entity ?? "",
    display_name: run.name,
    run_group: run.group ?? "",
    job_type: run.jobType ?? "",
    notes: run.notes ?? "",
    tags: [...run.tags],
    host: run.host,
    start_time: new Date(run.startedMs).toISOString(),
    config: {
      update: Object.entries(run.config).map(([key, value]) => ({ key, value_json: toJson(value) })),
    },
    telemetry: { cli_version: clientVersion },
    resume: resume === "allow",
    ...(typeof resume === "object"
      ? { branch_point: { run: run.id, metric: "_step", value: resume.rewindTo } }
      : {}),
    ...(run.git === null ? {} : { git: { commit: run.git.sha, remote_url: run.git.remote ?? "" } }),
  };
}
