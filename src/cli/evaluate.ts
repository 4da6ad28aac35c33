import { Command } from "commander";
import type { Clip } from "../data/clip.js";
import { ConfigError } from "../errors.js";
import { shownDataOptions } from "./data-progress.js";
import { textWidth } from "./help.js";
import { Interrupt } from "./interrupt.js";
import { MODEL_ARGUMENT } from "./model-argument.js";
import { MAKES_FOLDERS, writeOutput } from "./output-file.js";
import { createProgress } from "./progress.js";

interface Options {
  split: string;
  data?: string;
  csv?: string;
  json?: boolean;
}

export function evaluateCommand(): Command {
  return new Command("evaluate")
    .description("evaluate a checkpoint on labelled audio")
    .argument("<model>", MODEL_ARGUMENT)
    .argument("[overrides...]", "dotted keys with values, such as training.batch_size=16")
    .option("--split <name>", "evaluate on this split of the run's data: train, validation or test", "test")
    .option(
      "--data <path>",
      "evaluate on other clips: a folder with one folder per label, a manifest, or shards",
    )
    .option(
      "--csv <file>",
      `write the task's most detailed table to this CSV file (the confusion matrix, the labels, or the predictions); ${MAKES_FOLDERS}`,
    )
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Examples:
  woodshed evaluate runs/quickstart-20261123-101500-a1b2
  woodshed evaluate runs/quickstart-20261123-101500-a1b2 --split validation
  woodshed evaluate runs/quickstart-20261123-101500-a1b2/checkpoints/last --data my-audio --json
  woodshed evaluate runs/birds-20261123-101500-a1b2 --csv tables/birds.csv
  woodshed evaluate models:/quickstart@champion --data my-audio`,
    )
    .action(evaluateCheckpoint);
}

async function evaluateCheckpoint(run: string, overrides: string[], options: Options): Promise<void> {
  const { split } = options;
  if (split !== "train" && split !== "validation" && split !== "test") {
    throw new ConfigError("SPLIT", `--split: expected train, validation or test, got "${split}"`);
  }
  const { resolveModel } = await import("../serving/resolve.js");
  const { restoreModel } = await import("../inference/restore.js");
  const { describeNotFinite, evaluate } = await import("../evaluation/evaluate.js");
  const { clipName } = await import("../data/clip.js");
  const { evaluationLoader } = await import("../inference/loaders.js");
  const { openData, openOtherClips } = await import("../inference/open-data.js");
  const { loadRecordedModules } = await import("../config/own-modules.js");
  const { describeOtherSplit } = await import("../inference/split-check.js");
  const { CheckpointReader } = await import("../checkpoint/index.js");
  const { annotationsOf } = await import("../tasks/annotations.js");
  const { assertKnown } = await import("../data/dataset.js");

  const network = restoreModel(await resolveModel(run), overrides);
  const { config, task } = network;
  const shown = shownDataOptions();
  const { warn } = shown;
  const openSplit = async (): Promise<Clip[]> => {
    const { recipe } = new CheckpointReader(network.folder);
    loadRecordedModules(recipe, "data", network.folder);
    const data = await openData(config, { ...shown, known: recipe.data.examination });
    const difference = split === "test" ? null : describeOtherSplit(recipe, config, data);
    if (difference !== null) warn(`warning: --split ${split}: ${difference}`);
    return data[split];
  };
  const clips =
    options.data === undefined
      ? await openSplit()
      : await openOtherClips(options.data, "--data", config, shown);
  if (clips.length === 0) {
    throw new ConfigError(
      "SPLIT",
      `--split ${split}: the run's data has no such clips; use --split validation, or --data PATH`,
    );
  }
  assertKnown(clips, annotationsOf(config), network.state, "--data");

  const loader = evaluationLoader(config, clips, task.targetsOf(clips));
  const bar = createProgress(process.stderr, { total: clips.length, label: "evaluating" });
  const interrupt = new Interrupt(() => {});
  const onProgress = (numDone: number): void => bar.update(numDone);
  const result = await evaluate({ ...network, loader, signal: interrupt.signal, onProgress });
  bar.done();
  await loader.close();
  if (interrupt.signal.aborted) {
    process.exitCode = interrupt.exitCode;
    return;
  }
  const { summary } = result;
  const notFinite = result.notFinite.map((place) => clipName(clips[place]!));
  if (notFinite.length > 0) {
    process.stderr.write(`warning: ${describeNotFinite(result, clips, task)}\n`);
    process.exitCode = 1;
  }
  const { csv } = options;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({
          checkpoint: network.folder,
          clips: summary.numClips,
          // JSON has no NaN: null comes with the clips that cause it.
          ...summary.metrics,
          ...(notFinite.length === 0 ? {} : { clips_not_finite: notFinite }),
          ...summary.json(),
        })}\n`
      : `${summary.describe(options.data ?? split, textWidth(), csv ?? "--csv FILE writes it")}\n`,
  );
  // Last: a file that cannot be written does not hide the result.
  if (csv !== undefined) writeOutput("--csv", csv, summary.table.csv(clips.map(clipName)));
}
