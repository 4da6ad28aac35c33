/** `woodshed profile`: finds the bottleneck of a run and suggests changes. */
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { overrideConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { counted } from "../counted.js";
import { ConfigError } from "../errors.js";
import { Interrupt } from "./interrupt.js";
import { loadRecipe } from "./load-recipe.js";
import { parseCount, parsePositive } from "./option-numbers.js";
import { MAKES_FOLDERS } from "./output-file.js";

interface Options {
  seconds: number;
  steps: number;
  out?: string;
  json?: boolean;
  fix?: boolean;
  allowBatchSize?: boolean;
  findBatchSize?: boolean;
  findLr?: boolean;
}

/** Options that train, and so need a recipe. */
const NEED_A_RECIPE = [
  ["fix", "--fix"],
  ["findBatchSize", "--find-batch-size"],
  ["findLr", "--find-lr"],
  ["out", "--out"],
] as const satisfies readonly (readonly [keyof Options, string])[];

export function profileCommand(): Command {
  const command = new Command("profile")
    .description("find the bottleneck of training and suggest changes")
    .argument("<target>", "recipe to train for a short time, or folder of a run whose record is analyzed")
    .argument("[overrides...]", "dotted keys with values, such as training.batch_size=16")
    .option("--seconds <number>", "train for this many seconds", parsePositive, 10)
    .option("--steps <count>", "train for at least this many steps", parseCount, 20)
    .option(
      "--out <folder>",
      `write traces and profile.json to this folder (default: profiles/NAME-TIME); ${MAKES_FOLDERS}`,
    )
    .option("--json", "print the result as JSON")
    .option("--fix", "try the safe changes one by one, keep those that help, and write the faster recipe")
    .option("--allow-batch-size", "with --fix, also try larger batches, which affect results")
    .option("--find-batch-size", "find the largest batch that fits into memory, and the fastest one")
    .option("--find-lr", "raise the learning rate until the loss diverges, and suggest a value")
    .addHelpText(
      "after",
      `
Examples:
  woodshed profile recipes/quickstart.yaml
  woodshed profile recipes/quickstart.yaml training.precision=fp32 --seconds 30
  woodshed profile recipes/quickstart.yaml profiling.stacks=true
  woodshed profile runs/quickstart-20261123-101500-a1b2
  woodshed profile recipes/folder.yaml --fix
  woodshed profile recipes/folder.yaml --find-batch-size
  woodshed profile recipes/folder.yaml --find-lr
  woodshed profile merge profiles/quickstart-20261123-101500

Profiling writes nothing to runs_dir. A run can be analyzed while it trains. To record traces during training, use
\`woodshed train RECIPE profiling.enabled=true\`.`,
    )
    .action(profile);
  command
    .command("merge")
    .description("merge the traces of several ranks into one file with a common time axis")
    .argument("<traces...>", "trace files, or a folder of trace files")
    .option(
      "-o, --out <file>",
      `write the merged trace to this file (default: merged.trace.json.gz beside the first); ${MAKES_FOLDERS}`,
    )
    .addHelpText("after", "\nExample:\n  woodshed profile merge runs/quickstart-20261123-101500-a1b2/traces")
    .action(merge);
  return command;
}

async function profile(target: string, overrides: string[], options: Options): Promise<void> {
  if (isFolder(target)) return profileRun(target, overrides, options);
  if (!existsSync(target) && !/\.ya?ml$/.test(target)) {
    throw new ConfigError(
      "PROFILE",
      `${target}: no such file or folder; expected a recipe (.yaml) or the folder of a run`,
    );
  }
  const { config } = loadRecipe(target, overrides);
  const interrupt = new Interrupt(() => process.stderr.write("stopping (Ctrl-C again exits at once)\n"));
  try {
    if (options.findBatchSize) return await findBatchSize(config, options, interrupt.signal);
    if (options.findLr) return await findLearningRate(config, options, interrupt.signal);
    if (options.fix) return await fixRecipe(target, config, overrides, options, interrupt.signal);
    await profileNew(config, options, interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    process.exitCode = interrupt.exitCode;
  }
}

async function profileNew(config: Config, options: Options, signal: AbortSignal): Promise<void> {
  const [{ profileRecipe }, { describeProfile }] = await Promise.all([
    import("../bottlenecks/profile-recipe.js"),
    import("./profile-view.js"),
  ]);
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const result = await profileRecipe(config, {
    seconds: options.seconds,
    minSteps: options.steps,
    outFolder: options.out ?? join("profiles", `${config.name}-${stamp}`),
    onPhase: (phase) => process.stderr.write(`${phase}\n`),
    signal,
  });
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${describeProfile(result)}\n`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Reports the always-on figures of an existing run. */
async function profileRun(folder: string, overrides: readonly string[], options: Options): Promise<void> {
  const flag = NEED_A_RECIPE.find(([name]) => options[name])?.[1] ?? overrides[0];
  if (flag !== undefined) {
    throw new ConfigError(
      "PROFILE",
      `${folder} is the folder of a run, whose record is only read; ${flag} needs a recipe, such as ${join(folder, "config.yaml")}`,
    );
  }
  const [{ RunStore }, { figuresOf }, { machineHere, numWorkersOf }, { diagnose }, { describeRun }] =
    await Promise.all([
      import("../tracking/store/store.js"),
      import("../bottlenecks/figures.js"),
      import("../bottlenecks/measure.js"),
      import("../bottlenecks/verdict/verdict.js"),
      import("./profile-view.js"),
    ]);
  using store = RunStore.open(folder);
  const config = overrideConfig(store.info().config as Config, []);
  const figures = figuresOf(store, config, { machine: machineHere(), numWorkers: numWorkersOf(config) });
  if (figures === null) {
    throw new ConfigError(
      "PROFILE",
      `${folder}: its record has no step times: the run has not done a step yet, or was made by woodshed before 0.2`,
    );
  }
  const verdict = diagnose(figures);
  process.stdout.write(
    options.json ? `${JSON.stringify({ figures, verdict })}\n` : `${describeRun(figures, verdict)}\n`,
  );
}

async function fixRecipe(
  recipe: string,
  config: Config,
  overrides: readonly string[],
  options: Options,
  signal: AbortSignal,
): Promise<void> {
  const { fix, writeBetterRecipe } = await import("../bottlenecks/fix.js");
  const { describeFix } = await import("./fix-view.js");
  assertWritable(dirname(recipe));
  const result = await fix(config, {
    ...{ seconds: options.seconds, minSteps: options.steps, signal },
    allowBatchSize: options.allowBatchSize ?? false,
    onAttempt: (line) => process.stderr.write(`${line}\n`),
  });
  const path = result.kept.length === 0 ? null : writeBetterRecipe(recipe, overrides, result);
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...result, recipe: path })}\n` : `${describeFix(result, path)}\n`,
  );
}

/** Checked before minutes of measuring whose result could not be written. */
function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new ConfigError(
      "PROFILE",
      `${folder}: --fix writes the faster recipe into this folder, which is not writable (${(cause as NodeJS.ErrnoException).code}); copy the recipe to a folder of yours`,
      { cause },
    );
  }
}

