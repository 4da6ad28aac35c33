import { existsSync, statSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { findAudioFiles } from "../data/folder.js";
import { DataError, WoodshedError } from "../errors.js";

interface Options {
  json?: boolean;
  top: number;
}

export function predictCommand(): Command {
  return new Command("predict")
    .description("name what is heard in audio files")
    .argument("<model>", "a run's folder (its best checkpoint), a checkpoint's, or models:/name/version")
    .argument("<files...>", "WAV files, or folders of them")
    .option("--top <count>", "labels to print for each file", parseCount, 3)
    .option("--json", "print a line of JSON for each file, with the probability of every label")
    .addHelpText(
      "after",
      `
Examples:
  woodshed predict runs/quickstart-20261123-101500-a1b2 note.wav
  woodshed predict runs/quickstart-20261123-101500-a1b2 recordings/ --json > labels.jsonl
  woodshed predict models:/quickstart@champion note.wav

A file that cannot be read is named on stderr, the others are still done, and the exit code is 1.`,
    )
    .action(predict);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("expected 1 or more.");
  return count;
}

async function predict(run: string, paths: string[], options: Options): Promise<void> {
  const files = paths.flatMap((path) => {
    if (!existsSync(path)) throw new DataError("FILE", `${path}: no such file or folder`);
    const warn = (message: string): void => void process.stderr.write(`${message}\n`);
    const onUnreadable = (error: DataError): void => {
      warn(`${error.name}: ${error.message}`);
      process.exitCode = 1;
    };
    return statSync(path).isDirectory() ? findAudioFiles(path, warn, onUnreadable) : [path];
  });
  const { restoreModel } = await import("../train/restore.js");
  const { predictFile } = await import("../train/predict.js");
  const { resolveModel } = await import("../serving/resolve.js");
  const network = restoreModel(await resolveModel(run));
  const { labels } = network;
  for (const file of files) {
    try {
      const { path, durationSec, label, probabilities } = predictFile(network, file);
      if (options.json) {
        const byLabel = Object.fromEntries(labels.map((name, i) => [name, probabilities[i]]));
        process.stdout.write(
          `${JSON.stringify({ path, duration_sec: durationSec, label, probabilities: byLabel })}\n`,
        );
        continue;
      }
      const ranked = labels.map((name, i) => [name, probabilities[i]!] as const).sort((a, b) => b[1] - a[1]);
      const shown = ranked
        .slice(0, options.top)
        .map(([name, probability]) => `${name} ${(100 * probability).toFixed(1)}%`);
      process.stdout.write(`${path}  ${shown.join("  ")}\n`);
    } catch (error) {
      if (!(error instanceof WoodshedError)) throw error;
      process.stderr.write(`${error.name}: ${error.message}\n`);
      process.exitCode = 1;
    }
  }
}
