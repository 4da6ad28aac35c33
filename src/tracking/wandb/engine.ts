import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { TrackingError } from "../../errors.js";
import { createSocketFolder } from "../../temporary-folder.js";
import { FrameReader, frame } from "./frames.js";
import type { WandbInstall } from "./install.js";
import { type Message, Protocol } from "./protocol.js";

const START_MS = 20_000;

interface Waiting {
  resolve: (response: Message) => void;
  reject: (error: Error) => void;
}

/**
 * A wandb-core process and its socket. It exits by itself soon after this process does. Several runs may share one.
 */
export class Engine {
  readonly protocol: Protocol;
  readonly #process: ChildProcess;
  readonly #socket: Socket;
  readonly #waiting = new Map<string, Waiting>();
  #nextId = 1;
  #lost: Error | null = null;

  private constructor(protocol: Protocol, process: ChildProcess, socket: Socket) {
    this.protocol = protocol;
    this.#process = process;
    this.#socket = socket;
    const reader = new FrameReader();
    socket.on("data", (chunk: Buffer) => {
      try {
        for (const bytes of reader.push(chunk)) this.#receive(protocol.decodeResponse(bytes));
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on("error", (error) => this.#lose(error));
    socket.on("close", () => this.#lose(new Error("its socket was closed")));
    process.on("exit", (code, signal) => this.#lose(new Error(`it exited with ${signal ?? `code ${code}`}`)));
  }

  /** @param logPath file for its output @throws TrackingError if it does not start */
  static async start({ binary, protoFolder }: WandbInstall, logPath: string): Promise<Engine> {
    const folder = createSocketFolder("woodshed-wandb-", "socket");
    const portFile = join(folder, "port");
    const log = openSync(logPath, "a");
    const child = spawn(
      binary,
      ["--no-observability", "--port-filename", portFile, "--pid", `${process.pid}`],
      {
        // Ctrl-C must reach only the run, which ends the engine when everything is delivered.
        detached: true,
        stdio: ["ignore", log, log],
        // The engine creates its socket there, and has no fallback of its own.
        env: { ...process.env, TMPDIR: dirname(folder) },
      },
    );
    closeSync(log);
    child.unref();
    try {
      const path = await waitForPort(child, portFile);
      const socket = await open(path);
      return new Engine(new Protocol(protoFolder), child, socket);
    } catch (cause) {
      child.kill("SIGKILL");
      const { message } = cause as Error;
      throw new TrackingError("WANDB_START", `${binary}: did not start: ${message}; see ${logPath}`, {
        cause,
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** True once the process or its socket is gone. */
  get isLost(): boolean {
    return this.#lost !== null;
  }

  /** Bytes that the engine has not read yet. */
  get backlog(): number {
    return this.#socket.writableLength;
  }

  /** Sends a message without an answer. A lost engine drops it; the next `request` then throws. */
  send(message: Message): void {
    this.sendEncoded(this.protocol.encodeRequest(message));
  }

  /** Sends an encoded ServerRequest. */
  sendEncoded(bytes: Uint8Array): void {
    if (this.#lost === null) this.#socket.write(frame(bytes));
  }

  /** Resolves when everything sent so far has left this process. */
  async drained(): Promise<void> {
    if (this.#lost === null && this.#socket.writableNeedDrain) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          this.#socket.off("drain", done).off("close", done);
          resolve();
        };
        this.#socket.once("drain", done).once("close", done);
      });
    }
    if (this.#lost !== null) throw this.#lost;
  }

  /**
   * Sends a message and waits for the answer.
   *
   * @throws TrackingError if the engine is lost, answers with an error, or not in time
   */
  async request(message: Message, timeoutMs?: number): Promise<Message> {
    if (this.#lost !== null) throw this.#lost;
    const id = `${this.#nextId++}`;
    const answer = new Promise<Message>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.send({ ...addressed(message, id), request_id: id });
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            const error = new TrackingError(
              "WANDB_TIMEOUT",
              `wandb-core: no answer in ${timeoutMs / 1000} s`,
            );
            this.#waiting.get(id)?.reject(error);
            this.#waiting.delete(id);
          }, timeoutMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits until the process has exited, and kills it after `timeoutMs`. */
  async end(timeoutMs = 5000): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) resolve();
      this.#process.once("exit", () => resolve());
    });
    // Otherwise Node may exit first, if the program has nothing else to do.
    this.#process.ref();
    this.#socket.end();
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), timeoutMs);
    await ended;
    clearTimeout(timer);
  }

  #receive(response: Message): void {
    const id = response["request_id"] as string | undefined;
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id!);
    const error = response["error_response"] as { message?: string } | undefined;
    if (error === undefined) waiting.resolve(response);
    else waiting.reject(new TrackingError("WANDB_ENGINE", `wandb-core: ${error.message}`));
  }

  #lose(reason: Error): void {
    if (this.#lost !== null) return;
    this.#lost = new TrackingError("WANDB_LOST", `wandb-core is gone: ${reason.message}`);
    for (const { reject } of this.#waiting.values()) reject(this.#lost);
    this.#waiting.clear();
    this.#socket.destroy();
  }
}

/** Adds the id to a record: answers to records carry its mailbox slot. */
function addressed(message: Message, id: string): Message {
  const record = message["record_publish"] as Message | undefined;
  if (record === undefined) return message;
  const control = { ...(record["control"] as Message | undefined), mailbox_slot: id };
  return { ...message, record_publish: { ...record, control } };
}

/** Waits for the file, which appears complete: `unix=PATH` and a last line `EOF`. */
async function waitForPort(child: ChildProcess, path: string): Promise<string> {
  let ended: Error | null = null;
  child.once("error", (error) => {
    ended = error;
  });
  child.once("exit", (code, signal) => {
    ended = new Error(`it exited with ${signal ?? `code ${code}`}`);
  });
  const startMs = performance.now();
  while (performance.now() - startMs < START_MS) {
    if (ended !== null) throw ended;
    const socket = readPort(path);
    if (socket !== null) return socket;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`no socket after ${START_MS / 1000} s`);
}

function readPort(path: string): string | null {
  try {
    const lines = readFileSync(path, "utf8").split("\n");
    return lines.at(-1) === "EOF" ? (lines.find((line) => line.startsWith("unix="))?.slice(5) ?? null) : null;
  } catch {
    return null;
  }
}

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
  });
}
