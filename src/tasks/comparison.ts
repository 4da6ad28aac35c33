import { type Clip, clipName } from "../data/clip.js";
import { ConfigError } from "../errors.js";
import { resample } from "./resample.js";
import type {
  ComparisonReport,
  Disagreements,
  EvaluationRecord,
  Pair,
  Task,
  TaskComparison,
} from "./task.js";

/** The part of a comparison that depends on the task: everything but the metrics. */
type Details = Pick<ComparisonReport, "breakdown" | "disagreements" | "json">;

/** Compares two models whose outputs are the same by their metrics on all clips. @param detailsOf adds to the report */
export function compareSameOutputs<Compared extends Task>(
  detailsOf: (tasks: Pair<Compared>, clips: readonly Clip[], records: Pair<EvaluationRecord>) => Details,
): TaskComparison<Compared> {
  return {
    choose({ a, b }, clips, labels) {
      if (labels === "shared")
        throw new ConfigError(
          "LABELS",
          `--labels shared: models of the task ${a.task.name} do not choose among labels; leave it out`,
        );
      if (a.labels.length !== b.labels.length || a.labels.some((label) => !b.labels.includes(label)))
        throw new ConfigError(
          "LABELS",
          `a (${a.name}) has the outputs ${a.labels.join(", ")}, b (${b.name}) has ${b.labels.join(", ")}: models of the task ${a.task.name} are compared if their outputs are the same`,
        );
      return {
        clips,
        report: (records) => ({
          metrics: { a: resample(a.task, records.a), b: resample(b.task, records.b) },
          ...{ note: "", verdict: null },
          ...detailsOf({ a: a.task, b: b.task }, clips, records),
        }),
      };
    },
  };
}

/** Compares two models of a task that has no comparison of its own. */
export const METRICS_ALONE = compareSameOutputs<Task>(() => ({
  ...{ breakdown: null, disagreements: [], json: () => ({}) },
}));

/** A clip that one model predicts better than the other, with the predictions in a few words. */
interface BetterClip {
  name: string;
  /** Its place among the clips. */
  index: number;
  truth: string;
  a: string;
  b: string;
  /** Difference of the two errors. */
  difference: number;
}

/**
 * Lists the clips that one model predicts better than the other, the largest difference first.
 *
 * @param truthName the name of the truth: `labels`
 * @param errors of each clip, lower is better, in one unit for both models
 */
export function betterClips(
  truthName: string,
  tasks: Pair<Task>,
  clips: readonly Clip[],
  records: Pair<EvaluationRecord>,
  errors: Pair<ArrayLike<number>>,
): Pick<Details, "disagreements" | "json"> {
  const [inB, inA] = [better(errors.a, errors.b), better(errors.b, errors.a)];
  const shown = ({ index, difference }: { index: number; difference: number }): BetterClip => {
    const [ofA, ofB] = [tasks.a.describeClip(records.a, index), tasks.b.describeClip(records.b, index)];
    return {
      ...{ name: clipName(clips[index]!), index, difference },
      ...{ truth: inWords(ofA.truth), a: inWords(ofA.predicted), b: inWords(ofB.predicted) },
    };
  };
  const listOf = (title: string, list: readonly { index: number; difference: number }[]): Disagreements => ({
    ...{ title, truthName },
    clips: list.map(shown),
  });
  return {
    disagreements: [listOf("b predicts better", inB), listOf("a predicts better", inA)],
    json: (most) => ({
      betterInB: inB.slice(0, most).map(shown),
      betterInA: inA.slice(0, most).map(shown),
    }),
  };
}

/** Returns the places where the errors of one model are larger than those of the other, the largest difference first. */
function better(worse: ArrayLike<number>, than: ArrayLike<number>): { index: number; difference: number }[] {
  return Array.from(worse, (error, index) => ({ index, difference: error - than[index]! }))
    .filter(({ difference }) => difference > 0)
    .sort((x, y) => y.difference - x.difference || x.index - y.index);
}

const inWords = (text: string): string => (text === "" ? "none" : text);
