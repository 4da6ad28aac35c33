import { randomUUID } from "node:crypto";
import { SearchError } from "../errors.js";
import { Broker, type Opened, ownerName } from "./broker.js";
import { type Choice, inOrder, type ParamsOf, type Space } from "./space.js";
import { type FrozenTrial, Trial, TrialPruned, type TrialState, thaw } from "./trial.js";

export type Direction = "minimize" | "maximize";

/** A sampler or pruner of Optuna, such as `tpe` or `TPESampler`, with its arguments by their Python names. */
export interface Spec {
  name: string;
  options?: Readonly<Record<string, unknown>>;
}

export interface StudyOptions<S extends Space> {
  studyName?: string;
  /**
   * A file for Optuna's journal, `sqlite:///FILE`, or the URL of a PostgreSQL, MySQL or Redis server; by default the study
   * lives in memory and ends with this process.
   */
  storage?: string | null;
  /** Direction of the one objective. By default `minimize`. */
  direction?: Direction;
  /** Several objectives, or the name of one; replaces `direction`. */
  objectives?: readonly StudyObjective[];
  /** By default TPE. */
  sampler?: Spec;
  /** By default the median pruner. */
  pruner?: Spec;
  seed?: number;
  /** Parameters that every trial has from its start; an objective can suggest more. */
  space?: S;
  /**
   * `continue` (the default) creates the study or continues one of that name, `new` refuses an existing one, and `read`
   * reads an existing one without owning it, also while a search runs.
   */
  open?: "continue" | "new" | "read";
  /** How often a trial that a killed process left running is retried. By default 0: it fails. */
  retries?: number;
}

export interface StudyObjective {
  direction: Direction;
  /** The name in reports; name all objectives of a study or none. */
  metric?: string;
}

export interface OptimizeOptions<Params> {
  /** Total number of trials, including those of earlier processes. */
  nTrials?: number;
  /** Seconds after which no further trial starts. */
  timeout?: number;
  /** Objectives that run concurrently in this process. By default 1. */
  nJobs?: number;
  /** True if an error of the objective fails its trial only; by default it also ends the search. */
  catch?: boolean;
  signal?: AbortSignal;
  onTrial?: (trial: FrozenTrial<Params>) => void;
}

export interface Told {
  state: TrialState;
  values: readonly number[] | null;
  /** True if the sampler has nothing left to try. */
  exhausted: boolean;
}

/** Creates a study or continues one. @throws ConfigError for unknown names and options, and unusable storages */
export async function createStudy<const S extends Space = Readonly<Record<never, never>>>(
  options: StudyOptions<S> = {},
): Promise<Study<ParamsOf<S> & Readonly<Record<string, Choice | undefined>>>> {
  const { direction = "minimize", space = {} as S, storage = null, studyName, open = "continue" } = options;
  const { objectives = [{ direction }], sampler, pruner, seed, retries } = options;
  const metricNames = objectives.flatMap(({ metric }) => metric ?? []);
  const { broker, opened } = await Broker.open({
    ...{ sampler, pruner, seed, retries, storage },
    studyName: studyName ?? `study-${randomUUID()}`,
    directions: objectives.map((objective) => objective.direction),
    ...(metricNames.length === 0 ? {} : { metricNames }),
    loadIfExists: open !== "new",
    readOnly: open === "read",
    space: inOrder(space),
    owner: ownerName(),
  });
  return new Study(broker, opened);
}

/** An Optuna study in a process of its own. */
export class Study<Params = Readonly<Record<string, Choice>>> implements AsyncDisposable {
  readonly broker: Broker;
  readonly isShared: boolean;

  constructor(broker: Broker, { isShared }: Opened) {
    this.broker = broker;
    this.isShared = isShared;
  }

  /**
   * Returns the next trial; null when the sampler has nothing left to try, or the study has `limit` trials already.
   * Retried trials come first, then enqueued ones.
   */
  async ask(limit?: number): Promise<Trial<Params> | null> {
    const data = await this.broker.call<(FrozenTrial<Params> & { exhausted?: true }) | null>("ask", {
      ...(limit === undefined ? {} : { limit }),
    });
    return data === null || data.exhausted ? null : new Trial(this.broker, thaw(data));
  }

