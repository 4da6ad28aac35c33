/** Marks on a chart where runs resumed: what they had recorded after those steps was removed. */

import type { RunRow } from "../../../../src/dashboard/api.js";
import { formatCount } from "../format/numbers.js";
import { placeAt } from "./lines.js";
import type { DrawnLine, ResumeMark } from "./plot-state.js";
import type { XKind } from "./ticks.js";

/** @param lines of the chart: a mark stands within those of its run */
export function resumeMarks(
  { key: run, id, resumes }: Pick<RunRow, "key" | "id" | "resumes">,
  lines: readonly DrawnLine[],
  kind: XKind,
  stepsPerEpoch: number | null,
): ResumeMark[] {
  const line = lines.find((one) => one.run === run && one.x.length > 0);
  if (line === undefined) return [];
  const xOfStep = (step: number): number | undefined => {
    if (kind === "step") return step;
    if (kind === "epoch") return stepsPerEpoch === null ? undefined : step / stepsPerEpoch;
    // The time of the first value after it.
    return line.x[placeAt(line.at, step) + 1];
  };
  return [...new Set(resumes)].flatMap((step) => {
    const x = xOfStep(step);
    if (x === undefined || x < line.x[0]! || x > line.x.at(-1)!) return [];
    const text = `${id} resumed from step ${formatCount(step)}`;
    return [{ x, run, color: line.color, text }];
  });
}

/** Texts of the marks near a place on the x axis. */
export const resumesAt = (marks: readonly ResumeMark[], x: number, reach: number): readonly string[] =>
  marks.filter((mark) => Math.abs(mark.x - x) <= reach).map(({ text }) => text);
