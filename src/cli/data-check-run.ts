/** The run of `woodshed data check`, loaded when it runs. */
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { parseConfig } from "../config/load.js";
import { readOverrides } from "../config/overrides.js";
import type { Config } from "../config/schema.js";
import { merge } from "../config/values.js";
import type { Annotations } from "../data/annotations.js";
import { columnsOf, findSource } from "../data/source.js";
import { type CheckResult, checkClips } from "../data-check/check.js";
import { checkedRecordings, listClips } from "../data-check/clips.js";
import {
  checkJson,
  correctedLines,
  correctionLines,
  countRows,
  exampleLines,
  summaryOf,
} from "../data-check/describe.js";
import { isError } from "../data-check/finding.js";
import { checkPage } from "../data-check/page.js";
import { hasRandomValidation, readingOf } from "../inference/open-data.js";
import { annotationsOf, copiedAnnotations } from "../tasks/annotations.js";
import { Crash } from "../train/stop.js";
import { shownDataOptions } from "./data-progress.js";
import { Interrupt } from "./interrupt.js";
import { loadRecipe } from "./load-recipe.js";
import { writeOutput } from "./output-file.js";
import { createProgress } from "./progress.js";
import { tableLines } from "./table.js";
import { fitTo } from "./wrap.js";

export interface CheckFlags {
  examples: number;
  out?: string;
  json?: boolean;
}

/** Checks a set, prints the findings and writes the page. */
export async function runCheckCommand(set: string, overrides: string[], flags: CheckFlags): Promise<void> {
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
  const listed = await listClips(config, annotations, { ...shownDataOptions(), signal });
  const recordings = checkedRecordings(listed.clips);
  const bar = createProgress(process.stderr, {
    ...{ total: recordings.length, label: "checking", unit: "recording" },
  });
  bar.update(0);
  const result = await checkClips(listed, recordings, {
    ...{ sampleRateHz, clipSec, signal, groupBy: data.group },
    isDrawn: hasRandomValidation(config) || data.folds !== null,
    numThreads: workers === "auto" ? availableParallelism() : Math.max(1, workers),
    onProgress: (done) => bar.update(done),
  });
  bar.done(signal.aborted ? "stopped" : undefined);
  return result;
}

function report(set: string, config: Config, result: CheckResult, { examples, out, json }: CheckFlags): void {
  const { sample_rate_hz: sampleRateHz, windows } = config.data;
  const areCut = windows !== undefined;
  if (out !== undefined)
    writeOutput("--out", out, checkPage(set, result, { mostExamples: examples, sampleRateHz, areCut }));
  process.stdout.write(
    json === true
      ? `${JSON.stringify(checkJson(result), null, 2)}\n`
      : `${fitTo(process.stdout, reportLines(result, areCut, examples, out).join("\n"))}\n`,
  );
}

function reportLines(
  result: CheckResult,
  areCut: boolean,
  mostExamples: number,
  page: string | undefined,
): string[] {
  const { findings, corrections } = result;
  return [
    summaryOf(result),
    ...(corrections === null ? [] : correctionLines(corrections, areCut)),
    ...(findings.length === 0 ? [] : ["", ...tableLines(countRows(findings))]),
    ...(corrections === null || mostExamples === 0 ? [] : correctedLines(corrections, mostExamples)),
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
