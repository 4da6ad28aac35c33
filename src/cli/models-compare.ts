/* `woodshed models compare`, and aliases that move by rule. */
import { existsSync } from "node:fs";
import { counted } from "../counted.js";
import type { Clip } from "../data/clip.js";
import { ConfigError, RegistryError } from "../errors.js";
import type { MlflowClient } from "../mlflow/client.js";
import { assertLegalAlias } from "../mlflow/limits.js";
import type { ModelVersion } from "../mlflow/model-versions.js";
import { fixed } from "../number-text.js";
import type { Candidate } from "../registry/comparison/candidate.js";
import { findModel, findVersion } from "../registry/versions/find.js";
import { describePromotion, type Measure, promote, recordedMetrics } from "../registry/versions/promote.js";
import { formatReference } from "../registry/versions/reference.js";
import type { Task } from "../tasks/task.js";
import { shownDataOptions } from "./data-progress.js";
import { Interrupt } from "./interrupt.js";
import { writeOutput } from "./output-file.js";
import { createProgress } from "./progress.js";
import { openPlace, type PlaceOptions, printNote } from "./registry-options.js";

interface CompareOptions extends PlaceOptions {
  data?: string;
  html?: string;
  json?: boolean;
  clips: number;
  samples: number;
  labels: "all" | "shared";
}

export async function compare(first: string, second: string, options: CompareOptions): Promise<void> {
  const folders = await localFolders([first, second], options);
  const { a, b, comparison, close } = await run([first, second], folders, options);
  try {
    const { comparisonJson } = await import("../registry/comparison/json.js");
    const { comparisonPage } = await import("../registry/comparison/page.js");
    const { comparisonText } = await import("../registry/comparison/text.js");
    if (options.json) process.stdout.write(`${JSON.stringify(comparisonJson(comparison, options.clips))}\n`);
    else process.stdout.write(`${comparisonText(comparison, options.clips)}\n`);
    // Last: a file that cannot be written does not hide the result.
    if (options.html === undefined) return;
    // The page plays clips at the higher of the two sample rates.
    const playback = a.config.data.sample_rate_hz >= b.config.data.sample_rate_hz ? a : b;
    writeOutput("--html", options.html, comparisonPage(comparison, playback, options.clips));
    printNote(`page: ${options.html}`);
  } finally {
    close();
  }
}

/** Returns local folders: existing ones unchanged, versions downloaded. */
async function localFolders(names: readonly string[], options: PlaceOptions): Promise<string[]> {
  const areVersions = names.map((name) => !existsSync(name));
  if (!areVersions.includes(true)) return [...names];
  const { fetchReference } = await import("../registry/versions/load.js");
  using registry = await openPlace(options);
  const { client } = registry;
  return Promise.all(
    names.map(async (name, i) => (areVersions[i] ? (await fetchReference(name, { client })).folder : name)),
  );
}

/** @param check called with the task of the models before they run */
async function run(
  names: readonly string[],
  folders: readonly string[],
  { data, samples: numSamples, labels }: Pick<CompareOptions, "data" | "samples"> & Partial<CompareOptions>,
  check: (task: Task) => void = () => {},
) {
  const { closeCandidate, openCandidate } = await import("../registry/comparison/candidate.js");
  const { assertSameTask, compareModels } = await import("../registry/comparison/compare.js");
  const interrupt = new Interrupt(() => process.exit(interrupt.exitCode));
  const [a, b] = [openCandidate(names[0]!, folders[0]!), openCandidate(names[1]!, folders[1]!)];
  check(b.model.task);
  // Before the clips are read, whose annotations fit one of the tasks.
  assertSameTask(a, b);
  const clips = await clipsFor(b, data);
  const bar = createProgress(process.stderr, { total: 2 * clips.length, label: "comparing" });
  const onProgress = (done: number): void => bar.update(done);
  const comparison = await compareModels(a, b, {
    ...{ clips, numSamples, onProgress, signal: interrupt.signal },
    ...(labels === undefined ? {} : { labels }),
  });
  bar.done();
  const close = (): void => {
    closeCandidate(a);
    closeCandidate(b);
  };
  return { a, b, comparison, close };
}

