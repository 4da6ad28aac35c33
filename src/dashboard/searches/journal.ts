/**
 * Replays Optuna's journal (JournalFileBackend, Optuna 5.0), so that the dashboard reads a study without Python and while its
 * search runs. A line is one operation; later lines only add to what earlier ones made, so a reader continues where it stopped.
 *
 * The file may come from anywhere: lines that cannot be understood are skipped and counted, and sizes are limited.
 */

export type TrialState = "running" | "complete" | "pruned" | "failed" | "waiting";
export type Scalar = string | number | boolean | null;

export interface Distribution {
  kind: "float" | "int" | "categorical";
  isLog: boolean;
  low: number | null;
  high: number | null;
  /** Values of a categorical parameter, in Optuna's order. */
  choices: readonly Scalar[];
}

export interface JournalTrial {
  number: number;
  state: TrialState;
  /** One for each objective; empty before there are any. */
  values: readonly (number | null)[];
  parameters: Map<string, Scalar>;
  /** Reported values, in the order of their reports. */
  reported: Map<number, number | null>;
  userAttrs: Map<string, unknown>;
  /** A trial is feasible if none is above 0. */
  constraints: Map<string, number>;
  /** The trials that this one retries, the first one first. */
  retryHistory: readonly number[];
  startedMs: number | null;
  endedMs: number | null;
  /** Number of the line that changed it last. */
  changedAt: number;
}

export interface JournalStudy {
  name: string;
  directions: readonly ("minimize" | "maximize")[];
  metricNames: readonly string[];
  userAttrs: Map<string, unknown>;
  trials: JournalTrial[];
  distributions: Map<string, Distribution>;
}

/** Operations, as Optuna's JournalOperation numbers them. */
const OP = {
  createStudy: 0,
  deleteStudy: 1,
  studyUserAttr: 2,
  studySystemAttr: 3,
  createTrial: 4,
  trialParameter: 5,
  trialState: 6,
  trialReport: 7,
  trialUserAttr: 8,
  trialSystemAttr: 9,
} as const;

/** By Optuna's TrialState. */
const STATES: readonly TrialState[] = ["running", "complete", "pruned", "failed", "waiting"];

/** More would not be shown well, and a hostile file must not fill the memory. */
export const LIMITS = { trials: 50_000, parameters: 256, reports: 10_000, attributes: 64, choices: 1000 };

type Line = Readonly<Record<string, unknown>>;

/** The studies of a journal, as far as it was read. */
export class Journal {
  /** By Optuna's id; a deleted study is null. */
  readonly #studies: (JournalStudy | null)[] = [];
  /** By Optuna's trial id, over all studies. */
  readonly #trials: { trial: JournalTrial; study: JournalStudy }[] = [];
  /** Every trial repeats the same few texts. */
  readonly #distributions = new Map<string, Distribution | null>();
  numLines = 0;
  /** Lines that could not be understood, or went beyond a limit. */
  numSkipped = 0;

  get studies(): readonly JournalStudy[] {
    return this.#studies.filter((study) => study !== null);
  }

