import { counted } from "../../counted.js";
import { type Clip, clipName } from "../../data/clip.js";
import { mcnemarExact } from "../../metrics/mcnemar.js";
import type { ComparisonReport, Disagreements, Pair, TaskComparison } from "../task.js";
import { type ClassChange, classChange } from "./class-changes.js";
import {
  answersAmong,
  comparableClips,
  comparedLabels,
  describeLabels,
  type LabelledAnswers,
  type LabelledTask,
  labelSets,
} from "./comparison-labels.js";
import { resampleAnswers } from "./resample.js";

/** Compares classifications by McNemar's test, by class, and by the clips that exactly one model predicts correctly. */
export const classificationComparison: TaskComparison<LabelledTask> = {
  choose(models, clips, compared) {
    const sets = labelSets(models.a.task.labels, models.b.task.labels, compared);
    const chosen = comparableClips(clips, models, sets);
    const labels = comparedLabels(sets);
    return {
      clips: chosen,
      report: (records) => {
        const answers = {
          a: answersAmong(records.a, models.a.task, labels),
          b: answersAmong(records.b, models.b.task, labels),
        };
        const numLeftOut = clips.length - chosen.length;
        const about = { labels: sets, numLeftOut };
        return { ...reportOf(chosen, labels, answers, about), note: describeLabels(sets, numLeftOut) };
      },
    };
  },
};

function reportOf(
  clips: readonly Clip[],
  labels: readonly string[],
  answers: Pair<LabelledAnswers>,
  about: Record<string, unknown>,
): Omit<ComparisonReport, "note"> {
  const { a, b } = answers;
  const agreement = agreementOf(answers);
  const classes = labels.flatMap((label, i) => classChange(label, i, a.answers, b.answers) ?? []);
  const [onlyA, onlyB] = [
    disagreements(clips, labels, answers, "a"),
    disagreements(clips, labels, answers, "b"),
  ];
  const shown = (title: string, only: readonly Disagreement[]): Disagreements => ({
    ...{ title, truthName: "label" },
    clips: only.map(({ index, label, a, b }) => ({ index, truth: label, a: inWords(a), b: inWords(b) })),
  });
  return {
    metrics: { a: resampleAnswers(a.answers), b: resampleAnswers(b.answers) },
    verdict: verdict(agreement, clips.length),
    breakdown: { title: "classes", measures: ["F1", "recall"], rows: classes.map(rowOf) },
    disagreements: [shown("only b is correct", onlyB), shown("only a is correct", onlyA)],
    json: (most) => ({
      ...{ ...about, agreement, classes },
      ...{ onlyA: onlyA.slice(0, most), onlyB: onlyB.slice(0, most) },
    }),
  };
}

/** Clips that both, one or neither model predicts correctly; p of McNemar's exact test. */
interface Agreement {
  bothRight: number;
  onlyA: number;
  onlyB: number;
  bothWrong: number;
  p: number;
}

const isRight = ({ answers: { truth, predicted } }: LabelledAnswers, clip: number): boolean =>
  predicted[clip] === truth[clip];

function agreementOf({ a, b }: Pair<LabelledAnswers>): Agreement {
  const counts = { bothRight: 0, onlyA: 0, onlyB: 0, bothWrong: 0 };
  for (const clip of a.answers.truth.keys()) {
    const isA = isRight(a, clip);
    const isB = isRight(b, clip);
    counts[isA ? (isB ? "bothRight" : "onlyA") : isB ? "onlyB" : "bothWrong"]++;
  }
  return { ...counts, p: mcnemarExact(counts.onlyA, counts.onlyB) };
}

/** Describes which model is better, and whether the difference is significant. */
function verdict({ onlyA, onlyB, bothRight, bothWrong, p }: Agreement, numClips: number): string {
  const split = `Both are correct on ${counted(bothRight, "clip")}, only a on ${onlyA}, only b on ${onlyB}, neither on ${bothWrong}.`;
  const better = onlyB > onlyA ? "b" : "a";
  const judged =
    onlyA === onlyB
      ? "They are correct equally often."
      : p < 0.05
        ? `${better} is correct more often, and the difference is significant (McNemar's exact test, p ${formatP(p)}).`
        : `${better} is correct on ${Math.abs(onlyB - onlyA)} more of ${counted(numClips, "clip")}, which may be chance (McNemar's exact test, p ${formatP(p)}).`;
  return `${split} ${judged}`;
}

function formatP(p: number): string {
  return p < 0.0001 ? "< 0.0001" : `= ${p.toPrecision(2)}`;
}

function rowOf({ label, numClips, a, b }: ClassChange) {
  return { name: label, numClips, a: [a.f1, a.recall], b: [b.f1, b.recall] };
}

interface Prediction {
  predicted: string;
  probability: number;
}

/** A clip that exactly one model predicts correctly. */
interface Disagreement {
  name: string;
  /** Its place among the clips. */
  index: number;
  a: Prediction;
  b: Prediction;
  /** The true label. */
  label: string;
}

const inWords = ({ predicted, probability }: Prediction): string =>
  `${predicted} ${(100 * probability).toFixed(0)}%`;

/** Returns the clips that `right` alone predicts correctly, by the probability of the wrong prediction, highest first. */
function disagreements(
  clips: readonly Clip[],
  labels: readonly string[],
  answers: Pair<LabelledAnswers>,
  right: "a" | "b",
): Disagreement[] {
  const wrong = right === "a" ? "b" : "a";
  const predictionOf = ({ answers, probabilities }: LabelledAnswers, clip: number): Prediction => ({
    predicted: labels[answers.predicted[clip]!]!,
    probability: probabilities[clip]!,
  });
  return clips
    .map((clip, i) => ({
      ...{ name: clipName(clip), index: i },
      ...{ a: predictionOf(answers.a, i), b: predictionOf(answers.b, i) },
      label: labels[answers.a.answers.truth[i]!]!,
    }))
    .filter(({ index }) => isRight(answers[right], index) && !isRight(answers[wrong], index))
    .sort((x, y) => y[wrong].probability - x[wrong].probability || x.index - y.index);
}
