/** `woodshed profile`: what bounds a run, and what to change. */
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { loadConfig, overrideConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import { Interrupt } from "./interrupt.js";

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

/** They train. */
const NEED_A_RECIPE = [
  ["fix", "--fix"],
  ["findBatchSize", "--find-batch-size"],
  ["findLr", "--find-lr"],
  ["out", "--out"],
] as const satisfies readonly (readonly [keyof Options, string])[];

export function profileCommand(): Command {
  const command = new Command("profile")
    .description("say what bounds a run, and what to change")
    .argument(
      "<target>",
      "a recipe, which is trained for a while, or the folder of a run, whose record is read",
    )
    .argument("[overrides...]", "dotted keys with values, such as training.batch_size=16")
    .option("--seconds <number>", "train for so long", positive, 10)
    .option("--steps <count>", "and for so many steps at least", positive, 20)
    .option("--out <folder>", "for traces and profile.json (default: profiles/NAME-TIME)")
    .option("--json", "print what was found as JSON")
    .option("--fix", "try the changes that are safe, keep those that help, and write the better recipe")
    .option("--allow-batch-size", "with --fix: try larger batches too, which changes what is learnt")
    .option("--find-batch-size", "find the largest batch that fits into memory, and the fastest")
    .option(
      "--find-lr",
      "raise the learning rate from nothing until the loss blows up, and say which is good",
    )
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

Nothing is written into the folder of runs. A run that goes on can be read meanwhile. To trace a run of its own, say
profiling.enabled=true to \`woodshed train\`.`,
    )
    .action(profile);
  command
    .command("merge")
    .description("the traces of several ranks as one, on one axis of time")
    .argument("<traces...>", "files, or a folder of them")
    .option("-o, --out <file>", "where to (default: merged.trace.json.gz beside the first)")
    .addHelpText("after", "\nExample:\n  woodshed profile merge runs/quickstart-20261123-101500-a1b2/traces")
    .action(merge);
  return command;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("expected a number above 0.");
  return value;
}

async function profile(target: string, overrides: string[], options: Options): Promise<void> {
  if (isFolder(target)) return profileRun(target, overrides, options);
  if (!existsSync(target) && !/\.ya?ml$/.test(target)) {
    throw new ConfigError(
      "PROFILE",
      `${target}: no such recipe, and no such run; expected a recipe (.yaml) or the folder of a run`,
    );
  }
  const { config } = loadConfig(target, overrides);
  const interrupt = new Interrupt(() => process.stderr.write("stopping (Ctrl-C again leaves at once)\n"));
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
    import("../profiling/profile-recipe.js"),
    import("./profile-view.js"),
  ]);
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const result = await profileRecipe(config, {
    seconds: options.seconds,
    minSteps: options.steps,
    outFolder: options.out ?? join("profiles", `${config.name}-${stamp}`),
    onPhase: (what) => process.stderr.write(`${what}\n`),
    signal,
  });
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${describeProfile(result)}\n`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The always-on figures of a run that there is. */
async function profileRun(folder: string, overrides: readonly string[], options: Options): Promise<void> {
  const flag = NEED_A_RECIPE.find(([name]) => options[name])?.[1] ?? overrides[0];
  if (flag !== undefined) {
    throw new ConfigError(
      "PROFILE",
      `${folder} is a folder, and ${flag} is for a recipe: a run's record is only read. Give the recipe, such as ${join(folder, "config.yaml")}`,
    );
  }
  const [{ RunStore }, { figuresOf }, { machineHere, numWorkersOf }, { judge }, { describeRun }] =
    await Promise.all([
      import("../tracking/store/store.js"),
      import("../profiling/figures.js"),
      import("../profiling/measure.js"),
      import("../profiling/verdict/verdict.js"),
      import("./profile-view.js"),
    ]);
  using store = RunStore.open(folder);
  const config = overrideConfig(store.info().config as Config, []);
  const figures = figuresOf(store, config, { machine: machineHere(), numWorkers: numWorkersOf(config) });
  if (figures === null) {
    throw new ConfigError(
      "PROFILE",
      `${folder}: no step's times are in its record: it has not done a step yet, or is of a woodshed before 0.2`,
    );
  }
  const verdict = judge(figures);
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
  const { fix, writeBetterRecipe } = await import("../profiling/fix.js");
  const { describeFix } = await import("./fix-view.js");
  assertWritable(dirname(recipe));
  const result = await fix(config, {
    ...{ seconds: options.seconds, minSteps: options.steps, signal },
    allowBatchSize: options.allowBatchSize ?? false,
    onTry: (line) => process.stderr.write(`${line}\n`),
  });
  const path = result.kept.length === 0 ? null : writeBetterRecipe(recipe, overrides, result);
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...result, recipe: path })}\n` : `${describeFix(result, path)}\n`,
  );
}

/** Before minutes of measuring whose result could not be kept. */
function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new ConfigError(
      "PROFILE",
      `${folder}: --fix writes the better recipe there, beside the one given, and may not (${(cause as NodeJS.ErrnoException).code}); copy the recipe to a folder of yours`,
      { cause },
    );
  }
}

async function findBatchSize(config: Config, options: Options, signal: AbortSignal): Promise<void> {
  const { findLargestBatch } = await import("../profiling/find-batch-size.js");
  const { describeBatchSizes } = await import("./fix-view.js");
  const found = await findLargestBatch(config, {
    signal,
    onSize: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${options.json ? JSON.stringify(found) : describeBatchSizes(found)}\n`);
}

async function findLearningRate(config: Config, options: Options, signal: AbortSignal): Promise<void> {
  const { findLearningRate: find } = await import("../profiling/find-learning-rate.js");
  const { describeLearningRates } = await import("./fix-view.js");
  const found = await find(config, signal);
  process.stdout.write(`${options.json ? JSON.stringify(found) : describeLearningRates(found)}\n`);
}

async function merge(given: string[], options: { out?: string }): Promise<void> {
  const { mergeTraces } = await import("../profiling/trace-file.js");
  const paths = given.flatMap((path) =>
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
      `${given.join(", ")}: no traces there, which are named rank0-step13.trace.json.gz`,
    );
  }
  const to = options.out ?? join(paths[0]!, "..", "merged.trace.json.gz");
  const { numEvents } = mergeTraces(paths, to);
  process.stdout.write(
    `${numEvents} events of ${paths.length} traces in ${to}; it opens in ui.perfetto.dev\n`,
  );
}
