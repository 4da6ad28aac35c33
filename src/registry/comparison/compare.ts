import { findDifferences } from "../../config/differences.js";
import { type Clip, clipName } from "../../data/clip.js";
import type { Classification } from "../../tasks/classification/index.js";
import { type Candidate, latencies, runOn } from "./candidate.js";
import { answersAmong, comparableClips, type LabelledAnswers, type LabelSets, labelSets } from "./labels.js";
import { type Answers, mcnemarExact, type PairedIntervals, pairedIntervals } from "./statistics.js";

export interface CompareOptions {
  clips: readonly Clip[];
  /** By default `all`: every clip's label must be one of both models. */
  labels?: LabelSets["compared"];
  /** By default 2000. */
  numSamples?: number;
  seed?: number;
  /** Called with the number of clips done, counted for both models. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

export interface Side {
  name: string;
  model: string;
  numParameters: number;
  bytes: number;
  /** Latency of one clip on this machine. */
  latencyMs: number;
}

export interface ClassChange {
  label: string;
  numClips: number;
  a: ClassScores;
  b: ClassScores;
}

export interface ClassScores {
  precision: number;
  recall: number;
  f1: number;
}

/** A clip that exactly one model predicts correctly. */
export interface Disagreement {
  clip: Clip;
  name: string;
  /** Index among the clips. */
  index: number;
  a: { predicted: string; probability: number };
  b: { predicted: string; probability: number };
}

export interface Comparison {
  a: Side;
  b: Side;
  labels: LabelSets;
  numClips: number;
  /** Clips that have no shared label, where these alone are compared. */
  numLeftOut: number;
  configuration: { key: string; a: unknown; b: unknown }[];
  intervals: PairedIntervals;
  numSamples: number;
  /** Clips that both, one or neither model predicts correctly; p of McNemar's exact test. */
  agreement: { bothRight: number; onlyA: number; onlyB: number; bothWrong: number; p: number };
  classes: ClassChange[];
  /** Sorted by the probability of the wrong prediction, highest first. */
  onlyA: Disagreement[];
  onlyB: Disagreement[];
}

/**
 * Runs both models on the same clips.
 *
 * @throws DataError for clips that cannot be read
 * @throws ConfigError for clips whose label a model lacks
 */
export async function compareModels(
  a: Candidate,
  b: Candidate,
  options: CompareOptions,
): Promise<Comparison> {
  const { numSamples = 2000, seed = 0, onProgress, signal } = options;
  const sets = labelSets(a.model.labels, b.model.labels, options.labels ?? "all");
  const clips = comparableClips(options.clips, { a, b }, sets);
  let done = 0;
  const onBatch = (numClips: number): void => {
    done += numClips;
    onProgress?.(done, 2 * clips.length);
  };
  const results = {
    a: await runOn(a, clips, onBatch, signal),
    b: await runOn(b, clips, onBatch, signal),
  };
  signal?.throwIfAborted();
  const labels = sets.compared === "shared" ? sets.shared : [...sets.shared, ...sets.onlyA, ...sets.onlyB];
  const labelled = {
    a: answersAmong(results.a, a.model.task as Classification, labels),
    b: answersAmong(results.b, b.model.task as Classification, labels),
  };
  const answers = { a: labelled.a.answers, b: labelled.b.answers };
  const latencyMs = latencies(a, b);
  return {
    a: sideOf(a, latencyMs.a),
    b: sideOf(b, latencyMs.b),
    labels: sets,
    numClips: clips.length,
    numLeftOut: options.clips.length - clips.length,
    configuration: findDifferences(a.config, b.config).map(({ key, before, now }) => ({
      key,
      a: before,
      b: now,
    })),
    intervals: pairedIntervals(answers.a, answers.b, numSamples, seed),
    numSamples,
    agreement: agreementOf(answers.a, answers.b),
    classes: labels.flatMap((label, i) => classChange(label, i, answers.a, answers.b) ?? []),
    ...disagreements(clips, labelled, labels),
  };
}

function sideOf({ name, model, numParameters, bytes }: Candidate, latencyMs: number): Side {
  return { name, model: model.model.constructor.name, numParameters, bytes, latencyMs };
}

function agreementOf(a: Answers, b: Answers): Comparison["agreement"] {
  const counts = { bothRight: 0, onlyA: 0, onlyB: 0, bothWrong: 0 };
  for (const [i, truth] of a.truth.entries()) {
    const [isA, isB] = [a.predicted[i] === truth, b.predicted[i] === truth];
    counts[isA ? (isB ? "bothRight" : "onlyA") : isB ? "onlyB" : "bothWrong"]++;
  }
  return { ...counts, p: mcnemarExact(counts.onlyA, counts.onlyB) };
}

/** Returns null for a label that no clip has and no model predicts. */
function classChange(label: string, place: number, a: Answers, b: Answers): ClassChange | null {
  const numClips = a.truth.filter((truth) => truth === place).length;
  const [ofA, ofB] = [scoresOf(place, a, numClips), scoresOf(place, b, numClips)];
  return numClips === 0 && ofA.numPredicted === 0 && ofB.numPredicted === 0
    ? null
    : { label, numClips, a: ofA.scores, b: ofB.scores };
}

function scoresOf(
  place: number,
  { truth, predicted }: Answers,
  numClips: number,
): { scores: ClassScores; numPredicted: number } {
  let [numPredicted, numRight] = [0, 0];
  for (const [i, label] of predicted.entries()) {
    if (label !== place) continue;
    numPredicted++;
    if (truth[i] === place) numRight++;
  }
  const precision = numPredicted === 0 ? 0 : numRight / numPredicted;
  const recall = numClips === 0 ? 0 : numRight / numClips;
  return {
    scores: { precision, recall, f1: numRight === 0 ? 0 : (2 * numRight) / (numPredicted + numClips) },
    numPredicted,
  };
}

function disagreements(
  clips: readonly Clip[],
  labelled: { a: LabelledAnswers; b: LabelledAnswers },
  labels: readonly string[],
): Pick<Comparison, "onlyA" | "onlyB"> {
  const predictionOf = (side: "a" | "b", i: number) => ({
    predicted: labels[labelled[side].answers.predicted[i]!]!,
    probability: labelled[side].probabilities[i]!,
  });
  const all = clips.map(
    (clip, i): Disagreement => ({
      ...{ clip, name: clipName(clip), index: i },
      ...{ a: predictionOf("a", i), b: predictionOf("b", i) },
    }),
  );
  const isRight = (side: "a" | "b", i: number): boolean =>
    labelled[side].answers.predicted[i] === labelled[side].answers.truth[i];
  const onlyRight = (right: "a" | "b", wrong: "a" | "b"): Disagreement[] =>
    all
      .filter((_, i) => isRight(right, i) && !isRight(wrong, i))
      .sort((x, y) => y[wrong].probability - x[wrong].probability || x.index - y.index);
  return { onlyA: onlyRight("a", "b"), onlyB: onlyRight("b", "a") };
}
