import type { TaggingSummary } from "../../metrics/tagging-summary.js";
import { betterClips, compareSameOutputs } from "../comparison.js";
import type { Breakdown, EvaluationRecord, Pair, Task } from "../task.js";

/** The part of a tagging that comparisons use. */
export interface TaggedTask extends Task {
  readonly labels: readonly string[];
  perLabel(record: EvaluationRecord): TaggingSummary["perLabel"];
}

/** Compares taggings by label, and by the clips whose loss changes most. */
export const taggingComparison = compareSameOutputs<TaggedTask>((tasks, clips, records) => {
  const changes = changesByLabel(tasks, records);
  const { disagreements, json } = betterClips("labels", tasks, clips, records, {
    ...{ a: records.a.losses, b: records.b.losses },
  });
  return {
    breakdown: { title: "labels", measures: ["AP", "F1"], rows: changes.map(rowOf) },
    disagreements,
    json: (most) => ({ perLabel: changes, ...json(most) }),
  };
});

interface LabelScores {
  averagePrecision: number;
  f1: number;
}

/** Both models' results for a label. */
interface LabelChange extends Pair<LabelScores> {
  label: string;
  /** Clips that have it. */
  numClips: number;
}

/** Leaves out labels that no clip has: their scores are undefined. */
function changesByLabel(tasks: Pair<TaggedTask>, records: Pair<EvaluationRecord>): LabelChange[] {
  const ofA = tasks.a.perLabel(records.a);
  const ofB = tasks.b.perLabel(records.b);
  return tasks.a.labels.flatMap((label, i) => {
    const j = tasks.b.labels.indexOf(label);
    const scores = (of: TaggingSummary["perLabel"], place: number): LabelScores => ({
      averagePrecision: of.averagePrecision[place]!,
      f1: of.f1[place]!,
    });
    const numClips = ofA.numPositive[i]!;
    return numClips === 0 ? [] : [{ label, numClips, a: scores(ofA, i), b: scores(ofB, j) }];
  });
}

function rowOf({ label, numClips, a, b }: LabelChange): Breakdown["rows"][number] {
  return { name: label, numClips, a: [a.averagePrecision, a.f1], b: [b.averagePrecision, b.f1] };
}
