import type { RawData, WebSocket } from "ws";
import { RequestError } from "./request-error.js";

/** A message of a client. */
export interface InboxMessage {
  bytes: Buffer;
  isBinary: boolean;
}

/** The connection of a client, as far as it is read. */
export type InboxSocket = Pick<WebSocket, "on" | "pause" | "resume">;

/**
 * Messages of a client that wait for the model. While more than `mostBytes` wait, the connection is not read: the client's own
 * buffers fill, so that one that sends faster than the model computes is slowed down and costs no memory here.
 */
export class Inbox {
  readonly #socket: InboxSocket;
  readonly #mostBytes: number;
  readonly #idleMs: number;
  readonly #messages: InboxMessage[] = [];
  #numBytes = 0;
  #isPaused = false;
  #isClosed = false;
  #wake: (() => void) | null = null;

  /** @param idleMs time without a message, while nothing waits, after which a client is given up */
  constructor(socket: InboxSocket, mostBytes: number, idleMs: number) {
    this.#socket = socket;
    this.#mostBytes = mostBytes;
    this.#idleMs = idleMs;
    socket.on("message", (data: RawData, isBinary: boolean) => this.#add(data as Buffer, isBinary));
    socket.on("close", () => this.close());
  }

  /** Bytes that wait. */
  get numBytes(): number {
    return this.#numBytes;
  }

  #add(bytes: Buffer, isBinary: boolean): void {
    if (this.#isClosed) return;
    this.#messages.push({ bytes, isBinary });
    this.#numBytes += bytes.length;
    if (this.#numBytes > this.#mostBytes && !this.#isPaused) {
      this.#isPaused = true;
      this.#socket.pause();
    }
    this.#wake?.();
  }

  /** Returns the next message, and waits for it; null once the connection is closed. @throws RequestError for an idle client */
  async next(): Promise<InboxMessage | null> {
    const message = this.#messages.shift();
    if (message !== undefined) {
      this.#numBytes -= message.bytes.length;
      if (this.#numBytes <= this.#mostBytes / 2) this.#resume();
      return message;
    }
    if (this.#isClosed) return null;
    let timer: NodeJS.Timeout | null = null;
    const isIdle = await new Promise<boolean>((resolve) => {
      this.#wake = () => resolve(false);
      timer = setTimeout(() => resolve(true), this.#idleMs);
    });
    clearTimeout(timer!);
    this.#wake = null;
    if (isIdle)
      throw new RequestError(
        408,
        "IDLE",
        `stream: nothing was sent for ${this.#idleMs / 1000} s; send silence while there is no sound, or end the stream`,
      );
    return this.next();
  }

  /** Drops what waits and whatever follows; the connection is read, so that its end is seen. */
  close(): void {
    this.#isClosed = true;
    this.#messages.length = 0;
    this.#numBytes = 0;
    this.#resume();
    this.#wake?.();
  }

  #resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#socket.resume();
  }
}
