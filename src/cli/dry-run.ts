import pc from "picocolors";
import type { Config } from "../config/schema.js";
import { counted } from "../counted.js";
import type { SourceReport } from "../data/annotation-files/reading.js";
import { alignColumns } from "../text-columns.js";
import type { DryRun, LabelCounts } from "../train/dry-run.js";
import { shownDataOptions } from "./data-progress.js";
import { Interrupt } from "./interrupt.js";
import { formatBytes } from "./size.js";
import { describeSplit } from "./split-note.js";
import { fitTo } from "./wrap.js";

/** Most rows that the table of labels has. */
const MAX_LABELS = 30;

/** `woodshed train --dry-run`: prints what every rank would do, and what would stop it. */
export async function showDryRun(config: Config, numHosts: number): Promise<void> {
  const { dryRun } = await import("../train/dry-run.js");
  const interrupt = new Interrupt(() => process.exit(interrupt.exitCode));
  const result = await dryRun(config, numHosts, interrupt.signal, shownDataOptions());
  process.stdout.write(`${fitTo(process.stdout, describe(config, result, numHosts).join("\n"))}\n`);
}

function describe(config: Config, found: DryRun, numHosts: number): string[] {
  const { bold, yellow } = pc.createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
  const { distributed, batch_size } = config.training;
  const { world_size: numRanks } = distributed;
  const { data, batches, model, memory } = found;
  const [fewest, most] = batches.clipsInStep;
  const localRanks = Math.ceil(numRanks / numHosts);
  const share = fewest === most ? `${most}` : `${fewest} to ${most}`;
  const isTight = localRanks * memory.rankBytes > 0.9 * memory.hostBytes;
  const warnings = [
    ...(batches.numRepeated > 0
      ? [
          `${batches.numRepeated} of ${counted(batches.numSteps / config.training.epochs, "step")} in an epoch have fewer clips than ranks in a part: every rank computes those clips, and they count once`,
        ]
      : []),
    ...(model.unused.length > 0 && !distributed.find_unused_parameters && numRanks > 1
      ? [
          `the forward pass does not use ${model.unused.join(", ")}: set training.distributed.find_unused_parameters=true`,
        ]
      : []),
    ...(isTight ? [`${counted(localRanks, "rank")} would use more than 90 % of this host's memory`] : []),
  ];
  return [
    `${bold("ranks")}     ${numRanks}, ${localRanks} on each of ${counted(numHosts, "host")}; here each uses ${found.hardware.notes.join(", ")}`,
    `${bold("data")}      ${counted(data.numTrain, "training clip")}, ${data.numValidation} validation, ${data.numTest} test; every training clip counts once in an epoch`,
    ...(data.numLeftOut === null
      ? []
      : [`          ${counted(data.numLeftOut, "clip")} left out (data.on_bad_clip: skip)`]),
    ...data.sources.map((source) => `          ${describeSource(source)}`),
    ...describeSplit(config).map((line, i) => `${i === 0 ? bold("split") : "     "}     ${line}`),
    ...(data.labels.length === 0 ? [] : labelTable(data.labels)).map((line) => `          ${line}`),
    `${bold("batch")}     ${batches.byDuration === null ? "" : "at most "}${counted(batch_size, "clip")} a step, ${share} a rank; ${counted(batches.numSteps, "step")} in all`,
    ...(batches.byDuration === null ? [] : [`          ${batches.byDuration}`]),
    `${bold("model")}     ${model.name}, ${model.numParameters.toLocaleString("en")} parameters; ${formatBytes(model.gradientBytes)} of gradients a step`,
    ...(model.frameSec === null
      ? []
      : [
          `          frames of ${Number((1000 * model.frameSec).toFixed(1))} ms, in which events begin and end`,
        ]),
    `${bold("step")}      ${found.stepMs.toFixed(1)} ms for one rank's clips, without communication`,
    `${bold("memory")}    ${formatBytes(memory.rankBytes)} for one rank, ${formatBytes(memory.stateBytes)} of it weights, gradients and optimizer's state, of ${formatBytes(memory.hostBytes)} here`,
    ...warnings.map((warning) => yellow(`warning:  ${warning}`)),
    "nothing was written; leave out --dry-run to train",
  ];
}

/** Returns `data.train: birds, 3 Raven selection tables with 41 rows, 3 recordings; 360 windows, 210 of them background`. */
export function describeSource(source: SourceReport): string {
  const { key, path, title, numRows, numRecordings, numClips, background } = source;
  const rows = numRows === null ? "" : ` with ${counted(numRows, "row")}`;
  const found = `${key}: ${path}, ${title}${rows}, ${counted(numRecordings, "recording")}`;
  if (background === null) return found;
  const { found: empty, kept } = background;
  const windows = kept === 0 ? `${empty} more without a label left out` : `${kept} of them background`;
  return `${found}; ${counted(numClips, "window")}, ${windows}`;
}

/** Clips by label and split; the labels with the fewest training clips where there are too many for the table. */
export function labelTable(labels: readonly LabelCounts[]): string[] {
  const byCount = [...labels].sort((a, b) => a.train - b.train);
  const shown = labels.length <= MAX_LABELS ? labels : byCount.slice(0, MAX_LABELS - 1);
  const lines = alignColumns([
    ["label", "train", "validation", "test"],
    ...shown.map(({ label, train, validation, test }) => [label, `${train}`, `${validation}`, `${test}`]),
  ]);
  const rest = byCount.slice(shown.length);
  if (rest.length > 0)
    lines.push(
      `and ${counted(rest.length, "more label")} with ${rest[0]!.train} to ${rest.at(-1)!.train} training clips each`,
    );
  return lines;
}