  /** Applies a complete line of the file. */
  apply(text: string): void {
    this.numLines++;
    const line = parseLine(text);
    if (line === null || !this.#apply(line)) this.numSkipped++;
  }

  /** Returns false for a line that makes no sense. */
  #apply(line: Line): boolean {
    switch (line["op_code"]) {
      case OP.createStudy:
        return this.#createStudy(line);
      case OP.deleteStudy:
        return this.#withStudy(line, (_, id) => {
          this.#studies[id] = null;
        });
      case OP.studyUserAttr:
        return this.#withStudy(line, ({ userAttrs }) => setAll(userAttrs, line["user_attr"]));
      case OP.studySystemAttr:
        return this.#withStudy(line, (study) => {
          const names = objectOf(line["system_attr"])["study:metric_names"];
          if (Array.isArray(names)) study.metricNames = names.map(String).slice(0, 16);
        });
      case OP.createTrial:
        return this.#createTrial(line);
      case OP.trialParameter:
        return this.#withTrial(line, (trial, study) => this.#setParameter(trial, study, line));
      case OP.trialState:
        return this.#withTrial(line, (trial) => setState(trial, line));
      case OP.trialReport:
        return this.#withTrial(line, ({ reported }) => {
          const step = Number(line["step"]);
          if (Number.isSafeInteger(step) && reported.size < LIMITS.reports)
            reported.set(step, numberOf(line["intermediate_value"]));
        });
      case OP.trialUserAttr:
        return this.#withTrial(line, ({ userAttrs }) => setAll(userAttrs, line["user_attr"]));
      case OP.trialSystemAttr:
        return this.#withTrial(line, (trial) => setSystemAttrs(trial, line["system_attr"]));
      default:
        return false;
    }
  }

  #createStudy(line: Line): boolean {
    const name = String(line["study_name"]).slice(0, 500);
    const directions = line["directions"];
    if (!Array.isArray(directions) || directions.length === 0 || directions.length > 16) return false;
    // Two machines may create it at the same moment: the second line has no effect and no id.
    if (this.studies.some((study) => study.name === name)) return true;
    if (this.#studies.length >= 1000) return false;
    this.#studies.push({
      name,
      directions: directions.map((direction) => (direction === 2 ? "maximize" : "minimize")),
      metricNames: [],
      userAttrs: new Map(),
      trials: [],
      distributions: new Map(),
    });
    return true;
  }

  #createTrial(line: Line): boolean {
    return this.#withStudy(line, (study) => {
      if (this.#trials.length >= LIMITS.trials) return false;
      const trial: JournalTrial = {
        number: study.trials.length,
        state: STATES[Number(line["state"] ?? 0)] ?? "failed",
        values: valuesOf(line["values"] ?? line["value"]),
        parameters: new Map(),
        reported: new Map(),
        userAttrs: new Map(),
        constraints: new Map(),
        retryHistory: [],
        startedMs: timeOf(line["datetime_start"]),
        endedMs: timeOf(line["datetime_complete"]),
        changedAt: this.numLines,
      };
      const distributions = objectOf(line["distributions"]);
      for (const [name, value] of Object.entries(objectOf(line["params"])))
        this.#setParameter(trial, study, {
          param_name: name,
          param_value_internal: value,
          distribution: distributions[name],
        });
      for (const [step, value] of Object.entries(objectOf(line["intermediate_values"])).slice(
        0,
        LIMITS.reports,
      ))
        trial.reported.set(Number(step), numberOf(value));
      setAll(trial.userAttrs, line["user_attrs"]);
      setSystemAttrs(trial, line["system_attrs"]);
      study.trials.push(trial);
      this.#trials.push({ trial, study });
      return true;
    });
  }

  #setParameter(trial: JournalTrial, study: JournalStudy, line: Line): void {
    const name = String(line["param_name"]).slice(0, 200);
    const distribution = this.#distributionOf(line["distribution"]);
    if (distribution === null) return;
    const { distributions } = study;
    const before = distributions.get(name);
    if (before === undefined && distributions.size >= LIMITS.parameters) return;
    // Bounds may change during a study: the widest are shown.
    if (before !== distribution)
      distributions.set(name, before === undefined ? distribution : widen(before, distribution));
    const internal = numberOf(line["param_value_internal"]);
    const { kind, choices } = distribution;
    if (kind === "categorical") trial.parameters.set(name, choices[internal ?? -1] ?? null);
    else trial.parameters.set(name, kind === "int" && internal !== null ? Math.round(internal) : internal);
  }

  #distributionOf(text: unknown): Distribution | null {
    if (typeof text !== "string") return null;
    let found = this.#distributions.get(text);
    if (found === undefined) {
      found = readDistribution(text);
      if (this.#distributions.size < 10 * LIMITS.parameters) this.#distributions.set(text, found);
    }
    return found;
  }

  #withStudy(line: Line, body: (study: JournalStudy, id: number) => unknown): boolean {
    const id = Number(line["study_id"]);
    const study = this.#studies[id];
    return study !== undefined && study !== null && body(study, id) !== false;
  }

  /** Finished trials do not change, as in Optuna: a second result of another machine has no effect. */
  #withTrial(line: Line, body: (trial: JournalTrial, study: JournalStudy) => void): boolean {
    const found = this.#trials[Number(line["trial_id"])];
    if (found === undefined) return false;
    const { trial, study } = found;
    if (trial.state !== "running" && trial.state !== "waiting") return true;
    body(trial, study);
    trial.changedAt = this.numLines;
    return true;
  }
}

