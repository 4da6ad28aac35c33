/** Rows of runs for tests. */
import type { RunRow } from "../../../../../src/dashboard/api.js";

let numMade = 0;

export function makeRow(changes: Partial<RunRow>): RunRow {
  const name = changes.name ?? "run";
  return {
    key: (++numMade).toString(16).padStart(12, "0"),
    id: `${name}-${numMade}`,
    path: `${name}-${numMade}`,
    ...{
      name,
      status: "finished",
      startedMs: 1000,
      endedMs: 61_000,
      updatedMs: 61_000,
      generation: 0,
      resumes: [],
    },
    ...{ step: 100, numSteps: 100, epoch: 10, numEpochs: 10, secondsLeft: null, problems: [] },
    monitor: { name: "validation/accuracy", better: "max" },
    ...{ best: null, last: {}, sparkline: [], config: {}, tags: [], notes: "", host: "host" },
    ...{ git: null, search: null },
    ...changes,
  };
}
