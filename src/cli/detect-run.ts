/** The run of `woodshed detect`, loaded when it runs. */
import { availableParallelism } from "node:os";
import { CheckpointReader } from "../checkpoint/index.js";
import { counted } from "../counted.js";
import { type DetectResult, detect, remaining } from "../detect/detect.js";
import { eventRules } from "../detect/event-rules.js";
import { findRecordings } from "../detect/inputs.js";
import type { DetectSettings } from "../detect/journal.js";
import { overrideRules } from "../detect/override-rules.js";
import type { DataError } from "../errors.js";
import { type RestoredModel, restoreModel } from "../inference/restore.js";
import { sampleFormatOf } from "../inference/sample-format.js";
import { timelineModel } from "../inference/timeline/model-timelines.js";
import { resolveModel } from "../serving/resolve.js";
import { shellWord } from "../shell-word.js";
import { Crash } from "../train/stop.js";
import { assertFitting, completeNote, type OutputOptions, openOutputs, outputOf } from "./detect-outputs.js";
import { DetectProgress } from "./detect-progress.js";
import { assertReviewable, writeReview } from "./detect-review.js";
import { Interrupt } from "./interrupt.js";
import { writeOutput } from "./output-file.js";
import { tableLines } from "./table.js";
import { fitTo } from "./wrap.js";

export interface DetectOptions extends OutputOptions {
  hop?: number;
  threshold?: string[];
  median?: number;
  merge: number;
  minDuration?: number;
  reviewEvents: number;
}

export async function runDetectCommand(
  name: string,
  paths: readonly string[],
  options: DetectOptions,
): Promise<void> {
  const out = outputOf(options);
  const { recordings, problems } = findRecordings(paths, say);
  const complete = options.resume === true ? completeNote(out) : null;
  if (complete !== null) {
    say(complete);
    return;
  }
  assertFitting(paths, recordings, out, options);
  if (options.review !== undefined) assertReviewable(options.review, recordings, options.out ?? null);
  if (recordings.length === 0) {
    reportProblems(problems.map(describe), 0);
    return;
  }
  const model = restoreModel(await resolveModel(name));
  const { sample_rate_hz: sampleRateHz } = model.config.data;
  const timelines = timelineModel(model, { hopSec: options.hop ?? null });
  const rules = overrideRules(timelines.rules, {
    thresholds: options.threshold ?? [],
    mergeSec: options.merge,
    minSec: options.minDuration ?? null,
    medianSec: options.median ?? null,
  });
  const settings: DetectSettings = {
    weights: weightsOf(model),
    ...rules,
    mergeSec: options.merge,
    hopSec: (timelines.grid.hopFrames * timelines.grid.frameSamples) / sampleRateHz,
    format: options.format,
    embeddings: options.embeddings ?? null,
    ...(options.review === undefined ? {} : { review: true }),
  };
  const outputs = openOutputs(out, options, settings, sampleRateHz);
  const interrupt = new Interrupt(() => say("stopping (Ctrl-C again exits at once)"));
  const { signal } = interrupt;
  const todo = remaining(recordings, outputs.journal);
  const shown = new DetectProgress(todo, recordings.length - todo.length);
  const result = await detect(
    { model: timelines, sampleRateHz, rules: eventRules(rules, options.merge, timelines.grid, sampleRateHz) },
    { format: sampleFormatOf(model.config), numThreads: numDecodeThreads() },
    todo,
    outputs,
    {
      signal,
      warn: (line) => shown.log(line),
      onProgress: (done, sec) => shown.update(done, sec),
    },
  );
  if (signal.reason instanceof Crash) throw signal.reason.cause;
  outputs.writer.close();
  outputs.embeddings?.close();
  const numDone = result.numBefore + result.numDone;
  shown.done(result, signal.aborted);
  if (outputs.review !== null && !signal.aborted)
    await writeReview(options.review!, outputs.review, {
      ...{ title: name, labels: rules.labels, format: sampleFormatOf(model.config) },
      ...{ mostEvents: options.reviewEvents, signal },
    });
  if (signal.aborted) {
    outputs.journal?.close();
    process.exitCode = interrupt.exitCode;
    if (outputs.journal !== null)
      say(
        `stopped after ${numDone} of ${counted(recordings.length, "recording")}; to continue: ${resumeCommand()}`,
      );
    return;
  }
  if (options.summary !== undefined) writeOutput("--summary", options.summary, result.summary.csv());
  // Last: without the summary, the detection can be resumed.
  outputs.journal?.remove();
  reportLabels(result);
  reportProblems([...problems.map(describe), ...result.problems], recordings.length);
}

const say = (line: string): void => void process.stderr.write(`${fitTo(process.stderr, line)}\n`);
const describe = ({ message }: DataError): string => message;

/** One thread decodes hundreds of times as fast as a recording plays; libtorch's threads compute at the same time. */
function numDecodeThreads(): number {
  return Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));
}

/** The same for copies of a checkpoint. */
function weightsOf({ folder }: RestoredModel): string {
  const { manifest, weightsFile } = new CheckpointReader(folder);
  return manifest.files[weightsFile]!.crc32;
}

function resumeCommand(): string {
  const words = process.argv.slice(2);
  return ["woodshed", ...words, ...(words.includes("--resume") ? [] : ["--resume"])].map(shellWord).join(" ");
}

const MOST_LABELS = 20;

function reportLabels({ summary }: DetectResult): void {
  const labels = summary.byLabel();
  if (labels.length === 0) return;
  const rows = labels
    .slice(0, MOST_LABELS)
    .map(({ label, count, sec }) => [label, String(count), sec.toFixed(1)]);
  for (const line of tableLines([["label", "events", "seconds"], ...rows])) say(`  ${line}`);
  if (labels.length > MOST_LABELS)
    say(`  and ${labels.length - MOST_LABELS} more labels (--summary lists all)`);
}

function reportProblems(problems: readonly string[], numRecordings: number): void {
  if (problems.length === 0) return;
  process.exitCode = 1;
  say(
    `${counted(problems.length, "input")} could not be searched${numRecordings === 0 ? "" : ", the others were"}:`,
  );
  for (const problem of problems) say(`  ${problem}`);
}
