import { existsSync, statSync } from "node:fs";
import { Command } from "commander";
import { findAudioFiles } from "../data/folder.js";
import { describeError } from "../describe-error.js";
import { displayPath } from "../display-path.js";
import { DataError } from "../errors.js";
import type { Prediction } from "../inference/predict.js";
import { MODEL_ARGUMENT } from "./model-argument.js";
import { parseCount } from "./option-numbers.js";
import { createProgress } from "./progress.js";

interface Options {
  json?: boolean;
  top: number;
}

export function predictCommand(): Command {
  return new Command("predict")
    .description("predict labels for audio files")
    .argument("<model>", MODEL_ARGUMENT)
    .argument("<files...>", "audio files, folders of them, named pipes, or - to read standard input")
    .option(
      "--top <count>",
      "number of values to print for each file; predicted ones are always printed",
      parseCount,
      3,
    )
    .option("--json", "print one line of JSON per file, with all values")
    .addHelpText(
      "after",
      `
Examples:
  woodshed predict runs/quickstart-20261123-101500-a1b2 note.wav
  woodshed predict runs/quickstart-20261123-101500-a1b2 recordings/ --json > labels.jsonl
  woodshed predict models:/quickstart@champion note.wav
  ffmpeg -i note.m4a -f wav - | woodshed predict models:/quickstart@champion -

If prediction fails for a file, the error is printed to stderr, the other files are still processed, and the exit code
is 1. Files of any length are processed window by window. Input from a pipe is first stored in a temporary file (4 GiB
at most).`,
    )
    .action(predict);
}

/** Number of files that need no progress. */
const FEW_FILES = 10;

const warnPlainly = (line: string): void => void process.stderr.write(`${line}\n`);

interface Input {
  path: string;
  /** Pipes are read where the user names one, not where a folder holds one. */
  allowPipe: boolean;
}

async function predict(run: string, paths: string[], options: Options): Promise<void> {
  const inputs = paths.flatMap((path) => attempt(path, () => inputsOf(path)) ?? []);
  if (inputs.length === 0) return;
  const { restoreModel } = await import("../inference/restore.js");
  const { predictFile } = await import("../inference/predict.js");
  const { resolveModel } = await import("../serving/resolve.js");
  const model = restoreModel(await resolveModel(run));
  // The lines of a terminal show the progress themselves.
  const bar =
    inputs.length > FEW_FILES && process.stdout.isTTY !== true
      ? createProgress(process.stderr, { total: inputs.length, label: "predicting", unit: "file" })
      : null;
  const warn = (line: string): void => (bar === null ? warnPlainly(line) : bar.log(line));
  for (const [i, { path, allowPipe }] of inputs.entries()) {
    const prediction = attempt(path, () => predictFile(model, path, { allowPipe }), warn);
    bar?.update(i + 1);
    if (prediction === null) continue;
    if (prediction.warning !== null) warn(`warning: ${prediction.warning}`);
    process.stdout.write(`${format(prediction, options)}\n`);
  }
  bar?.done();
}

/** Runs `use` for a path. An error is printed with the path, sets the exit code, and leaves the other paths alone. */
function attempt<T>(path: string, use: () => T, warn: (line: string) => void = warnPlainly): T | null {
  try {
    return use();
  } catch (error) {
    process.exitCode = 1;
    const text = describeError(error);
    warn(text.includes(displayPath(path)) ? text : `${path}: ${text}`);
    return null;
  }
}

/** Returns the files of a path: itself, or the audio files of a folder. */
function inputsOf(path: string): Input[] {
  if (path === "-") return [{ path: "/dev/stdin", allowPipe: true }];
  if (!existsSync(path)) throw new DataError("FILE", `${path}: no such file or folder`);
  if (!statSync(path).isDirectory()) return [{ path, allowPipe: true }];
  const onUnreadable = (error: DataError): void => {
    warnPlainly(`${error.name}: ${error.message}`);
    process.exitCode = 1;
  };
  return findAudioFiles(path, warnPlainly, onUnreadable).map((file) => ({ path: file, allowPipe: false }));
}

function format({ path, durationSec, answer }: Prediction, { json, top }: Options): string {
  if (json) return JSON.stringify({ path, duration_sec: durationSec, ...answer.json });
  const numChosen = answer.values.filter(({ isChosen }) => isChosen).length;
  const shown = answer.values.slice(0, Math.max(top, numChosen)); // chosen ones come first
  return [path, ...shown.map(({ name, text }) => `${name} ${text}`)].join("  ");
}
