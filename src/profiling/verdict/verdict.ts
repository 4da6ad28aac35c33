import type { RunFigures } from "../figures.js";
import { judgeCompute, judgeHostReads, judgeOverhead } from "./compute.js";
import { judgeData } from "./data.js";
import type { Change, Finding, Judge } from "./finding.js";
import { judgeAllReduce, judgeImbalance } from "./ranks.js";
import { judgeCheckpoint, judgeEvaluation, judgeLogging } from "./upkeep.js";

export interface Verdict {
  /** What bounds the run first; computing, where nothing keeps the run from it. Never empty. */
  findings: readonly Finding[];
  /** Of all findings, the most promising first. */
  changes: readonly Change[];
}

const WASTE: readonly Judge[] = [
  judgeData,
  judgeEvaluation,
  judgeLogging,
  judgeCheckpoint,
  judgeHostReads,
  judgeOverhead,
];

/**
 * What bounds a run. What keeps it from computing comes first, by its share of the step, then computing itself. Ranks
 * that wait for one of them are not slow themselves: the imbalance stands for its consequences.
 */
export function judge(figures: RunFigures): Verdict {
  const imbalance = judgeImbalance(figures);
  const waits = imbalance ?? judgeAllReduce(figures);
  const waste = [waits, ...WASTE.map((one) => one(figures))]
    .filter((one) => one !== null)
    .sort((a, b) => b.share - a.share);
  const compute = judgeCompute(figures);
  const findings = compute === null ? waste : [...waste, compute];
  const changes = findings.flatMap((one) => one.changes).sort((a, b) => b.gain - a.gain);
  return { findings, changes: changes.filter(({ gain }) => gain > 1.02) };
}
