import type { Broker } from "./broker.js";
import type { Choice, NumberOptions } from "./space.js";

export type TrialState = "RUNNING" | "WAITING" | "COMPLETE" | "PRUNED" | "FAIL";

/** A trial as the study has it. */
export interface FrozenTrial<Params = Readonly<Record<string, Choice>>> {
  number: number;
  state: TrialState;
  /** One an objective; null before it has any. */
  values: readonly number[] | null;
  params: Params;
  /** What was reported, by step. */
  intermediateValues: readonly (readonly [step: number, value: number])[];
  userAttrs: Readonly<Record<string, unknown>>;
  /** Feasible where none is above 0. */
  constraints: Readonly<Record<string, number>>;
  /** The trials that this one is given again for, the first one first. */
  retryHistory: readonly number[];
  /** Unix time in milliseconds. */
  startedMs: number | null;
  endedMs: number | null;
}

/** Thrown by an objective whose trial is not worth going on with. */
export class TrialPruned extends Error {
  constructor(message = "pruned") {
    super(message);
    this.name = "TrialPruned";
  }
}

/** A trial that runs. */
export class Trial<Params = Readonly<Record<string, Choice>>> {
  readonly number: number;
  /** What was suggested: all of the study's space, then what the objective asked for. */
  readonly params: Params;
  readonly userAttrs: Readonly<Record<string, unknown>>;
  readonly retryHistory: readonly number[];
  /** What was reported before it was given again. */
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

  /** Reports how good the trial is so far; a step that was reported before keeps its value. */
  async report(value: number, step: number): Promise<void> {
    await this.#broker.call("report", { number: this.number, step, value, prune: false });
  }

  /** Whether the study's pruner gives it up, by what was reported. */
  shouldPrune(): Promise<boolean> {
    return this.#broker.call("should_prune", { number: this.number });
  }

  /** Both of the above, in one message. */
  reportAndCheck(value: number, step: number): Promise<boolean> {
    return this.#broker.call("report", { number: this.number, step, value });
  }

  setUserAttr(key: string, value: unknown): Promise<void> {
    return this.#broker.call("set_user_attr", { number: this.number, key, value });
  }

  /** Of several, the trial is feasible where none is above 0. */
  setConstraint(name: string, value: number): Promise<void> {
    return this.#broker.call("set_constraint", { number: this.number, name, value });
  }
}

/** Numbers that JSON has not come as text. */
export function thaw<Params>(data: FrozenTrial<Params>): FrozenTrial<Params> {
  return {
    ...data,
    values: data.values?.map(Number) ?? null,
    intermediateValues: data.intermediateValues.map(([step, value]) => [step, Number(value)] as const),
  };
}