  /**
   * Finishes a trial with its value or values, or with a state alone. NaN as a value fails it, as in Optuna.
   *
   * @throws SearchError for a trial that is finished already
   */
  async tell(
    trial: Trial<Params> | number,
    values: number | readonly number[] | null,
    options: {
      state?: "COMPLETE" | "PRUNED" | "FAIL";
      userAttrs?: object;
      constraints?: Readonly<Record<string, number>>;
    } = {},
  ): Promise<Told> {
    const number = typeof trial === "number" ? trial : trial.number;
    const list = typeof values === "number" ? [values] : values;
    return this.broker.call<Told>("tell", { number, values: list, ...options });
  }

  /** Runs the objective on one trial after another until the study has `nTrials`. */
  async optimize(
    objective: (trial: Trial<Params>) => number | readonly number[] | Promise<number | readonly number[]>,
    options: OptimizeOptions<Params> = {},
  ): Promise<void> {
    const { nTrials, timeout, nJobs = 1, signal, onTrial } = options;
    const endMs = timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + 1000 * timeout;
    let failure: { error: unknown } | null = null;
    const work = async (): Promise<void> => {
      while (failure === null && !signal?.aborted && performance.now() < endMs) {
        const trial = await this.ask(nTrials);
        if (trial === null) return;
        const told = await this.#run(trial, objective, (error) => {
          if (!options.catch) failure ??= { error };
        });
        if (onTrial !== undefined) onTrial((await this.trials())[trial.number]!);
        if (told.exhausted) return;
      }
    };
    await Promise.all(Array.from({ length: nJobs }, work));
    if (failure !== null) throw (failure as { error: unknown }).error;
  }

  async #run(
    trial: Trial<Params>,
    objective: (trial: Trial<Params>) => number | readonly number[] | Promise<number | readonly number[]>,
    onError: (error: unknown) => void,
  ): Promise<Told> {
    try {
      return await this.tell(trial, await objective(trial));
    } catch (error) {
      if (error instanceof TrialPruned) return this.tell(trial, null, { state: "PRUNED" });
      onError(error);
      return this.tell(trial, null, { state: "FAIL" });
    }
  }

  /** Queues these values for the next trial; missing ones are suggested. */
  enqueueTrial(
    params: Partial<Params>,
    options: { skipIfExists?: boolean; userAttrs?: object } = {},
  ): Promise<void> {
    return this.broker.call("enqueue", { params, token: randomUUID(), ...options });
  }

  async trials(): Promise<FrozenTrial<Params>[]> {
    return (await this.broker.call<FrozenTrial<Params>[]>("trials")).map(thaw);
  }

  /** The best trial that satisfies all constraints. @throws SearchError when there is none yet */
  async bestTrial(): Promise<FrozenTrial<Params>> {
    const [best] = await this.bestTrials();
    if (best === undefined)
      throw new SearchError(
        "NO_TRIAL",
        "no trial of the study is complete and satisfies its constraints yet",
      );
    return best;
  }

  /** The Pareto front; with one objective the best trial. */
  async bestTrials(): Promise<FrozenTrial<Params>[]> {
    return (await this.broker.call<FrozenTrial<Params>[]>("best")).map(thaw);
  }

  async bestParams(): Promise<Params> {
    return (await this.bestTrial()).params;
  }

  async bestValue(): Promise<number> {
    return (await this.bestTrial()).values![0]!;
  }

  /** The importance of each parameter (PED-ANOVA), largest first; they sum to 1. */
  importances(objective = 0): Promise<[name: string, importance: number][]> {
    return this.broker.call("importance", { objective });
  }

  setUserAttr(key: string, value: unknown): Promise<void> {
    return this.broker.call("set_user_attr", { key, value });
  }

  async userAttrs(): Promise<Readonly<Record<string, unknown>>> {
    return (await this.broker.call<{ userAttrs: Record<string, unknown> }>("info")).userAttrs;
  }

  /** Stops Optuna's process. */
  close(): Promise<void> {
    return this.broker.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
