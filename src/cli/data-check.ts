/** `woodshed data check`: decodes every recording of a set and reports what is wrong. */
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import type { Command } from "commander";
import { parseConfig } from "../config/load.js";
import { readOverrides } from "../config/overrides.js";
import type { Config } from "../config/schema.js";
import { merge } from "../config/values.js";
import type { Annotations } from "../data/annotations.js";
import { columnsOf, findSource } from "../data/source.js";
import { type CheckResult, checkClips } from "../data-check/check.js";
import { groupByRecording, listClips } from "../data-check/clips.js";
import { checkJson, countRows, exampleLines, summaryOf } from "../data-check/describe.js";
import { isError } from "../data-check/finding.js";
import { checkPage } from "../data-check/page.js";
import { hasRandomValidation, readingOf } from "../inference/open-data.js";
import { annotationsOf, copiedAnnotations } from "../tasks/annotations.js";
import { Crash } from "../train/stop.js";
import { Interrupt } from "./interrupt.js";
import { loadRecipe } from "./load-recipe.js";
import { wholeNumber } from "./option-numbers.js";
import { MAKES_FOLDERS, writeOutput } from "./output-file.js";
import { createProgress } from "./progress.js";
import { tableLines } from "./table.js";
import { fitTo } from "./wrap.js";

export function addCheckCommand(data: Command): void {
  data
    .command("check")
    .description("decode every recording of a set and report damaged, silent, clipped and repeated ones")
    .argument(
      "<set>",
      "recipe, or a folder with one folder per label, annotation file or folder of them, or shards, or key=value",
    )
    .argument("[overrides...]", "dotted keys with values, such as data.validation=sounds/validation")
    .option("--examples <count>", "findings of each kind to print and to show on the page", wholeNumber(0), 5)
    .option("--out <file>", `HTML page to write, with players and pictures; ${MAKES_FOLDERS}`)
    .option("--json", "print all findings as JSON")
    .addHelpText(
      "after",
      `
Examples:
  woodshed data check recipes/folder.yaml
  woodshed data check sounds/train
  woodshed data check train.csv data.validation=validation.csv --out check.html
  woodshed data check data.train=birds data.format=raven data.columns.label=Species --json

Exits with code 1 if a finding stops training: a recording that cannot be decoded or has NaN or infinite samples, or an
annotation that begins after the end of its file. Ctrl-C ends the check with what was found so far.`,
    )
    .action(check);
}

interface CheckFlags {
  examples: number;
  out?: string;
  json?: boolean;
}

async function check(set: string, overrides: string[], flags: CheckFlags): Promise<void> {
  const { config, annotations } = openSet(set, overrides);
  const interrupt = new Interrupt(() => warn("stopping (Ctrl-C again exits at once)"));
  const { signal } = interrupt;
  try {
    const result = await runCheck(config, annotations, signal);
    if (signal.reason instanceof Crash) throw signal.reason.cause;
    report(set, config, result, flags);
    if (result.findings.some(isError)) process.exitCode = 1;
  } catch (error) {
    // Stopped while a built-in data set was rendered: there is nothing to report.
    if (!signal.aborted || error !== signal.reason) throw error;
  }
  if (signal.aborted) process.exitCode = interrupt.exitCode;
}

const warn = (message: string): void => void process.stderr.write(`${message}\n`);

async function runCheck(config: Config, annotations: Annotations, signal: AbortSignal): Promise<CheckResult> {
  const { data } = config;
  const { sample_rate_hz: sampleRateHz, clip_sec: clipSec, workers } = data;
  const clips = await listClips(config, annotations, { warn, signal });
  const recordings = groupByRecording(clips);
  const bar = createProgress(process.stderr, {
    ...{ total: recordings.length, label: "checking", unit: "recording" },
  });
  bar.update(0);
  const result = await checkClips(clips, recordings, {
    ...{ sampleRateHz, clipSec, signal, groupBy: data.group },
    isDrawn: hasRandomValidation(config) || data.folds !== null,
    numThreads: workers === "auto" ? availableParallelism() : Math.max(1, workers),
    onProgress: (done) => bar.update(done),
  });
  bar.done(signal.aborted ? "stopped" : undefined);
  return result;
}

function report(set: string, config: Config, result: CheckResult, { examples, out, json }: CheckFlags): void {
  const { sample_rate_hz: sampleRateHz } = config.data;
  if (out !== undefined)
    writeOutput("--out", out, checkPage(set, result, { mostExamples: examples, sampleRateHz }));
  process.stdout.write(
    json === true
      ? `${JSON.stringify(checkJson(result), null, 2)}\n`
      : `${fitTo(process.stdout, reportLines(result, examples, out).join("\n"))}\n`,
  );
}

function reportLines(result: CheckResult, mostExamples: number, page: string | undefined): string[] {
  const { findings } = result;
  return [
    summaryOf(result),
    ...(findings.length === 0 ? [] : ["", ...tableLines(countRows(findings))]),
    ...(mostExamples === 0 ? [] : exampleLines(findings, mostExamples)),
    ...(page === undefined ? [] : ["", `open ${page} in a browser`]),
  ];
}

const RECIPE_ENDINGS = [".yaml", ".yml", ".ts", ".mts", ".js", ".mjs", ".json"];

/** Opens a recipe, or a path or overrides without one: then the columns of the training set decide the task. */
function openSet(set: string, overrides: readonly string[]): { config: Config; annotations: Annotations } {
  const isOverride = /^[\w.]+=/.test(set);
  if (!isOverride && RECIPE_ENDINGS.includes(extname(set))) {
    const { config } = loadRecipe(set, overrides);
    return { config, annotations: annotationsOf(config) };
  }
  const { values, places } = readOverrides(isOverride ? [set, ...overrides] : overrides);
  const config = parseConfig(isOverride ? values : merge({ data: { train: set } }, values), places, set);
  const { train } = config.data;
  if (values["task"] !== undefined || typeof train !== "string")
    return { config, annotations: annotationsOf(config) };
  const reading = readingOf(config);
  const columns = columnsOf(findSource(train, "data.train", reading), reading);
  return { config, annotations: copiedAnnotations(train, columns, null) };
}
