/** `woodshed data`: prepares audio for training. */
import { Command, Option } from "commander";
import { counted } from "../counted.js";
import { openClips } from "../data/dataset.js";
import { writeShards } from "../data/shards/write.js";
import { columnsOf, findSource } from "../data/source.js";
import { copiedAnnotations } from "../tasks/annotations.js";
import { TASKS, type TaskChoice } from "../tasks/options.js";
import { addListenCommand } from "./data-listen.js";
import { Interrupt } from "./interrupt.js";
import { parseCount, wholeNumber } from "./option-numbers.js";
import { createProgress } from "./progress.js";

export function dataCommand(): Command {
  const command = new Command("data")
    .description("listen to augmentations, and pack audio into shards")
    .addHelpText(
      "after",
      "\nExamples:\n  woodshed data listen birds.yaml\n  woodshed data shard sounds/train shards/train",
    );
  addListenCommand(command);
  command
    .command("shard")
    .description(
      "pack clips in random order into tar shards (WebDataset), which are fast to copy and to read",
    )
    .argument("<source>", "folder with one folder per label, manifest, or shards")
    .argument(
      "<output>",
      "new folder, or names of the shards with * for the number, such as 'audio/train-*.tar'",
    )
    .option("--clips-per-shard <count>", "maximum number of clips in a shard", parseCount, 1000)
    .option("--seed <number>", "seed of the random order", wholeNumber(0), 0)
    .addOption(
      new Option(
        "--task <name>",
        "copy the annotations of this task (default: the task whose column the source has)",
      ).choices(Object.keys(TASKS)),
    )
    .addHelpText(
      "after",
      `
Examples:
  woodshed data shard sounds/train shards/train
  woodshed data shard sounds/train 'shards/train-*.tar' --clips-per-shard 500
  woodshed data shard train.csv 'shards/train-*.tar' --seed 1
  woodshed data shard train.csv shards/tags --task tagging
  woodshed train recipes/folder.yaml data.train='shards/train-*.tar' data.shuffle_shards=8

Annotations come from the column label, labels or target, as for training. Quote the names of shards, so that the shell does not expand * and {}. Existing files are never overwritten. Shards get
their final names when all of them are complete. Shards of 100 MB to 1 GB suit most disks and networks.`,
    )
    .action(shard);
  return command;
}

interface ShardCommandOptions {
  clipsPerShard: number;
  seed: number;
  task?: TaskChoice["name"];
}

async function shard(
  source: string,
  output: string,
  { clipsPerShard, seed, task }: ShardCommandOptions,
): Promise<void> {
  const warn = (message: string): void => void process.stderr.write(`${message}\n`);
  const annotations = copiedAnnotations(source, columnsOf(findSource(source, "source")), task ?? null);
  const clips = openClips(source, "source", warn, annotations);
  const bar = createProgress(process.stderr, { total: clips.length, label: "sharding" });
  const interrupt = new Interrupt(() => {});
  const { signal } = interrupt;
  try {
    const { numShards, pattern, bytes } = await writeShards(clips, {
      output,
      clipsPerShard,
      seed,
      annotations,
      signal,
      onProgress: (done) => bar.update(done),
    });
    bar.done();
    process.stdout.write(
      `${counted(clips.length, "clip")} in ${counted(numShards, "shard")}, ${(bytes / 1e6).toFixed(1)} MB\n` +
        `  train on them  woodshed train RECIPE data.train='${pattern}'\n`,
    );
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    bar.done("stopped; no shard was written");
    process.exitCode = interrupt.exitCode;
  }
}
