import { isContended } from "../../profiling/system/cpu-load.js";
import type { RunFigures } from "../figures.js";
import { type Finding, percent } from "./finding.js";

/** Other programs use the CPU: the figures are of a loaded machine, and no setting helps. */
export function diagnoseMachineLoad({ load }: RunFigures): Finding | null {
  if (load === null || !isContended(load)) return null;
  const { hostCores, ownCores, otherCores, idleCores } = load;
  const cores = (value: number): string => value.toFixed(1);
  return {
    cause: "machine_load",
    title: "shared machine, other programs use its CPU",
    share: otherCores / hostCores,
    shareOf: "the CPU",
    evidence: [
      `other programs use ${cores(otherCores)} of ${Math.round(hostCores)} cores (${percent(otherCores / hostCores)}), training ${cores(ownCores)}; ${cores(idleCores)} are idle`,
      "times below are longer than on an idle machine: stop the other programs (see top), and profile again",
    ],
    changes: [],
  };
}
