import { signal } from "@preact/signals";
import type { RunDetail } from "../../../../src/dashboard/api.js";
import { getJson } from "../data/client.js";

/** Steps of an epoch by run, read when a chart shows epochs. */
export const stepsPerEpoch = signal<ReadonlyMap<string, number | null>>(new Map());
const asked = new Set<string>();

export function askForEpochs(runs: readonly string[]): void {
  for (const run of runs) {
    if (asked.has(run)) continue;
    asked.add(run);
    getJson<RunDetail>(`/api/runs/${run}`).then(
      (detail) => {
        stepsPerEpoch.value = new Map([...stepsPerEpoch.value, [run, detail.stepsPerEpoch]]);
        // Known once the run has begun: asked again by the next chart.
        if (detail.stepsPerEpoch === null) asked.delete(run);
      },
      () => asked.delete(run),
    );
  }
}
