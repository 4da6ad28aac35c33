/** Searches recordings for events, one after the other, and writes the results of each whole. */
import { resolve } from "node:path";
import type { SampleFormat } from "../audio/sample-format.js";
import { DataError } from "../errors.js";
import { yieldToEventLoop } from "../yield-to-event-loop.js";
import { DecodeAhead, type OpenedRecording } from "./decode-ahead.js";
import type { EmbeddingFolder } from "./embedding-files.js";
import type { EventWriter } from "./event-writers.js";
import { type Detector, findEvents } from "./find-events.js";
import type { FoundRecording } from "./found-recording.js";
import type { Recording } from "./inputs.js";
import type { Journal, JournalEntry } from "./journal.js";
import type { ReviewRecording } from "./review/reviewed-events.js";
import { DetectSummary, summarize } from "./summary.js";

/** Where results go. */
export interface DetectOutputs {
  writer: EventWriter;
  embeddings: EmbeddingFolder | null;
  /** null for results that cannot be resumed. */
  journal: Journal | null;
  /** Takes the events of all recordings; null if they are not needed at the end. */
  review: ReviewRecording[] | null;
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

/** How recordings are decoded. */
export interface Decoding {
  format: SampleFormat;
  /** Results do not depend on their number. */
  numThreads: number;
}

/** Returns the recordings that a former process did not do. */
export function remaining(recordings: readonly Recording[], journal: Journal | null): Recording[] {
  const done = new Set(journal?.entries.map(({ absolute }) => absolute));
  return recordings.filter(({ file }) => !done.has(resolve(file)));
}

/**
 * Searches the recordings that remain. Ends early when the signal is aborted, without the recording that is being searched.
 *
 * @throws an error of writing results; what is wrong with a recording is a problem of the result
 */
export async function detect(
  detector: Detector,
  { format, numThreads }: Decoding,
  recordings: readonly Recording[],
  outputs: DetectOutputs,
  events: DetectEvents,
): Promise<DetectResult> {
  const run = new DetectRun(detector, outputs, events);
  if (recordings.length === 0) return run.result;
  const decoder = new DecodeAhead(recordings, format, numThreads);
  try {
    for (const recording of recordings) {
      if (events.signal.aborted) break;
      await run.search(recording, decoder);
      // Blocks that are decoded are taken without serving signals.
      await yieldToEventLoop();
    }
  } finally {
    await decoder.close();
  }
  return run.result;
}

class DetectRun {
  readonly result: DetectResult;
  readonly #detector: Detector;
  readonly #outputs: DetectOutputs;
  readonly #events: DetectEvents;
  /** Samples of the recordings that were written, by sample rate: times in one table add up without rounding. */
  readonly #framesBefore = new Map<number, number>();
  #saidLowRate = false;

  constructor(detector: Detector, outputs: DetectOutputs, events: DetectEvents) {
    this.#detector = detector;
    this.#outputs = outputs;
    this.#events = events;
    const done = outputs.journal?.entries ?? [];
    this.result = { summary: new DetectSummary(), numDone: 0, numBefore: done.length, sec: 0, problems: [] };
    for (const entry of done) this.#count(entry);
  }

  #count({ path, absolute, problem, sampleRateHz, numFrames, rows, events }: JournalEntry): void {
    if (problem !== null) this.result.problems.push(problem);
    else {
      this.result.summary.add(path, rows);
      if (events !== null)
        this.#outputs.review?.push({ path: absolute, durationSec: numFrames / sampleRateHz, events });
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
        onOpen: (opened) => this.#opened(opened, recording),
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
      const { path, file } = recording;
      const problem = error.message.includes(file)
        ? error.message.replaceAll(file, () => path)
        : `${path}: ${error.message}`;
      this.#done(recording, { problem, sampleRateHz: 0, numFrames: 0, rows: [], events: null });
    }
    result.numDone++;
    onProgress(result.numDone, result.sec);
  }

  #opened({ sampleRateHz, warning }: OpenedRecording, { path, file }: Recording): void {
    const { warn } = this.#events;
    if (warning !== null) warn(`warning: ${warning.replaceAll(file, () => path)}`);
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
    this.#done(found.recording, {
      ...{ problem: null, sampleRateHz, numFrames, rows: summarize(events) },
      events: this.#outputs.review === null ? null : events,
    });
  }

  #done(
    { path, file }: Recording,
    part: Omit<JournalEntry, "path" | "absolute" | "bytes" | "indexBytes">,
  ): void {
    const { journal, writer, embeddings } = this.#outputs;
    const sizes = { bytes: writer.bytes, indexBytes: embeddings?.indexBytes ?? 0 };
    const entry = { path, absolute: resolve(file), ...part, ...sizes };
    journal?.add(entry);
    this.#count(entry);
  }
}
