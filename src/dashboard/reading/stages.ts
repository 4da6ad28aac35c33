// R = rows.
import type { NamedColumn } from "../../columns.js";
import { encodeColumns } from "../../columns.js";
import { TIME_NAMES } from "../../timing/stages.js";
import type { StagesMeta } from "../api.js";
import { isStep, numberOf, RecordReader } from "./record-reader.js";

/** Returns mean times of stages over spans of a power-of-two number of steps; at most `numPoints` of them. */
export function readStages(folder: string, numPoints: number): Uint8Array {
  using record = new RecordReader(folder);
  return record.snapshot(() => {
    const last = record.hasStepTimes
      ? record.all("SELECT max(step) AS step FROM step_times")[0]?.["step"]
      : null;
    const end = isStep(last) ? last + 1 : 0;
    const stepsPerRow = 2 ** Math.max(0, Math.ceil(Math.log2(end / numPoints)));
    const means = TIME_NAMES.map((name) => `avg(${name}) AS ${name}`).join(", ");
    const rows: { step: number; means: Readonly<Record<string, unknown>> }[] = [];
    for (let step = 0; step < end; step += stepsPerRow) {
      const [row] = record.all(
        `SELECT count(*) AS count, ${means} FROM step_times WHERE step >= ? AND step < ?`,
        step,
        step + stepsPerRow,
      );
      if (numberOf(row?.["count"]) > 0) rows.push({ step, means: row! });
    }
    const columns: NamedColumn[] = [
      { name: "step", shape: [], values: Float64Array.from(rows, ({ step }) => step) }, // [R]
      ...TIME_NAMES.map((name) => ({
        name,
        shape: [],
        values: Float32Array.from(rows, (row) => numberOf(row.means[name])),
      })),
    ];
    return encodeColumns({ meta: { stages: TIME_NAMES, stepsPerRow } satisfies StagesMeta, columns });
  });
}