async function findBatchSize(config: Config, options: Options, signal: AbortSignal): Promise<void> {
  const { findLargestBatch } = await import("../bottlenecks/find-batch-size.js");
  const { describeBatchSizes } = await import("./fix-view.js");
  const found = await findLargestBatch(config, {
    signal,
    onSize: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${options.json ? JSON.stringify(found) : describeBatchSizes(found)}\n`);
}

async function findLearningRate(config: Config, options: Options, signal: AbortSignal): Promise<void> {
  const { findLearningRate: find } = await import("../bottlenecks/find-learning-rate.js");
  const { describeLearningRates } = await import("./fix-view.js");
  const found = await find(config, signal);
  process.stdout.write(`${options.json ? JSON.stringify(found) : describeLearningRates(found)}\n`);
}

async function merge(sources: string[], options: { out?: string }): Promise<void> {
  const { mergeTraces } = await import("../profiling/trace-file.js");
  const paths = sources.flatMap((path) =>
    isFolder(path)
      ? readdirSync(path)
          .filter((name) => /^rank\d+-.*\.trace\.json(\.gz)?$/.test(name))
          .sort()
          .map((name) => join(path, name))
      : [path],
  );
  if (paths.length === 0) {
    throw new ConfigError(
      "PROFILE",
      `${sources.join(", ")}: no traces there; their names are like rank0-step13.trace.json.gz`,
    );
  }
  const to = options.out ?? join(paths[0]!, "..", "merged.trace.json.gz");
  const { numEvents } = mergeTraces(paths, to);
  process.stdout.write(
    `${counted(numEvents, "event")} of ${counted(paths.length, "trace")} written to ${to}; open it in ui.perfetto.dev\n`,
  );
}
