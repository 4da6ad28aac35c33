/** Searches recordings for events, one after the other, and writes the results of each whole. */
import { resolve } from "node:path";
import type { SampleFormat } from "../audio/sample-format.js";
import { DataError } from "../errors.js";
import { DecodeAhead, type OpenedRecording } from "./decode-ahead.js";
import type { EmbeddingFolder } from "./embedding-files.js";
import type { EventWriter } from "./event-writers.js";
import { type Detector, findEvents } from "./find-events.js";
import type { FoundRecording } from "./found-recording.js";
import type { Recording } from "./inputs.js";
import type { Journal, JournalEntry } from "./journal.js";
import { DetectSummary, summarize } from "./summary.js";

/** Where results go. */
export interface DetectOutputs {
  writer: EventWriter;
  embeddings: EmbeddingFolder | null;
  /** null for results that cannot be resumed. */
  journal: Journal | null;
}

export interface DetectEvents {
  signal: AbortSignal;
  /** A line for the user, before the results. */
  warn(line: string): void;
  /** @param recordings that are done; a part of one counts as a part @param sec of audio that is done in this process */
  onProgress(recordings: number, sec: number): void;
}

export interface DetectResult {
  summary: DetectSummary;
  numDone: number;
  /** Recordings that a former process did. */
  numBefore: number;
  /** Seconds of audio that this process searched. */
  sec: number;
  /** Errors about recordings that could not be searched, by former processes too. */
  problems: string[];
}

/** Ends early, between recordings, when the signal is aborted. */
export async function detect(
  detector: Detector,
  format: SampleFormat,
  recordings: readonly Recording[],
  outputs: DetectOutputs,
  events: DetectEvents,
): Promise<DetectResult> {
  const run = new DetectRun(detector, outputs, events, recordings);
  const { todo } = run;
  if (todo.length === 0) return run.result;
  const decoder = new DecodeAhead(todo, format, numThreads);
  try {
    for (const recording of todo) {
      if (events.signal.aborted) break;
      await run.search(recording, decoder);
    }
  } finally {
    await decoder.close();
  }
  return run.result;
}

/** One thread decodes hundreds of times as fast as a recording plays; the model computes with the others. */
const numThreads = 1;

class DetectRun {
  readonly result: DetectResult;
  readonly todo: readonly Recording[];
  readonly #detector: Detector;
  readonly #outputs: DetectOutputs;
  readonly #events: DetectEvents;
  /** Samples of the recordings that were written, by sample rate: times in one table add up without rounding. */
  readonly #framesBefore = new Map<number, number>();
  #saidLowRate = false;

  constructor(
    detector: Detector,
    outputs: DetectOutputs,
    events: DetectEvents,
    recordings: readonly Recording[],
  ) {
    this.#detector = detector;
    this.#outputs = outputs;
    this.#events = events;
    const done = outputs.journal?.entries ?? [];
    const paths = new Set(done.map(({ path }) => path));
    this.todo = recordings.filter(({ path }) => !paths.has(resolve(path)));
    const numBefore = recordings.length - this.todo.length;
    this.result = { summary: new DetectSummary(), numDone: 0, numBefore, sec: 0, problems: [] };
    const shown = new Map(recordings.map(({ path }) => [resolve(path), path]));
    for (const entry of done) this.#count(entry, shown.get(entry.path) ?? entry.path);
  }

  #count({ problem, sampleRateHz, numFrames, rows }: JournalEntry, path: string): void {
    if (problem !== null) this.result.problems.push(problem);
    else {
      this.result.summary.add(path, rows);
      this.#framesBefore.set(sampleRateHz, (this.#framesBefore.get(sampleRateHz) ?? 0) + numFrames);
    }
  }

  async search(recording: Recording, decoder: DecodeAhead): Promise<void> {
    const { signal, onProgress } = this.#events;
    const { result } = this;
    const embeddings = this.#outputs.embeddings?.start(recording) ?? null;
    try {
      const found = await findEvents(this.#detector, recording, decoder, {
        ...{ signal, embeddings },
        onOpen: (opened) => this.#opened(opened, recording.path),
        onProgress: (samples, { numSamples }) =>
          onProgress(
            result.numDone + samples / numSamples,
            result.sec + samples / this.#detector.sampleRateHz,
          ),
      });
      embeddings?.finish();
      this.#write(found);
      result.sec += found.numFrames / found.sampleRateHz;
    } catch (error) {
      embeddings?.drop();
      if (signal.aborted) return;
      if (!(error instanceof DataError) || error.code === "WORKER") throw error;
      const problem = error.message.includes(recording.path)
        ? error.message
        : `${recording.path}: ${error.message}`;
      this.#done(recording, { problem, sampleRateHz: 0, numFrames: 0, rows: [] });
    }
    result.numDone++;
    onProgress(result.numDone, result.sec);
  }

  #opened({ sampleRateHz, warning }: OpenedRecording, path: string): void {
    const { warn } = this.#events;
    if (warning !== null) warn(`warning: ${warning}`);
    const { sampleRateHz: modelHz } = this.#detector;
    if (sampleRateHz >= modelHz || this.#saidLowRate) return;
    this.#saidLowRate = true;
    warn(
      `note: ${path}: its sample rate is ${sampleRateHz} Hz, the model's ${modelHz} Hz: it is resampled, and has no sound above ${sampleRateHz / 2} Hz; other such recordings are not reported`,
    );
  }

  #write(found: FoundRecording): void {
    let sec = 0;
    for (const [rateHz, frames] of this.#framesBefore) sec += frames / rateHz;
    this.#outputs.writer.write(found, { sec, numEvents: this.result.summary.numEvents });
    const { sampleRateHz, numFrames, events } = found;
    this.#done(found.recording, { problem: null, sampleRateHz, numFrames, rows: summarize(events) });
  }

  #done({ path }: Recording, part: Omit<JournalEntry, "path" | "bytes" | "indexBytes">): void {
    const { journal, writer, embeddings } = this.#outputs;
    const entry = {
      path: resolve(path),
      ...part,
      bytes: writer.bytes,
      indexBytes: embeddings?.indexBytes ?? 0,
    };
    journal?.add(entry);
    this.#count(entry, path);
  }
}
