/**
 * The answers of the dashboard's server, shared by the server and the pages (web/dashboard). Without Node and without imports of
 * values: pages take its types alone.
 *
 * Every address is under `/api/` and read by GET, except POST `/api/runs/{run}/corrections`. `{run}` is a run's `key`. JSON is an
 * object; "columns" is a file of src/columns.ts. An error is `{ error: { code, message } }` with its status. A number that is
 * not finite is null in JSON, and NaN in columns.
 *
 *     /api/runs[?since=]                                        RunList: all, or those that changed since a `version`
 *     /api/runs/{run}                                           RunDetail
 *     /api/runs/{run}/item?name=&step=                          ItemAnswer
 *     /api/runs/{run}/media?name=&step=&row=&column=            a sound or picture of a table: WAV or PNG
 *     /api/runs/{run}/predictions?split=&step=                  columns with PredictionsMeta
 *     /api/runs/{run}/clips?split=                              ClipList
 *     /api/runs/{run}/sound?split=&clip=[&from=&to=]            WAV, 16 bits, of a clip or of seconds of it; byte ranges
 *     /api/runs/{run}/map?split=&step=                          columns with MapMeta
 *     /api/runs/{run}/neighbours?split=&step=&clip=&count=      Neighbours
 *     /api/runs/{run}/stages?points=                            columns with StagesMeta
 *     /api/runs/{run}/console?after=                            ConsoleLines
 *     /api/runs/{run}/profile?trace=&step=                      ProfileAnswer
 *     /api/runs/{run}/corrections?split=                        CorrectionList; POST appends a Correction
 *     /api/runs/{run}/corrections/export?split=                 CSV: the corrected manifest; JSON lines for shards and rows
 *     /api/runs/{run}/try                                       TryAnswer: prepares the model for the browser
 *     /api/runs/{run}/try/model.onnx?digest=                    the model
 *     /api/runs/{run}/export                                    the run as one HTML file
 *     /api/curves?series=RUN:METRIC,...&buckets=&from=&to=      columns with CurvesMeta
 *     /api/searches                                             SearchList
 *     /api/searches/{search}?since=                             SearchDetail
 *     /api/models                                               ModelList
 *     /api/stream?runs=RUN,...                                  server-sent events: see StreamEvents
 */
import type { Item } from "../items.js";

export type RunStatus = "running" | "finished" | "failed" | "interrupted";
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The value of a metric, at a step. */
export interface MetricValue {
  value: number | null;
  step: number;
}

/** A row of the table of runs: all that it needs without opening the run. */
export interface RunRow {
  /** Identifies the run in addresses: 12 hexadecimal digits, the same as long as its folder keeps its path. */
  key: string;
  /** Its id: the name of its folder. */
  id: string;
  /** The configuration's `name`, which runs share. */
  name: string;
  /** Path of its folder, relative to the folder that the dashboard shows. */
  path: string;
  status: RunStatus;
  /** Unix time in milliseconds. */
  startedMs: number;
  endedMs: number | null;
  /** The time of its newest metric, item or event. */
  updatedMs: number;
  /** Raised by a resume and a rewind, which remove rows: what was read before may be gone. */
  generation: number;
  step: number;
  /** Steps of the whole run; null if unknown. */
  numSteps: number | null;
  epoch: number | null;
  numEpochs: number | null;
  /** Seconds left, by the pace of its last steps; null unless it is running. */
  secondsLeft: number | null;
  /** Reasons for a look: a loss that is NaN, an error, no news for long. Empty if it is healthy. */
  problems: readonly string[];
  /** The metric that chooses the best checkpoint, and its best value. */
  monitor: { name: string; better: "min" | "max" } | null;
  best: MetricValue | null;
  /** The newest value of each metric that is not of the system or of times. */
  last: Readonly<Record<string, number | null>>;
  /** The monitored metric over the run, at most 64 points; for a sparkline. */
  sparkline: readonly (number | null)[];
  /** The configuration with keys such as `optimization.learning_rate`. */
  config: Readonly<Record<string, Json>>;
  tags: readonly string[];
  notes: string;
  host: string;
  git: { sha: string; isDirty: boolean } | null;
  /** The search or cross-validation that started it; null for a run of its own. */
  search: { key: string; name: string; trial: number } | null;
}

