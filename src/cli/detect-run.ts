/** The run of `woodshed detect`, loaded when it runs. */
import { existsSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { CheckpointReader } from "../checkpoint/index.js";
import { counted } from "../counted.js";
import { type DetectOutputs, type DetectResult, detect } from "../detect/detect.js";
import { EmbeddingFolder } from "../detect/embedding-files.js";
import { eventRules, overrideRules } from "../detect/event-rules.js";
import { type EventWriter, FolderWriter, OutputWriter, TableWriter } from "../detect/event-writers.js";
import { type EventFormatName, FORMATS } from "../detect/formats.js";
import { assertDistinctNames, findRecordings, type Recording } from "../detect/inputs.js";
import { type DetectSettings, Journal } from "../detect/journal.js";
import { ConfigError, type DataError } from "../errors.js";
import { type RestoredModel, restoreModel } from "../inference/restore.js";
import { sampleFormatOf } from "../inference/sample-format.js";
import { timelineModel } from "../inference/timeline/model-timelines.js";
import { resolveModel } from "../serving/resolve.js";
import { shellWord } from "../shell-word.js";
import { Crash } from "../train/stop.js";
import { Interrupt } from "./interrupt.js";
import { writeOutput } from "./output-file.js";
import { createProgress, type Progress } from "./progress.js";
import { tableLines } from "./table.js";
import { fitTo } from "./wrap.js";

export interface DetectOptions {
  format: EventFormatName;
  out?: string;
  resume?: boolean;
  hop?: number;
  threshold: string[];
  median?: number;
  merge: number;
  minDuration?: number;
  summary?: string;
  embeddings?: string;
}

export async function runDetectCommand(
  name: string,
  paths: readonly string[],
  options: DetectOptions,
): Promise<void> {
  const out = outputOf(options);
  const { recordings, problems } = findRecordings(paths, say);
  refuse(recordings, out, options);
  if (recordings.length === 0) {
    reportProblems(problems.map(describe), 0);
    return;
  }
  const model = restoreModel(await resolveModel(name));
  const { sample_rate_hz: sampleRateHz } = model.config.data;
  const timelines = timelineModel(model, { hopSec: options.hop ?? null });
  const rules = overrideRules(timelines.rules, {
    thresholds: options.threshold,
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
  };
  const outputs = openOutputs(out, options, settings, sampleRateHz);
  const interrupt = new Interrupt(() => say("stopping (Ctrl-C again exits at once)"));
  const { signal } = interrupt;
  const shown = new DetectProgress(recordings.length);
  const result = await detect(
    { model: timelines, sampleRateHz, rules: eventRules(rules, options.merge, timelines.grid, sampleRateHz) },
    sampleFormatOf(model.config),
    recordings,
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
  if (signal.aborted) {
    outputs.journal?.close();
    process.exitCode = interrupt.exitCode;
    if (outputs.journal !== null)
      say(
        `stopped after ${numDone} of ${counted(recordings.length, "recording")}; to continue: ${resumeCommand()}`,
      );
    return;
  }
  outputs.journal?.remove();
  if (options.summary !== undefined) writeOutput("--summary", options.summary, result.summary.csv());
  reportLabels(result);
  reportProblems([...problems.map(describe), ...result.problems], recordings.length);
}

const say = (line: string): void => void process.stderr.write(`${fitTo(process.stderr, line)}\n`);
const describe = ({ message }: DataError): string => message;

type Output = { kind: "stdout" } | { kind: "file" | "folder"; path: string };

/** A name with an ending is a file, unless there is a folder of that name. */
function outputOf({ out }: DetectOptions): Output {
  if (out === undefined) return { kind: "stdout" };
  const isFolder = existsSync(out) ? statSync(out).isDirectory() : /[\\/]$/.test(out) || extname(out) === "";
  return { kind: isFolder ? "folder" : "file", path: out };
}

/** @throws an error for options that do not fit the recordings, before the model is loaded */
function refuse(recordings: readonly Recording[], out: Output, options: DetectOptions): void {
  const { format, embeddings, resume } = options;
  if (resume === true && out.kind === "stdout")
    throw new ConfigError("RESUME", "--resume: expected --out, whose results it continues");
  if (out.kind === "folder") assertDistinctNames(recordings, `--out ${out.path}`);
  if (embeddings !== undefined) assertDistinctNames(recordings, `--embeddings ${embeddings}`);
  if (out.kind !== "folder" && !FORMATS[format].namesRecordings && recordings.length > 1)
    throw new ConfigError(
      "FORMAT",
      `--format ${format}: a file is of one recording, these are ${recordings.length}; name a folder (--out labels/)`,
    );
}

function openOutputs(
  out: Output,
  { format: name, embeddings, resume }: DetectOptions,
  settings: DetectSettings,
  sampleRateHz: number,
): DetectOutputs {
  const format = FORMATS[name];
  const journal = out.kind === "stdout" ? null : openJournal(out, settings, resume ?? false);
  const last = journal?.entries.at(-1);
  const writer: EventWriter =
    out.kind === "stdout"
      ? new OutputWriter(format, (text) => void process.stdout.write(text))
      : out.kind === "file"
        ? new TableWriter(out.path, format, last?.bytes ?? null)
        : new FolderWriter(out.path, format);
  return {
    writer,
    embeddings:
      embeddings === undefined
        ? null
        : new EmbeddingFolder(embeddings, sampleRateHz, last?.indexBytes ?? null),
    journal,
  };
}

function openJournal(
  out: { kind: "file" | "folder"; path: string },
  settings: DetectSettings,
  isResumed: boolean,
): Journal {
  const path = out.kind === "file" ? `${out.path}.progress` : join(out.path, "detect.progress");
  if (isResumed && !existsSync(path) && existsSync(out.path) && out.kind === "file")
    throw new ConfigError(
      "RESUME",
      `--resume: ${path} does not exist: ${out.path} is complete, or is not of an interrupted detection; leave out --resume to write it again`,
    );
  return Journal.open(path, settings, isResumed);
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

/** Recordings, hours and speed. */
class DetectProgress {
  readonly #bar: Progress;
  readonly #total: number;
  readonly #startMs = performance.now();

  constructor(total: number) {
    this.#total = total;
    this.#bar = createProgress(process.stderr, { total, label: "detecting", unit: null });
  }

  #speed(sec: number): string {
    const elapsedSec = (performance.now() - this.#startMs) / 1000;
    return `${Math.round(sec / Math.max(elapsedSec, 1e-3))}x real time`;
  }

  update(done: number, sec: number): void {
    this.#bar.update(done, {
      recording: `${Math.min(this.#total, Math.floor(done) + 1)}/${this.#total}`,
      audio: `${hoursText(sec)}, ${this.#speed(sec)}`,
    });
  }

  log(line: string): void {
    this.#bar.log(line);
  }

  done({ numDone, numBefore, sec, summary }: DetectResult, isStopped: boolean): void {
    const before = numBefore === 0 ? "" : ` (${numBefore} before)`;
    const what = `${counted(numDone, "recording")}${before}, ${hoursText(sec)} of audio, ${this.#speed(sec)}`;
    this.#bar.done(`${isStopped ? "stopped: " : ""}${what}, ${counted(summary.numEvents, "event")}`);
  }
}

function hoursText(sec: number): string {
  return sec >= 3600 ? `${(sec / 3600).toFixed(1)} h` : `${(sec / 60).toFixed(1)} min`;
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
