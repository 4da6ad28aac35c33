import { Command } from "commander";
import { ConfigError } from "../errors.js";
import { Interrupt } from "./interrupt.js";
import { createProgress } from "./progress.js";

interface Options {
  split: string;
  data?: string;
  json?: boolean;
}

export function evaluateCommand(): Command {
  return new Command("evaluate")
    .description("measure a checkpoint on labelled audio")
    .argument("<model>", "a run's folder (its best checkpoint), a checkpoint's, or models:/name/version")
    .argument("[overrides...]", "dotted keys with values, such as training.batch_size=16")
    .option("--split <name>", "which clips of the run's own data: train, validation or test", "test")
    .option(
      "--data <path>",
      "a folder with one folder a class, a manifest, or shards, instead of the run's data",
    )
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
Examples:
  woodshed evaluate runs/quickstart-20261123-101500-a1b2
  woodshed evaluate runs/quickstart-20261123-101500-a1b2 --split validation
  woodshed evaluate runs/quickstart-20261123-101500-a1b2/checkpoints/last --data my-audio --json
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
  const { restoreModel } = await import("../train/restore.js");
  const { describeNotFinite, evaluate } = await import("../train/evaluate.js");
  const { clipName } = await import("../data/clip.js");
  const { loaderOptions, openData } = await import("../train/data.js");
  const { assertKnown, openClips } = await import("../data/dataset.js");
  const { Loader } = await import("../data/loader.js");
  const { describeEvaluation } = await import("./train-view.js");

  const network = restoreModel(await resolveModel(run), overrides);
  const { labels, config } = network;
  const warn = (message: string): void => void process.stderr.write(`${message}\n`);
  const clips =
    options.data === undefined
      ? (await openData(config, { warn }))[split]
      : openClips(options.data, "--data", warn);
  if (clips.length === 0) {
    throw new ConfigError(
      "SPLIT",
      `--split ${split}: the run's data has no such clips; say --split validation, or --data PATH`,
    );
  }
  assertKnown(clips, labels, "--data");

  const loader = new Loader({ ...loaderOptions(config, labels), clips });
  const bar = createProgress(process.stderr, { total: clips.length, label: "evaluating" });
  const interrupt = new Interrupt(() => {});
  let done = 0;
  const onBatch = (numClips: number): void => {
    done += numClips;
    bar.update(done);
  };
  const result = await evaluate({ ...network, loader, signal: interrupt.signal, onBatch });
  bar.done();
  await loader.close();
  if (interrupt.signal.aborted) {
    process.exitCode = interrupt.exitCode;
    return;
  }
  const { loss, confusion } = result;
  const notFinite = result.notFinite.map((place) => clipName(clips[place]!));
  if (notFinite.length > 0) {
    process.stderr.write(`warning: ${describeNotFinite(result, clips)}\n`);
    process.exitCode = 1;
  }
  process.stdout.write(
    options.json
      ? `${JSON.stringify({
          checkpoint: network.folder,
          clips: confusion.numClips,
          // JSON has no NaN: null comes with the clips that cause it.
          loss,
          ...(notFinite.length === 0 ? {} : { clips_not_finite: notFinite }),
          accuracy: confusion.accuracy,
          macro_f1: confusion.macroF1,
          labels,
          confusion: labels.map((_, i) => labels.map((_, j) => confusion.count(i, j))),
        })}\n`
      : `${describeEvaluation(options.data ?? split, result)}\n`,
  );
}