async function clipsFor({ config, model }: Candidate, path: string | undefined): Promise<readonly Clip[]> {
  const { openData, openOtherClips } = await import("../inference/open-data.js");
  const shown = { ...shownDataOptions(), warn: printNote };
  if (path !== undefined) return openOtherClips(path, "--data", config, shown);
  const [{ loadRecordedModules }, { CheckpointReader }] = await Promise.all([
    import("../config/own-modules.js"),
    import("../checkpoint/index.js"),
  ]);
  const { recipe } = new CheckpointReader(model.folder);
  loadRecordedModules(recipe, "data", model.folder);
  const data = await openData(config, { ...shown, known: recipe.data.examination });
  const { test, validation } = data;
  const clips = test.length > 0 ? test : validation;
  if (clips.length === 0)
    throw new ConfigError(
      "DATA",
      "the data of the second model has no test or validation clips; use --data PATH",
    );
  if (test.length > 0) return clips;
  printNote("no test clips: using the validation clips of the second model");
  const { describeOtherSplit } = await import("../inference/split-check.js");
  const difference = describeOtherSplit(recipe, config, data);
  if (difference !== null) printNote(`warning: ${difference}`);
  return clips;
}

interface RuleOptions extends PlaceOptions {
  ifBetter?: string;
  margin: number;
  mode?: "min" | "max";
  data?: string;
}

export async function alias(
  reference: string,
  name: string,
  options: RuleOptions & { delete?: boolean },
): Promise<void> {
  if (!options.delete) return moveByRule(reference, name, options);
  using registry = await openPlace(options);
  const { client } = registry;
  const version = await findVersion(client, reference);
  const { [name]: holder } = (await findModel(client, version.name)).aliases;
  if (holder !== version.version)
    throw new RegistryError(
      "NO_ALIAS",
      `${version.name}/${version.version} has no alias ${name}: ${holder === undefined ? "no version has it" : `version ${holder} has it`}`,
    );
  await client.registeredModels.deleteAlias(version.name, name);
  process.stdout.write(`alias ${name} deleted from ${version.name}/${version.version}\n`);
}

export async function promoteVersion(
  reference: string,
  options: RuleOptions & { alias: string },
): Promise<void> {
  return moveByRule(reference, options.alias, options);
}

/** Differs from the exit code of a failure. */
const NOT_MOVED_EXIT_CODE = 3;

async function moveByRule(reference: string, name: string, options: RuleOptions): Promise<void> {
  const { ifBetter: metric, margin, mode, data } = options;
  if (metric === undefined && (margin > 0 || data !== undefined))
    throw new ConfigError("RULE", "--margin and --data need --if-better METRIC, such as test/accuracy");
  assertLegalAlias(name);
  using registry = await openPlace(options);
  const { client } = registry;
  const version = await findVersion(client, reference);
  const rule = metric === undefined ? null : { metric, margin, ...(mode === undefined ? {} : { mode }) };
  const measure = data === undefined ? recordedMetrics : measureOn(client, data);
  const promotion = await promote(client, version, name, rule, measure);
  process.stdout.write(`${describePromotion(name, version.version, promotion)}\n`);
  if (!promotion.isMoved && promotion.before !== version.version) process.exitCode = NOT_MOVED_EXIT_CODE;
}

function measureOn(client: MlflowClient, data: string): Measure {
  return async (metric, next, now) => {
    const { fetchReference } = await import("../registry/versions/load.js");
    const names = [now, next].map(({ name, version }: ModelVersion) => formatReference(name, version));
    const folders = await Promise.all(
      names.map(async (one) => (await fetchReference(one, { client })).folder),
    );
    const name = metric.slice(metric.lastIndexOf("/") + 1);
    const { comparison, close } = await run(names, folders, { data, samples: 2000 }, (task) => {
      const known = task.metrics.evaluation.map((one) => one.name);
      if (!known.includes(name))
        throw new RegistryError("NO_METRIC", `--data: measures ${known.join(", ")}, not ${metric}`);
    });
    close();
    const { clips, intervals, verdict } = comparison;
    const { value, low, high } = intervals.difference[name]!;
    printNote(
      `on ${counted(clips.length, "clip")} of ${data}, b is version ${next.version}: ${name} b - a ${fixed(value, 4)} (95% ${fixed(low, 4)} to ${fixed(high, 4)})\n${verdict}`,
    );
    return [intervals.b[name]!.value, intervals.a[name]!.value];
  };
}
