/** A study and its trials as any of Optuna's storages has them. Sizes are limited: a storage may come from anywhere. */

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

export interface StoredTrial {
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
  /** Position in the storage's changes at which it changed last. */
  changedAt: number;
}

export interface StoredStudy {
  name: string;
  directions: readonly ("minimize" | "maximize")[];
  metricNames: readonly string[];
  userAttrs: Map<string, unknown>;
  trials: StoredTrial[];
  distributions: Map<string, Distribution>;
}

/** The studies of a storage, as far as it was read. */
export interface StoredStudies {
  studies: readonly StoredStudy[];
  /** Counts how often the storage was read from its start: what was read before may be gone. */
  numRestarts: number;
  /** Grows with each change. */
  position: number;
  /** Records that could not be understood, or went beyond a limit. */
  numSkipped: number;
  /** Unix time of its last change in milliseconds. */
  changedMs: number;
}

/** A storage that is read again and again, each time only what changed. */
export interface StudySource {
  /** @throws Error for a storage that cannot be read, with the reason */
  read(): Promise<StoredStudies>;
}

/** More would not be shown well, and a hostile file must not fill the memory. */
export const LIMITS = { trials: 50_000, parameters: 256, reports: 10_000, attributes: 64, choices: 1000 };

/** Reads the distributions of parameters as Optuna writes them; every trial repeats the same few texts. */
export class Distributions {
  readonly #known = new Map<string, Distribution | null>();

  /** Returns null for a text that is none. */
  of(text: unknown): Distribution | null {
    if (typeof text !== "string") return null;
    let found = this.#known.get(text);
    if (found === undefined) {
      found = readDistribution(text);
      if (this.#known.size < 10 * LIMITS.parameters) this.#known.set(text, found);
    }
    return found;
  }
}

/** Sets a parameter of a trial, and widens the study's distribution of it: bounds may change during a study. */
export function setParameter(
  trial: StoredTrial,
  { distributions }: StoredStudy,
  parameter: string,
  value: unknown,
  distribution: Distribution | null,
): void {
  if (distribution === null) return;
  const name = parameter.slice(0, 200);
  const before = distributions.get(name);
  if (before === undefined && distributions.size >= LIMITS.parameters) return;
  if (before !== distribution)
    distributions.set(name, before === undefined ? distribution : widen(before, distribution));
  const internal = numberOf(value);
  const { kind, choices } = distribution;
  if (kind === "categorical") trial.parameters.set(name, choices[internal ?? -1] ?? null);
  else trial.parameters.set(name, kind === "int" && internal !== null ? Math.round(internal) : internal);
}

export function setReport({ reported }: StoredTrial, step: unknown, value: unknown): void {
  const at = Number(step);
  if (Number.isSafeInteger(at) && reported.size < LIMITS.reports) reported.set(at, numberOf(value));
}

/** Python writes NaN and infinities, which JSON lacks. */
const NOT_JSON = /(?<=[:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g;

/** Parses JSON as Python writes it; null for what is none. */
export function parseValue(text: string): unknown {
  for (const candidate of [text, text.replace(NOT_JSON, "null")]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The second attempt follows, or the text is damaged.
    }
  }
  return null;
}

/** Parses an object or a list; null for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  const value = parseValue(text);
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
}

function widen(before: Distribution, now: Distribution): Distribution {
  if (now.kind === "categorical" || before.kind === "categorical") return now;
  const low = Math.min(before.low ?? Number.POSITIVE_INFINITY, now.low ?? Number.POSITIVE_INFINITY);
  const high = Math.max(before.high ?? Number.NEGATIVE_INFINITY, now.high ?? Number.NEGATIVE_INFINITY);
  return { ...now, low: numberOf(low), high: numberOf(high) };
}

/** Reads a distribution as Optuna writes it: `{"name": "FloatDistribution", "attributes": {...}}`. */
function readDistribution(text: string): Distribution | null {
  const json = parseObject(text);
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

export function setSystemAttrs(trial: StoredTrial, value: unknown): void {
  for (const [key, attribute] of Object.entries(objectOf(value)).slice(0, LIMITS.attributes)) {
    if (key === "retry_history" && Array.isArray(attribute))
      trial.retryHistory = attribute.filter((one) => Number.isSafeInteger(one)).slice(0, 100);
    // Optuna 3 and 4 write a list of constraints, Optuna 5 an attribute for each.
    if (key === "constraints" && Array.isArray(attribute))
      for (const [i, one] of attribute.slice(0, LIMITS.attributes).entries())
        setConstraint(trial, String(i), one);
    const constraint = /^constraints:(.{1,200})$/.exec(key)?.[1];
    if (constraint !== undefined) setConstraint(trial, constraint, attribute);
  }
}

function setConstraint({ constraints }: StoredTrial, name: string, value: unknown): void {
  const number = numberOf(value);
  if (number !== null) constraints.set(name, number);
}

export function setAll(target: Map<string, unknown>, value: unknown): void {
  for (const [key, attribute] of Object.entries(objectOf(value)))
    if (target.has(key) || target.size < LIMITS.attributes) target.set(key, attribute);
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** Choices that are lists, such as widths of layers, are shown as text. */
function scalarOf(value: unknown): Scalar {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 200);
}
