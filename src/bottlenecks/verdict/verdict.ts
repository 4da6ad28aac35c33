import type { RunFigures } from "../figures.js";
import { diagnoseCompute, diagnoseHostReads, diagnoseOverhead } from "./compute.js";
import { diagnoseData } from "./data.js";
import type { Change, Diagnosis, Finding } from "./finding.js";
import { diagnoseMachineLoad } from "./machine.js";
import { diagnoseAllReduce, diagnoseImbalance } from "./ranks.js";
import { diagnoseCheckpoint, diagnoseEvaluation, diagnoseLogging } from "./upkeep.js";

export interface Verdict {
  /** The bottleneck first; computing if there is no other. Never empty. */
  findings: readonly Finding[];
  /** Changes of all findings, the largest expected gain first. */
  changes: readonly Change[];
}

const WASTE: readonly Diagnosis[] = [
  diagnoseData,
  diagnoseEvaluation,
  diagnoseLogging,
  diagnoseCheckpoint,
  diagnoseHostReads,
  diagnoseOverhead,
];

/**
 * Finds the bottleneck of a run. Other programs on the machine come first, since they falsify the rest; then whatever keeps
 * the run from computing, by its share of the step; then computing itself. Ranks that wait for a slow one are not slow
 * themselves: the imbalance stands for its consequences.
 */
export function diagnose(figures: RunFigures): Verdict {
  const imbalance = diagnoseImbalance(figures);
  const waits = imbalance ?? diagnoseAllReduce(figures);
  const waste = [waits, ...WASTE.map((one) => one(figures))]
    .filter((one) => one !== null)
    .sort((a, b) => b.share - a.share);
  const load = diagnoseMachineLoad(figures);
  const compute = diagnoseCompute(figures);
  const findings = [load, ...waste, compute].filter((one) => one !== null);
  const changes = findings.flatMap((one) => one.changes).sort((a, b) => b.gain - a.gain);
  return { findings, changes: changes.filter(({ gain }) => gain > 1.02) };
}
