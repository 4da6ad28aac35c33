import { rowsAt } from "../data/targets.js";
import { type Statistics, takeRows } from "../metrics/bootstrap.js";
import type { EvaluationRecord, Task } from "./task.js";

/** Returns a function that computes the task's metrics of drawn clips: fast if the task offers that, else from their summary. */
export function resample(task: Task, record: EvaluationRecord): Statistics<string> {
  return task.resample?.(record) ?? ((clips) => ({ ...task.summarize(drawn(record, clips)).metrics }));
}

/** Returns the record of drawn clips, as if each were a clip of its own. */
function drawn({ outputs, losses, targets }: EvaluationRecord, clips: Int32Array): EvaluationRecord {
  return {
    outputs: takeRows(outputs, outputs.length / losses.length, clips),
    losses: takeRows(losses, 1, clips),
    targets: rowsAt(targets, clips),
    evaluated: Int32Array.from(clips.keys()),
  };
}
