import type { Broker } from "./broker.js";
import type { Choice, NumberOptions } from "./space.js";

export type TrialState = "RUNNING" | "WAITING" | "COMPLETE" | "PRUNED" | "FAIL";

/** A trial as stored in the study. */
export interface FrozenTrial<Params = Readonly<Record<string, Choice>>> {
  number: number;
  state: TrialState;
  /** One for each objective; null before there are any. The last reported value of a pruned trial. */
  values: readonly number[] | null;
  params: Params;
  /** Reported values, by step. */
  intermediateValues: readonly (readonly [step: number, value: number])[];
  userAttrs: Readonly<Record<string, unknown>>;
  /** By name. A trial is feasible if none is above 0. */
  constraints: Readonly<Record<string, number>>;
  /** The trials that this one retries, the first one first. */
  retryHistory: readonly number[];
  /** Unix time in milliseconds. */
  startedMs: number | null;
  endedMs: number | null;
}

/** Thrown by an objective to prune its trial. */
export class TrialPruned extends Error {
  constructor(message = "pruned") {
    super(message);
    this.name = "TrialPruned";
  }
}

/** A running trial. */
export class Trial<Params = Readonly<Record<string, Choice>>> {
  readonly number: number;
  /** Suggested values: the study's space, then those that the objective asked for. */
  readonly params: Params;
  readonly userAttrs: Readonly<Record<string, unknown>>;
  readonly retryHistory: readonly number[];
  /** Values that were reported before this retry. */
  readonly intermediateValues: FrozenTrial["intermediateValues"];
  readonly #broker: Broker;

  constructor(broker: Broker, data: FrozenTrial<Params>) {
    this.#broker = broker;
    this.number = data.number;
    this.params = data.params;
    this.userAttrs = data.userAttrs;
    this.retryHistory = data.retryHistory;
    this.intermediateValues = data.intermediateValues;
  }

  suggestFloat(name: string, low: number, high: number, options: NumberOptions = {}): Promise<number> {
    return this.#suggest(name, { type: "float", low, high, ...options });
  }

  suggestInt(name: string, low: number, high: number, options: NumberOptions = {}): Promise<number> {
    return this.#suggest(name, { type: "int", low, high, ...options });
  }

  suggestCategorical<const T extends Choice>(name: string, choices: readonly T[]): Promise<T> {
    return this.#suggest(name, { type: "categorical", choices });
  }

  async #suggest<T>(name: string, distribution: object): Promise<T> {
    const value = await this.#broker.call<T>("suggest", { number: this.number, name, ...distribution });
    (this.params as Record<string, unknown>)[name] = value;
    return value;
  }

  /** Reports the trial's value at a step; a step that was reported before keeps its value. */
  async report(value: number, step: number): Promise<void> {
    await this.#broker.call("report", { number: this.number, step, value, prune: false });
  }

  /** Returns whether the pruner stops the trial, judging by the reported values. */
  shouldPrune(): Promise<boolean> {
    return this.#broker.call("should_prune", { number: this.number });
  }

  /** Reports a value and returns whether to prune, in one message. */
  reportAndCheck(value: number, step: number): Promise<boolean> {
    return this.#broker.call("report", { number: this.number, step, value });
  }

  setUserAttr(key: string, value: unknown): Promise<void> {
    return this.#broker.call("set_user_attr", { number: this.number, key, value });
  }

  /** Sets a constraint. The trial is feasible if no constraint is above 0. */
  setConstraint(name: string, value: number): Promise<void> {
    return this.#broker.call("set_constraint", { number: this.number, name, value });
  }
}

/** Converts numbers that JSON lacks (NaN, infinities) back from text. */
export function thaw<Params>(data: FrozenTrial<Params>): FrozenTrial<Params> {
  return {
    ...data,
    values: data.values?.map(Number) ?? null,
    intermediateValues: data.intermediateValues.map(([step, value]) => [step, Number(value)] as const),
  };
}