export interface RunList {
  runs: readonly RunRow[];
  /** The folder, for people. */
  folder: string;
  /** The next question's `since`. */
  version: string;
  /** False if `runs` has only those that changed since the version that was asked for. */
  isWhole: boolean;
  /** Keys of runs that were removed since then. */
  gone: readonly string[];
  /** Runs that were not read yet, and folders that look like runs and cannot be read. */
  numUnread: number;
  unreadable: readonly { path: string; message: string }[];
}

/** One metric of a run. */
export interface MetricName {
  name: string;
  /** For people: `validation accuracy`. */
  title: string;
  better: "min" | "max" | null;
}

export interface RunDetail extends RunRow {
  metrics: readonly MetricName[];
  /** Without their contents, by step and name. */
  items: readonly { step: number; name: string; kind: Item["kind"]; timeMs: number }[];
  /** Evaluations with predictions, by split; steps ascending. */
  evaluations: Readonly<Record<string, readonly number[]>>;
  events: readonly { timeMs: number; level: "info" | "warning" | "error"; message: string }[];
  checkpoints: readonly {
    name: string;
    step: number;
    bytes: number;
    isBest: boolean;
    isLast: boolean;
    metrics: Readonly<Record<string, number | null>>;
  }[];
  command: readonly string[];
  versions: Readonly<Record<string, string>>;
  /** Batches of an epoch, so that a step has an epoch; null if unknown. */
  stepsPerEpoch: number | null;
  /** Where its time goes, from the times of its stages: `data loading: 61% of each step; ...`; null if unknown. */
  verdict: string | null;
  /** The model: `Cnn, 456,553 parameters`. */
  model: string | null;
}

export interface ItemAnswer {
  step: number;
  name: string;
  timeMs: number;
  item: Item;
}

/**
 * Curves as buckets of a power-of-two number of steps, counted from step 0: a bucket is the same however far one zooms, and only
 * the last one changes as a run continues. A level of 0 has a row for every step.
 *
 * For series i, columns `i/step` (first step of the bucket, float64), `i/first`, `i/last`, `i/min`, `i/max`, `i/mean` (float64),
 * `i/count`, `i/nan` (values, and those that are NaN or infinite; int32) and `i/time` (Unix time of the first, float64, ms).
 */
export interface CurvesMeta {
  series: readonly {
    run: string;
    metric: string;
    /** Buckets have 2^level steps. */
    level: number;
    generation: number;
    /** The newest step of the series; -1 for none. */
    lastStep: number;
  }[];
}

/** The description in a file of predictions: see src/predictions.ts. */
export type { PredictionsMeta } from "../predictions.js";

export interface ClipList {
  /** By the clip's place in the set, as predictions name it. */
  clips: readonly { name: string; startSec: number; durationSec: number | null; label: string }[];
  /** Reason why the sounds of this run cannot be played, and what to do; null if they can. */
  silentBecause: string | null;
}

/**
 * A map of clips: columns `clip` (int32), `x`, `y` (float32). Maps of a run's evaluations are aligned. While it is computed, the
 * answer is 202 with `{ state: "computing", fraction }`.
 */
export interface MapMeta {
  step: number;
  split: string;
  /** Share of each clip's neighbours that are neighbours on the map; null if not measured. */
  trustworthiness: number | null;
}

export interface Neighbours {
  /** The nearest first, without the clip itself; cosine distance of embeddings. */
  clips: readonly { clip: number; distance: number }[];
}

/** Mean milliseconds of a step's stages: columns `step` (float64), and one float32 column for each stage. */
export interface StagesMeta {
  stages: readonly string[];
  /** Steps of each row. */
  stepsPerRow: number;
}

export interface ConsoleLines {
  lines: readonly { timeMs: number; stream: "stdout" | "stderr"; text: string }[];
  /** The next question's `after`. */
  next: number;
}

