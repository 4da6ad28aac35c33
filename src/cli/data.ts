/** `woodshed data`: prepares audio for training. */
import { statSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { counted } from "../counted.js";
import {
  type ColumnNames,
  FORMAT_NAMES,
  type FormatName,
  READ_AS_FOUND,
} from "../data/annotation-files/reading.js";
import type { Clip } from "../data/clip.js";
import { Corrections, correctedSet, describeCorrections } from "../data/corrections/corrections.js";
import { readSource } from "../data/read-source.js";
import { carryOver } from "../data/shards/carry-over.js";
import { writeShards } from "../data/shards/write.js";
import { columnsOf, findSource } from "../data/source.js";
import { columnValues } from "../data/splits/groups.js";
import { usableClips } from "../inference/usable-data.js";
import { copiedAnnotations } from "../tasks/annotations.js";
import { TASKS, type TaskChoice } from "../tasks/options.js";
import { addCheckCommand } from "./data-check.js";
import { addListenCommand } from "./data-listen.js";
import { shownDataOptions } from "./data-progress.js";
import { Interrupt } from "./interrupt.js";
import { parseCount, wholeNumber } from "./option-numbers.js";
import { createProgress, type Progress } from "./progress.js";
import { formatBytes } from "./size.js";

/** Recordings are examined before they are resampled. */
const ANY_HZ = 16_000;
/** Copies of a recording, on average, beyond which its clips are better files of their own. */
const MOST_COPIES = 2;

export function dataCommand(): Command {
  const command = new Command("data")
    .description("check recordings, listen to augmentations, and pack audio into shards")
    .addHelpText(
      "after",
      "\nExamples:\n  woodshed data check sounds/train\n  woodshed data listen birds.yaml\n  woodshed data shard sounds/train shards/train",
    );
  addCheckCommand(command);
  addListenCommand(command);
  command
    .command("shard")
    .description(
      "pack clips in random order into tar shards (WebDataset), which are fast to copy and to read",
    )
    .argument("<source>", "folder with one folder per label, annotation file or folder of them, or shards")
    .argument(
      "<output>",
      "new folder, or names of the shards with * for the number, such as 'audio/train-*.tar'",
    )
    .option("--clips-per-shard <count>", "maximum number of clips in a shard", parseCount, 1000)
    .addOption(
      new Option(
        "--on-bad-clip <what>",
        "a missing or damaged recording, or one with samples that are not finite: stop at it, or decode all recordings first, list such clips and leave them out",
      )
        .choices(["stop", "skip"])
        .default("stop"),
    )
    .option(
      "--corrections <file>",
      "pack the labels that this file of the dashboard corrects, and leave out rejected clips; of several such options, a later one counts more",
      (file: string, files: string[]) => [...files, file],
      [] as string[],
    )
    .option("--seed <number>", "seed of the random order", wholeNumber(0), 0)
    .option(
      "--keep <columns>",
      "copy these columns too, such as site,fold for data.group and data.folds",
      (names: string) => names.split(","),
      [] as string[],
    )
    .addOption(
      new Option(
        "--task <name>",
        "copy the annotations of this task (default: the task whose column the source has)",
      ).choices(Object.keys(TASKS)),
    )
    .addOption(
      new Option("--format <name>", "format of annotation files (default: recognized)").choices(FORMAT_NAMES),
    )
    .option(
      "--columns <names>",
      "names of columns in annotation files, such as label=species,path=file",
      parseColumns,
      {},
    )
    .addHelpText(
      "after",
      `
Examples:
  woodshed data shard sounds/train shards/train
  woodshed data shard sounds/train 'shards/train-*.tar' --clips-per-shard 500
  woodshed data shard train.csv 'shards/train-*.tar' --seed 1
  woodshed data shard train.csv shards/train --on-bad-clip skip
  woodshed data shard train.csv shards/tags --task tagging
  woodshed data shard birds/ shards/birds --format raven --columns label=Species
  woodshed data shard train.csv shards/train --keep site,fold
  woodshed data shard train.csv shards/train --corrections train.csv.corrections.jsonl
  woodshed train recipes/folder.yaml data.train='shards/train-*.tar' data.shuffle_shards=8

Annotations come from the column label, labels or target, as for training. Quote the names of shards, so that the shell does not expand * and {}. Existing files are never overwritten. Shards get
their final names when all of them are complete. Shards of 100 MB to 1 GB suit most disks and networks.`,
    )
    .action(shard);
  return command;
}

interface ShardCommandOptions {
  onBadClip: "stop" | "skip";
  clipsPerShard: number;
  corrections: string[];
  seed: number;
  keep: string[];
  task?: TaskChoice["name"];
  format?: FormatName;
  columns: ColumnNames;
}

function parseColumns(text: string): ColumnNames {
  const pairs = text.split(",").map((pair) => pair.split("=").map((name) => name.trim()));
  const bad = pairs.find((pair) => pair.length !== 2 || pair.includes(""));
  if (bad !== undefined)
    throw new InvalidArgumentError(
      `expected pairs such as label=species, separated by commas, got ${bad.join("=")}.`,
    );
  return Object.fromEntries(pairs);
}

async function shard(
  source: string,
  output: string,
  { clipsPerShard, seed, keep, task, format, columns, onBadClip, corrections: files }: ShardCommandOptions,
): Promise<void> {
  const shown = shownDataOptions();
  const { warn } = shown;
  const keepUnreadable = onBadClip === "skip";
  const reading = { ...READ_AS_FOUND, format: format ?? ("auto" as const), columns, keep, keepUnreadable };
  const found = columnsOf(findSource(source, "source", reading), reading);
  const annotations = copiedAnnotations(source, found, task ?? null);
  const corrections = Corrections.read(files, annotations, "--corrections");
  const interrupt = new Interrupt(() => {});
  const { signal } = interrupt;
  const how = { ...shown, signal, format: { sampleRateHz: ANY_HZ }, workers: "auto" } as const;
  let bar: Progress | null = null;
  try {
    const options = { warn, annotations, reading, onSource: () => {} };
    const read = keepUnreadable
      ? await usableClips(source, "source", options, how)
      : readSource(source, "source", options);
    carryOver(corrections, read);
    const { clips } = correctedSet(read, corrections, { annotations, key: "source", warn });
    for (const column of keep) columnValues(clips, column, "--keep", { key: "source", name: source });
    warnOfCopies(clips, warn);
    bar = createProgress(process.stderr, { total: clips.length, label: "sharding" });
    const { numShards, pattern, bytes } = await writeShards(clips, {
      output,
      clipsPerShard,
      seed,
      annotations,
      signal,
      onProgress: (done) => bar?.update(done),
    });
    bar.done();
    process.stdout.write(
      `${counted(clips.length, "clip")} in ${counted(numShards, "shard")}, ${(bytes / 1e6).toFixed(1)} MB\n` +
        (files.length === 0 ? "" : `  corrections    ${describeCorrections(corrections.counts())}\n`) +
        `  train on them  woodshed train RECIPE data.train='${pattern}'\n`,
    );
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    bar?.done("stopped; no shard was written");
    process.exitCode = interrupt.exitCode;
  }
}

/** Shards have whole recordings, once for each clip. */
function warnOfCopies(clips: readonly Clip[], warn: (message: string) => void): void {
  const sizes = new Map(
    clips.map(({ path, range }) => [path, range === undefined ? statSync(path).size : 0]),
  );
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const written = clips.reduce((sum, { path }) => sum + sizes.get(path)!, 0);
  if (written > MOST_COPIES * bytes)
    warn(
      `warning: ${counted(clips.length, "clip")} are parts of ${counted(sizes.size, "recording")}, and shards store the whole recording for each: ${formatBytes(written)} instead of ${formatBytes(bytes)}. Cut long recordings into files first`,
    );
}
