/** Decodes recordings in threads, ahead of the model, in blocks of shared memory. */
import { Worker } from "node:worker_threads";
import { numChannelsOf, type SampleFormat } from "../audio/sample-format.js";
import { describeKnownError } from "../describe-error.js";
import { DataError } from "../errors.js";
import { bundlePath } from "../package-root.js";
import { type SentError, unpackError } from "../thread-error.js";

/** A recording to decode. */
export interface DecodeInput {
  file: string;
  /** Reads a pipe to its end first. */
  allowPipe: boolean;
}

/** A recording that was opened. */
export interface OpenedRecording {
  sampleRateHz: number;
  numChannels: number;
  /** Samples of a channel in the file. */
  numFrames: number;
  /** Samples of a channel at the model's rate. */
  numSamples: number;
  /** About a file that does not state its length; null for other files. */
  warning: string | null;
}

/** A report of a thread, in the order of its recordings. */
export type DecodeMessage =
  | { kind: "open"; opened: OpenedRecording }
  | { kind: "block"; slot: number; count: number }
  | { kind: "end" }
  | { kind: "error"; error: SentError };

/** The data of a thread. */
export interface DecodeThreadData {
  inputs: readonly DecodeInput[];
  format: SampleFormat;
  slots: Float32Array[]; // [channels * count] each
  /** Number of slots that are free, and not 0 at the end to stop. */
  state: Int32Array;
}

/** Places in `DecodeThreadData.state`. */
export const FREE = 0;
export const STOP = 1;

/** Samples of a block, over all channels: 16 s at 16 kHz. */
const BLOCK_SAMPLES = 1 << 18;
/** Blocks that a thread decodes ahead. */
const NUM_SLOTS = 4;

class DecodeThread {
  readonly #worker: Worker;
  readonly #data: DecodeThreadData;
  readonly #messages: DecodeMessage[] = [];
  #wake: (() => void) | null = null;
  #failure: Error | null = null;
  #isClosed = false;

  constructor(inputs: readonly DecodeInput[], format: SampleFormat) {
    const blockSamples = BLOCK_SAMPLES - (BLOCK_SAMPLES % numChannelsOf(format.channels));
    const slots = Array.from(
      { length: NUM_SLOTS },
      () => new Float32Array(new SharedArrayBuffer(4 * blockSamples)),
    );
    const state = new Int32Array(new SharedArrayBuffer(8));
    state[FREE] = NUM_SLOTS;
    this.#data = { inputs, format, slots, state };
    this.#worker = new Worker(bundlePath("detect/decode-worker"), { workerData: this.#data, execArgv: [] });
    this.#worker.on("message", (message: DecodeMessage) => {
      this.#messages.push(message);
      this.#wake?.();
    });
    this.#worker.on("error", (error) => this.#fail(describeKnownError(error) ?? error.message, error));
    this.#worker.on("exit", (code) => this.#fail(`it exited with code ${code}`));
  }

  #fail(reason: string, cause?: unknown): void {
    if (this.#isClosed) return;
    this.#failure ??= new DataError("WORKER", `a thread that decodes died: ${reason}`, { cause });
    this.#wake?.();
  }

  /** Returns the next message, and waits for it. */
  async next(): Promise<DecodeMessage> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) return message;
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  samples(slot: number, count: number): Float32Array {
    return this.#data.slots[slot]!.subarray(0, count);
  }

  /** Lets the thread use a slot again. */
  free(): void {
    Atomics.add(this.#data.state, FREE, 1);
    Atomics.notify(this.#data.state, FREE);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    Atomics.store(this.#data.state, STOP, 1);
    this.free();
    await this.#worker.terminate();
  }
}

/** Takes the samples of a recording. */
export interface BlockReader {
  open(opened: OpenedRecording): void;
  /** @param samples planar [channels * count], in shared memory that is reused after the call */
  block(samples: Float32Array): void;
}

/** Recordings that threads decode, to be read in their order. */
export class DecodeAhead {
  readonly #threads: DecodeThread[];
  #next = 0;

  constructor(inputs: readonly DecodeInput[], format: SampleFormat, numThreads: number) {
    const count = Math.max(1, Math.min(numThreads, inputs.length));
    this.#threads = Array.from(
      { length: count },
      (_, thread) =>
        new DecodeThread(
          inputs.filter((_, i) => i % count === thread),
          format,
        ),
    );
  }

  /**
   * Reads the next recording.
   *
   * @param signal ends the reading at the next block; only `close` may be called then
   * @throws DataError for a recording that cannot be decoded; an error of the reader, once the recording is passed over; the
   * signal's reason
   */
  async read(reader: BlockReader, signal: AbortSignal): Promise<void> {
    const thread = this.#threads[this.#next++ % this.#threads.length]!;
    let error: { thrown: unknown } | null = null;
    const attempt = (use: () => void): void => {
      try {
        if (error === null) use();
      } catch (thrown) {
        error = { thrown };
      }
    };
    for (;;) {
      const message = await thread.next();
      signal.throwIfAborted();
      if (message.kind === "open") attempt(() => reader.open(message.opened));
      else if (message.kind === "block") {
        attempt(() => reader.block(thread.samples(message.slot, message.count)));
        thread.free();
      } else {
        if (error !== null) throw (error as { thrown: unknown }).thrown;
        if (message.kind === "error") throw unpackError(message.error);
        return;
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}