export interface ProfileAnswer {
  /** The bottleneck: `memory bandwidth`; null before the first steps, and for a record of an earlier version. */
  verdict: string | null;
  /** The bottleneck first; shares of a step's time. */
  findings: readonly { title: string; share: number; evidence: readonly string[] }[];
  /** Settings that are expected to help, the largest gain (a factor of throughput) first. */
  changes: readonly {
    key: string;
    value: string | number | boolean;
    gain: number;
    why: string;
    isSafe: boolean;
  }[];
  /** Means over the run, without its first steps. */
  stepMs: number | null;
  clipsPerSec: number | null;
  /** Stages of a mean step, the longest first. */
  stages: readonly { name: string; ms: number }[];
  /** Parts of decoding a clip, in a thread's time. */
  clip: readonly { name: string; ms: number }[] | null;
  /** Recorded traces: `rank0-step13`. */
  traces: readonly string[];
  /** The one that the rest is of; null if there is none. */
  trace: string | null;
  /** The costliest operators of a trace, by self time; empty without a trace. */
  operators: readonly { name: string; calls: number; selfMs: number; totalMs: number; deviceMs: number }[];
  modules: readonly {
    name: string;
    type: string;
    calls: number;
    forwardMs: number;
    forwardSelfMs: number;
    backwardMs: number;
    keptBytes: number;
  }[];
  /** Where memory was highest. */
  peak: { bytes: number; module: string; stage: string; operator: string } | null;
  flame: Flame | null;
  /** Why there is no flame chart of a trace. */
  flameProblem: string | null;
}

/** The calls of one step of a trace, for a flame chart: columns of the same length. */
export interface Flame {
  step: number;
  /** All steps that the trace has. */
  steps: readonly number[];
  durationUs: number;
  /** Calls that are too short to be seen among so many. */
  numLeftOut: number;
  /** True if the trace is too large, and steps at its end were not read. */
  isCut: boolean;
  /** `thread 1234`, `GPU 0, stream 7` */
  threads: readonly string[];
  names: readonly string[];
  /** Place in `names`. */
  name: readonly number[];
  /** Microseconds from the start of the step. */
  start: readonly number[];
  duration: readonly number[];
  /** Calls around it on its thread. */
  depth: readonly number[];
  /** Place in `threads`. */
  thread: readonly number[];
}

/** A change to a clip's annotation, made by a person. */
export interface Correction {
  split: string;
  clip: number;
  /** The annotation as the task writes it; null rejects the clip. */
  label: string | null;
  /** The annotation that it replaces, so that a stale page is refused. */
  was: string | null;
}

export interface CorrectionList {
  /** The newest for each clip. */
  corrections: readonly { clip: number; label: string | null; was: string | null; timeMs: number }[];
  /** The file that they are in, for people; null if the run's data cannot be corrected. */
  file: string | null;
  /** The setting that trains with them: `data.corrections=[...]`; null if the run's data cannot be corrected. */
  setting: string | null;
  /** Reason why it cannot; null if it can. */
  refusedBecause: string | null;
}

export interface TryAnswer {
  state: "ready" | "exporting" | "unavailable";
  /** Why it is unavailable, and what to do. */
  message: string | null;
  /** The metadata of the exported model, as in its file: labels, sample rate, window. */
  metadata: Readonly<Record<string, string>> | null;
  /** Outputs of the model; a size that is text is not fixed. */
  outputs: readonly { name: string; shape: readonly (string | number)[] }[];
  /** Largest difference between onnxruntime and libtorch when it was exported; null if it was not compared. */
  maxDifference: number | null;
  bytes: number | null;
  /** Names the exported model: `/try/model.onnx?digest=`. */
  digest: string | null;
  checkpoint: { name: string; step: number } | null;
  /** How the training resampled recordings: `sinc_hann`. */
  resampling: "sinc_hann" | "sinc_kaiser" | null;
  /** The front end's spectrogram, for a picture of the sound; null for a front end without mel bands. */
  spectrogram: {
    fftSamples: number;
    windowSamples: number;
    hopSamples: number;
    numMels: number;
    minHz: number;
    maxHz: number;
    scale: "slaney" | "htk";
    norm: "slaney" | "none";
  } | null;
}

