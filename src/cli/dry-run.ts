import pc from "picocolors";
import type { Config } from "../config/schema.js";
import type { DryRun } from "../train/dry-run.js";
import { Interrupt } from "./interrupt.js";
import { formatBytes } from "./size.js";

/** `woodshed train --dry-run`: says what every rank would do, and what stands in its way. */
export async function showDryRun(config: Config, numHosts: number): Promise<void> {
  const { dryRun } = await import("../train/dry-run.js");
  const interrupt = new Interrupt(() => process.exit(interrupt.exitCode));
  const result = await dryRun(config, numHosts, interrupt.signal);
  process.stdout.write(`${describe(config, result, numHosts).join("\n")}\n`);
}

function describe(config: Config, found: DryRun, numHosts: number): string[] {
  const { bold, yellow } = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  const { distributed, batch_size } = config.training;
  const { world_size: numRanks } = distributed;
  const [fewest, most] = found.clipsInStep;
  const localRanks = Math.ceil(numRanks / numHosts);
  const share = fewest === most ? `${most}` : `${fewest} to ${most}`;
  const isTight = localRanks * found.rankBytes > 0.9 * found.hostBytes;
  const warnings = [
    ...(found.numRepeated > 0
      ? [
          `${found.numRepeated} of ${found.numSteps / config.training.epochs} steps an epoch have fewer clips than ranks in a part: every rank computes those, and they count once`,
        ]
      : []),
    ...(found.unused.length > 0 && !distributed.find_unused_parameters && numRanks > 1
      ? [
          `the forward leaves out ${found.unused.join(", ")}: set training.distributed.find_unused_parameters=true`,
        ]
      : []),
    ...(isTight ? [`${localRanks} ranks would take more than 90 % of this host's memory`] : []),
  ];
  return [
    `${bold("ranks")}     ${numRanks}, ${localRanks} on each of ${numHosts} host${numHosts === 1 ? "" : "s"}; here each takes ${found.hardware.notes.join(", ")}`,
    `${bold("data")}      ${found.numTrain} training clips, ${found.numValidation} validation, ${found.numTest} test; every training clip counts once an epoch`,
    `${bold("batch")}     ${batch_size} clips a step, ${share} a rank; ${found.numSteps} steps in all`,
    `${bold("model")}     ${found.modelName}, ${found.numParameters.toLocaleString("en")} parameters; ${formatBytes(found.gradientBytes)} of gradients a step`,
    `${bold("step")}      ${found.stepMs.toFixed(1)} ms for one rank's clips, without the others`,
    `${bold("memory")}    ${formatBytes(found.rankBytes)} for one rank, of ${formatBytes(found.hostBytes)} here`,
    ...warnings.map((warning) => yellow(`warning:  ${warning}`)),
    "nothing was written; leave --dry-run out to train",
  ];
}