/** Python writes NaN and infinities, which JSON lacks. */
const NOT_JSON = /(?<=[:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g;

function parseLine(text: string): Line | null {
  for (const candidate of [text, text.replace(NOT_JSON, "null")]) {
    try {
      const line: unknown = JSON.parse(candidate);
      return typeof line === "object" && line !== null ? (line as Line) : null;
    } catch {
      // The second attempt follows, or the line is damaged.
    }
  }
  return null;
}

function setState(trial: JournalTrial, line: Line): void {
  const state = STATES[Number(line["state"])];
  if (state === undefined) return;
  trial.state = state;
  if (line["values"] !== null && line["values"] !== undefined) trial.values = valuesOf(line["values"]);
  if (state === "running") trial.startedMs = timeOf(line["datetime_start"]) ?? trial.startedMs;
  else trial.endedMs = timeOf(line["datetime_complete"]);
}

function widen(before: Distribution, now: Distribution): Distribution {
  if (now.kind === "categorical" || before.kind === "categorical") return now;
  const low = Math.min(before.low ?? Number.POSITIVE_INFINITY, now.low ?? Number.POSITIVE_INFINITY);
  const high = Math.max(before.high ?? Number.NEGATIVE_INFINITY, now.high ?? Number.NEGATIVE_INFINITY);
  return { ...now, low: numberOf(low), high: numberOf(high) };
}

/** Reads a distribution as Optuna writes it: `{"name": "FloatDistribution", "attributes": {...}}`. */
function readDistribution(text: string): Distribution | null {
  const json = parseLine(text);
  const name = json?.["name"];
  const attributes = objectOf(json?.["attributes"]);
  if (name === "CategoricalDistribution") {
    const choices = attributes["choices"];
    if (!Array.isArray(choices)) return null;
    const shown = choices.slice(0, LIMITS.choices).map(scalarOf);
    return { kind: "categorical", isLog: false, low: null, high: null, choices: shown };
  }
  if (name !== "FloatDistribution" && name !== "IntDistribution") return null;
  return {
    kind: name === "IntDistribution" ? "int" : "float",
    isLog: attributes["log"] === true,
    low: numberOf(attributes["low"]),
    high: numberOf(attributes["high"]),
    choices: [],
  };
}

function setSystemAttrs(trial: JournalTrial, value: unknown): void {
  for (const [key, attribute] of Object.entries(objectOf(value)).slice(0, LIMITS.attributes)) {
    if (key === "retry_history" && Array.isArray(attribute))
      trial.retryHistory = attribute.filter((one) => Number.isSafeInteger(one)).slice(0, 100);
    const constraint = /^constraints:(.{1,200})$/.exec(key)?.[1];
    const number = numberOf(attribute);
    if (constraint !== undefined && number !== null) trial.constraints.set(constraint, number);
  }
}

function setAll(target: Map<string, unknown>, value: unknown): void {
  for (const [key, attribute] of Object.entries(objectOf(value)))
    if (target.has(key) || target.size < LIMITS.attributes) target.set(key, attribute);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function valuesOf(value: unknown): (number | null)[] {
  if (value === null || value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).slice(0, 16).map(numberOf);
}

/** Choices that are lists, such as widths of layers, are shown as text. */
function scalarOf(value: unknown): Scalar {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 200);
}

/** Optuna writes local times without a zone. */
function timeOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}