export interface SearchRow {
  key: string;
  name: string;
  path: string;
  status: RunStatus;
  /** Without those that wait, and those that another one retries. */
  numTrials: number;
  /** Number of trials in its recipe; null for a study by the study API. */
  numPlanned: number | null;
  numComplete: number;
  numPruned: number;
  numFailed: number;
  numRunning: number;
  /** null before a trial is complete, and with several objectives. */
  best: { trial: number; value: number | null } | null;
  /** The first objective. */
  metric: { name: string; better: "min" | "max" };
  objectives: readonly { name: string; better: "min" | "max" }[];
  startedMs: number | null;
  updatedMs: number;
}

export interface SearchList {
  searches: readonly SearchRow[];
  /** Searches whose storage is not read: on a server, moved, damaged. */
  unread: readonly {
    key: string;
    name: string;
    path: string;
    /** Without its password; null if it is unknown. */
    storage: string | null;
    /** Why, and what to do; for people. */
    reason: string;
    /** The command that shows it by optuna-dashboard. */
    command: string;
  }[];
}

/**
 * A search with its trials. With `?since=` the `version` of an earlier answer, trials that did not change since are left out;
 * `since` in the answer is -1 if it has all of them.
 */
export interface SearchDetail extends SearchRow {
  version: number;
  since: number;
  /** Lines of the study's file that could not be understood. */
  numSkipped: number;
  /** How `importance` is computed, for people. */
  importanceMethod: string;
  parameters: readonly {
    name: string;
    kind: "float" | "int" | "categorical";
    isLog: boolean;
    low: number | null;
    high: number | null;
    choices: readonly (string | number | boolean | null)[];
    /** Share of the importance of all parameters for the first objective, 0 to 1; null if it is unknown. */
    importance: number | null;
  }[];
  trials: readonly {
    number: number;
    state: "running" | "complete" | "pruned" | "failed" | "waiting";
    /** Value of the first objective. */
    value: number | null;
    objectives: readonly (number | null)[];
    parameters: Readonly<Record<string, Json>>;
    /** The run's key; null if it has none. */
    run: string | null;
    /** Intermediate values of the first objective; at most 64, taken evenly. */
    steps: readonly number[];
    values: readonly (number | null)[];
    startedMs: number | null;
    endedMs: number | null;
    /** Satisfies the constraints of the search. */
    isFeasible: boolean;
    /** Another trial replaces it. */
    isRetried: boolean;
    error: string | null;
  }[];
}

export interface ModelList {
  models: readonly {
    name: string;
    description: string;
    tags: Readonly<Record<string, string>>;
    /** The newest first. */
    versions: readonly {
      version: string;
      /** `READY`, as MLflow writes it. */
      status: string;
      description: string;
      aliases: readonly string[];
      tags: Readonly<Record<string, string>>;
      createdMs: number;
      /** sha256 of its list of files; null for a version of another program. */
      digest: string | null;
      /** The key of the run that trained it; null if it is not in this folder. */
      run: string | null;
      /** The run's id, whether it is in this folder or not. */
      runId: string | null;
      metrics: Readonly<Record<string, number | null>>;
    }[];
  }[];
  /** The database or the address of the server that was read; null if there is none. */
  registry: string | null;
  /** The address of the pages of the server that was read; null for a database. */
  page: string | null;
  /** Why the registry could not be read; null if it was, and without one. */
  problem: string | null;
  /**
   * Servers that runs of the folder registered at and that were not read: the dashboard asks only the server that its user names.
   * `page` is null for an address that is none of HTTP.
   */
  servers: readonly { address: string; page: string | null }[];
}

/**
 * Events of `/api/stream`, at most 4 in a second for each run. `id` is a position: a browser that reconnects sends it as
 * `Last-Event-ID` and gets `run` for what changed since.
 */
export interface StreamEvents {
  /** A run began, ended, or has news: read it, and the tails of its curves, again. */
  run: Pick<RunRow, "key" | "status" | "generation" | "step" | "updatedMs">;
  /** Metrics of a followed run: values since the last event, from its last step, inclusive. */
  metrics: { run: string; generation: number; series: Readonly<Record<string, readonly MetricValue[]>> };
  /** Rows after a step were removed: what was read of later ones is gone. -1: all that was read may be gone. */
  rewind: { run: string; generation: number; step: number };
  /** Runs came or went: read the list again. */
  list: Record<string, never>;
}
