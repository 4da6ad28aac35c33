import { counted } from "../../counted.js";
import { type Clip, describeClip } from "../../data/clip.js";
import { ConfigError } from "../../errors.js";
import type { EvaluationRecord, Pair, Task } from "../task.js";
import type { Classes } from "./figures.js";
import type { Answers } from "./resample.js";

// N = clips, C = a model's own labels.

/** The part of a classification that comparisons use. */
export interface LabelledTask extends Task {
  readonly labels: readonly string[];
  classesOf(record: EvaluationRecord): Classes;
}

/** A compared model with the name that the user gave. */
export interface LabelledModel {
  name: string;
  task: LabelledTask;
}

/** The labels of two models. */
export interface LabelSets {
  shared: string[];
  /** Labels that b lacks. */
  onlyA: string[];
  /** Labels that a lacks. */
  onlyB: string[];
  /** `shared`: clips of other labels are left out, and each model chooses among the shared labels alone. */
  compared: "all" | "shared";
}

export function labelSets(
  a: readonly string[],
  b: readonly string[],
  compared: LabelSets["compared"],
): LabelSets {
  return {
    shared: a.filter((label) => b.includes(label)),
    onlyA: a.filter((label) => !b.includes(label)),
    onlyB: b.filter((label) => !a.includes(label)),
    compared,
  };
}

/**
 * Returns the clips to compare on.
 *
 * @throws ConfigError for a clip whose label a model lacks, unless the shared labels alone are compared
 */
export function comparableClips(
  clips: readonly Clip[],
  models: Pair<LabelledModel>,
  sets: LabelSets,
): readonly Clip[] {
  if (sets.compared === "shared") {
    const shared = clips.filter(({ label }) => sets.shared.includes(label));
    if (sets.shared.length >= 2 && shared.length > 0) return shared;
    throw new ConfigError(
      "LABELS",
      `--labels shared: ${sets.shared.length < 2 ? "expected two shared labels or more" : "no clip has a shared label"}; a has ${models.a.task.labels.join(", ")}, b has ${models.b.task.labels.join(", ")}`,
    );
  }
  for (const [side, { name, task }] of Object.entries(models)) {
    const strange = clips.filter(({ label }) => !task.labels.includes(label));
    if (strange.length === 0) continue;
    const missing = [...new Set(strange.map(({ label }) => label))].sort();
    throw new ConfigError(
      "LABELS",
      `${side} (${name}) lacks the label${missing.length === 1 ? "" : "s"} ${missing.join(", ")} of ${strange.length} of ${counted(clips.length, "clip")}, such as ${describeClip(strange[0]!)}; it has ${task.labels.join(", ")}. ` +
        "Compare on the shared labels with `woodshed models compare --labels shared`, or set --data to clips whose labels both models have",
    );
  }
  return clips;
}

/** Returns the labels that occur in the comparison. */
export function comparedLabels({ shared, onlyA, onlyB, compared }: LabelSets): readonly string[] {
  return compared === "shared" ? shared : [...shared, ...onlyA, ...onlyB];
}

/** A model's answers, with labels by their place among `labels`, and probabilities of these alone. */
export interface LabelledAnswers {
  answers: Answers;
  /** Probability of the predicted label. */
  probabilities: Float32Array; // [N]
}

/** @param labels those to choose among; the model's own others are ignored */
export function answersAmong(
  record: EvaluationRecord,
  task: LabelledTask,
  labels: readonly string[],
): LabelledAnswers {
  const { outputs: probabilities, losses } = record;
  const { truth, predicted } = task.classesOf(record);
  const { labels: own } = task;
  const places = own.map((label) => labels.indexOf(label));
  const isRestricted = places.includes(-1);
  const numClips = truth.length;
  const answers: Answers = {
    truth: truth.map((label) => places[label]!),
    predicted: predicted.map((label) => places[label]!),
    losses: Float32Array.from(losses),
    numClasses: labels.length,
  };
  const chosen = new Float32Array(numClips);
  for (let i = 0; i < numClips; i++) {
    const row = probabilities.subarray(i * own.length, (i + 1) * own.length); // [C]
    chosen[i] = row[predicted[i]!]!;
    if (!isRestricted) continue;
    const allowed = places.flatMap((place, label) => (place === -1 ? [] : [label]));
    const sum = allowed.reduce((total, label) => total + row[label]!, 0);
    const best = allowed.reduce((top, label) => (row[label]! > row[top]! ? label : top));
    answers.predicted[i] = places[best]!;
    answers.losses[i] = -Math.log(Math.max(row[truth[i]!]!, SMALLEST) / Math.max(sum, SMALLEST));
    chosen[i] = row[best]! / Math.max(sum, SMALLEST);
  }
  return { answers, probabilities: chosen };
}

/** The smallest normal float32. Smaller probabilities may be 0, which has no logarithm. */
const SMALLEST = 2 ** -126;

/**
 * Describes the difference between the label sets and its consequence; the empty text where they are equal.
 *
 * @param numLeftOut clips that have no shared label, where these alone are compared
 */
export function describeLabels({ shared, onlyA, onlyB, compared }: LabelSets, numLeftOut: number): string {
  if (onlyA.length + onlyB.length === 0) return "";
  const lacks = (side: string, missing: readonly string[]): string[] =>
    missing.length === 0 ? [] : [`${side} lacks ${missing.join(", ")}`];
  const difference = `The label sets differ: ${[...lacks("a", onlyB), ...lacks("b", onlyA)].join("; ")}.`;
  return compared === "shared"
    ? `${difference} Compared on the shared labels (${shared.join(", ")}): ${counted(numLeftOut, "clip")} of other labels ${numLeftOut === 1 ? "is" : "are"} left out, and each model chooses among the shared labels alone.`
    : `${difference} Each model chooses among all of its own labels, so that one with more labels has more ways to be wrong; --labels shared compares on the shared labels alone.`;
}
