/**
 * Evaluations of several splits that belong together. Without Node: pages import this module too.
 *
 * Embeddings are comparable if the same weights made them, so evaluations are ordered by the step of their weights: test clips are
 * evaluated with those of the best checkpoint, at the end of the run.
 */
import type { RunDetail } from "./api.js";

export interface SplitEvaluation {
  split: string;
  /** The step at which it was recorded. */
  step: number;
  weightsStep: number;
}

/** The order of splits; others follow. */
const ORDER = ["train", "validation", "test"];

export class JoinedSplits {
  /** At least two. */
  readonly splits: readonly string[];
  /** Steps of weights that were evaluated; ascending. */
  readonly steps: readonly number[];
  /** The newest step whose weights were evaluated on all splits; the newest of all if there is none. */
  readonly defaultStep: number;
  readonly #evaluations: readonly SplitEvaluation[];

  private constructor(splits: readonly string[], evaluations: readonly SplitEvaluation[]) {
    this.splits = splits;
    this.#evaluations = evaluations;
    this.steps = [...new Set(evaluations.map(({ weightsStep }) => weightsStep))].sort((a, b) => a - b);
    const isOfAll = (step: number): boolean =>
      splits.every((split) => this.#newest(split, step)?.weightsStep === step);
    this.defaultStep = this.steps.findLast(isOfAll) ?? this.steps.at(-1)!;
  }

  /** Returns null for a run with predictions for one split or none. */
  static of({ evaluations, items }: Pick<RunDetail, "evaluations" | "items">): JoinedSplits | null {
    const recorded = Object.keys(evaluations).filter((split) => evaluations[split]!.length > 0);
    if (recorded.length < 2) return null;
    const splits = [
      ...ORDER.filter((split) => recorded.includes(split)),
      ...recorded.filter((split) => !ORDER.includes(split)),
    ];
    const weights = new Map(items.map(({ name, step, weightsStep }) => [`${name} ${step}`, weightsStep]));
    const all = splits.flatMap((split) =>
      evaluations[split]!.map((step) => ({
        ...{ split, step },
        weightsStep: weights.get(`${split}/predictions ${step}`) ?? step,
      })),
    );
    return new JoinedSplits(splits, all);
  }

  /** The evaluation of each split at a step or the newest before it, in the order of the splits; without splits that have none. */
  at(step: number): SplitEvaluation[] {
    return this.splits.flatMap((split) => this.#newest(split, step) ?? []);
  }

  #newest(split: string, step: number): SplitEvaluation | null {
    let newest: SplitEvaluation | null = null;
    for (const one of this.#evaluations) {
      if (one.split !== split || one.weightsStep > step) continue;
      if (newest === null || one.weightsStep >= newest.weightsStep) newest = one;
    }
    return newest;
  }
}

/** Names evaluations in an address: `validation:480,test:480`. */
export const partsText = (evaluations: readonly SplitEvaluation[]): string =>
  evaluations.map(({ split, step }) => `${split}:${step}`).join(",");
