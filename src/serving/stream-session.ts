import type { WebSocket } from "ws";
import { assertPlausible } from "../audio/plausible.js";
import { resamplePart } from "../audio/resample.js";
import { DataError } from "../errors.js";
import { joinResults } from "../streaming/stream-model.js";
import { type StreamModel, StreamState, type StreamWindow } from "../streaming/stream-state.js";
import { Inbox } from "./inbox.js";
import { decodePcm, type PcmSource } from "./pcm.js";
import { internalError, RequestError } from "./request-error.js";
import type { StreamLimits } from "./stream-limits.js";
import { endMessage, errorMessage, openMessage, resultMessages } from "./stream-messages.js";

/** Computes a window in the model's thread, together with those of other clients. @param wave is transferred */
export type ScoreWindow = (wave: Float32Array, signal: AbortSignal) => Promise<Float32Array>;

/** Windows of a stream that are computed at a time, for clients that send faster than real time. */
const WINDOWS_AT_ONCE = 8;

/** Codes of WebSocket (RFC 6455, 7.4.1) by the status that the same error has over HTTP. */
const CLOSE_CODES: Record<number, number> = { 422: 1007, 500: 1011, 503: 1013 };
const POLICY_VIOLATION = 1008;
const NORMAL_CLOSURE = 1000;

/** The stream of one client: samples in, frames and events out. */
export class StreamSession {
  readonly #socket: WebSocket;
  readonly #limits: StreamLimits;
  readonly #inbox: Inbox;
  readonly #gone = new AbortController();
  /** Settles when the connection is closed. */
  readonly closed: Promise<void>;
  #isRunning = false;
  #error: RequestError | null = null;
  #durationSec = 0;

  constructor(socket: WebSocket, limits: StreamLimits) {
    this.#socket = socket;
    this.#limits = limits;
    this.#inbox = new Inbox(socket, limits.maxWaitingBytes, limits.idleMs);
    this.closed = new Promise((resolve) => {
      socket.on("close", () => {
        this.#gone.abort();
        resolve();
      });
    });
    // Errors of the protocol, such as a message that is too large: the connection is closed with their code.
    socket.on("error", (error: Error & { code?: string }) => {
      this.#error ??= new RequestError(400, error.code ?? "PROTOCOL", error.message);
    });
  }

  /** The error that ended the stream; null without one. */
  get error(): RequestError | null {
    return this.#error;
  }

  /** False before the stream was accepted and after its end, while the connection closes. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Seconds of audio so far. */
  get durationSec(): number {
    return this.#durationSec;
  }

  /** Computes the stream until its end. */
  async run(model: StreamModel, source: PcmSource, score: ScoreWindow): Promise<void> {
    this.#isRunning = true;
    try {
      const state = new StreamState(model, source.sampleRateHz, resamplePart);
      await this.#send([openMessage(model)]);
      for (;;) {
        const message = await this.#inbox.next();
        if (message === null) throw gone();
        if (!message.isBinary) {
          assertEnd(message.bytes);
          break;
        }
        await this.#push(state, decodeChecked(message.bytes, source, model), score);
      }
      await this.#compute(state, state.end(), score);
      await this.#send(resultMessages(state.finish()));
      await this.#send([endMessage(state.durationSec)]);
      this.#inbox.close();
      this.#socket.close(NORMAL_CLOSURE);
    } catch (error) {
      this.fail(this.#gone.signal.aborted ? gone() : requestError(error));
    } finally {
      this.#isRunning = false;
    }
  }

  async #push(state: StreamState, samples: Float32Array, score: ScoreWindow): Promise<void> {
    await this.#compute(state, state.push(samples), score);
    this.#durationSec = state.durationSec;
  }

  /** Scores windows as they are cut, a few at a time, and sends what they finish. */
  async #compute(state: StreamState, windows: Iterable<StreamWindow>, score: ScoreWindow): Promise<void> {
    const { signal } = this.#gone;
    let waiting: { window: Omit<StreamWindow, "wave">; scores: Promise<Float32Array> }[] = [];
    const finish = async (): Promise<void> => {
      const scores = await Promise.all(waiting.map((one) => one.scores));
      const results = waiting.map(({ window }, i) => state.add(scores[i]!, window));
      waiting = [];
      await this.#send(resultMessages(joinResults(results)));
    };
    for (const { wave, ...window } of windows) {
      if (signal.aborted) throw gone();
      const scores = score(wave.slice(), signal);
      // An error is thrown below, unless the client is gone before.
      scores.catch(() => {});
      waiting.push({ window, scores });
      if (waiting.length === WINDOWS_AT_ONCE) await finish();
    }
    if (waiting.length > 0) await finish();
  }

  /**
   * Sends messages. While a client leaves too much of them unread, nothing more is computed for it, and one that reads nothing is
   * dropped.
   */
  async #send(messages: readonly object[]): Promise<void> {
    const { maxUnsentBytes, stallMs } = this.#limits;
    let isRead: Promise<boolean> = Promise.resolve(true);
    for (const message of messages)
      isRead = new Promise((resolve) => this.#socket.send(JSON.stringify(message), () => resolve(true)));
    if (this.#socket.bufferedAmount <= maxUnsentBytes) return;
    let timer: NodeJS.Timeout | null = null;
    const stalled = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), stallMs);
    });
    const isDropped = !(await Promise.race([isRead, stalled, this.closed.then(() => true)]));
    clearTimeout(timer!);
    if (!isDropped) return;
    // It would not read an explanation either.
    this.#error = new RequestError(
      408,
      "SLOW",
      `stream: the client left more than ${maxUnsentBytes} bytes of results unread for ${stallMs / 1000} s`,
    );
    this.#socket.terminate();
    throw this.#error;
  }

  /** Ends the stream with an error message and a close code. @param closeCode by default that of the error */
  fail(error: RequestError, closeCode = CLOSE_CODES[error.status] ?? POLICY_VIOLATION): void {
    this.#error ??= error;
    this.#inbox.close();
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(errorMessage(error)));
    this.#socket.close(closeCode, error.code);
  }

  /** Closes the connection without waiting for the client. */
  terminate(): void {
    this.#socket.terminate();
  }
}

function gone(): RequestError {
  return new RequestError(499, "GONE", "the client closed the connection");
}

function assertEnd(bytes: Buffer): void {
  const text = bytes.toString("utf8");
  if (text.trim() === "end") return;
  const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
  throw new RequestError(
    400,
    "COMMAND",
    `stream: the text message ${shown} is no command; expected end, and samples in binary messages`,
  );
}

function decodeChecked(bytes: Buffer, source: PcmSource, { format }: StreamModel): Float32Array {
  const samples = decodePcm(bytes, source, format.channels);
  assertPlausible(samples, "stream");
  return samples;
}

function requestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof DataError) return new RequestError(422, error.code, error.message);
  return internalError(error as Error);
}
