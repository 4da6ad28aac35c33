import { Worker } from "node:worker_threads";
import { bundlePath } from "../package-root.js";
import { RequestError } from "../serving/request-error.js";
import type { Tasks } from "./reading/tasks.js";
import type { WorkerAnswer, WorkerRequest } from "./reading/worker.js";

const NUM_THREADS = 2;
/** A file that takes longer was made to: its thread is replaced. Ten million points of a metric take ten seconds. */
const MOST_MS = { short: 60_000, long: 900_000 };
const MOST_WAITING = 10_000;
/** Memory of a thread: a record that needs more is refused, and the server stays. */
const HEAP_MB = 1024;

export interface CallOptions {
  /** Calls with the same text go to the same thread, which remembers what it read: a run's key. */
  affinity: string;
  /** False for work that nobody waits for: it is done when there is no other. */
  isUrgent?: boolean;
  /** True for work that grows with the length of a run. */
  isLong?: boolean;
}

interface Call {
  request: WorkerRequest;
  mostMs: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The threads that read records and files. */
export class Readers {
  readonly #threads = Array.from({ length: NUM_THREADS }, () => new Thread());
  #nextId = 0;

  /** Starts the threads, which take a moment to load, before the first question. */
  start(): void {
    for (const thread of this.#threads) thread.start();
  }

  /** @throws RequestError if the task fails: 422 for a record or file that cannot be read */
  call<K extends keyof Tasks>(
    task: K,
    args: Parameters<Tasks[K]>,
    { affinity, isUrgent = true, isLong = false }: CallOptions,
  ): Promise<Awaited<ReturnType<Tasks[K]>>> {
    const thread = this.#threads[Number.parseInt(affinity.slice(-4), 16) % NUM_THREADS] ?? this.#threads[0]!;
    return new Promise((resolve, reject) => {
      thread.add(
        {
          request: { id: this.#nextId++, task, args },
          mostMs: isLong ? MOST_MS.long : MOST_MS.short,
          resolve: resolve as Call["resolve"],
          reject,
        },
        isUrgent,
      );
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

/** A thread with what waits for it; it starts with the first call, and again after a crash. */
class Thread {
  #worker: Worker | null = null;
  #current: Call | null = null;
  #timer: NodeJS.Timeout | undefined;
  readonly #urgent: Call[] = [];
  readonly #idle: Call[] = [];
  #isClosed = false;

  add(call: Call, isUrgent: boolean): void {
    const queue = isUrgent ? this.#urgent : this.#idle;
    if (this.#isClosed || queue.length >= MOST_WAITING) {
      call.reject(new RequestError(503, "OVERLOADED", "too many requests wait; try again in a second"));
      return;
    }
    queue.push(call);
    this.#next();
  }

  start(): void {
    this.#worker ??= this.#start();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#drop(new RequestError(503, "CLOSING", "the dashboard is closing"));
    for (const call of [...this.#urgent.splice(0), ...this.#idle.splice(0)])
      call.reject(new RequestError(503, "CLOSING", "the dashboard is closing"));
  }

  #next(): void {
    if (this.#current !== null || this.#isClosed) return;
    const call = this.#urgent.shift() ?? this.#idle.shift();
    if (call === undefined) return;
    this.#current = call;
    this.#timer = setTimeout(() => {
      void this.#drop(
        new RequestError(
          422,
          "TOO_SLOW",
          `reading took longer than ${call.mostMs / 1000} s and was given up`,
        ),
      );
      this.#next();
    }, call.mostMs);
    this.#worker ??= this.#start();
    this.#worker.postMessage(call.request);
  }

  #start(): Worker {
    const worker = new Worker(bundlePath("dashboard/reading/worker"), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.unref();
    worker.on("message", (answer: WorkerAnswer) => {
      if (this.#current?.request.id !== answer.id) return;
      const call = this.#finish();
      if ("error" in answer) {
        const { status, code, message } = answer.error;
        call?.reject(new RequestError(status, code, message));
      } else call?.resolve(answer.value);
      this.#next();
    });
    // Lists in lists, thousands deep, can be sent and not received.
    worker.on("messageerror", (error: Error) => {
      this.#finish()?.reject(new RequestError(422, "UNREADABLE", `reading failed: ${error.message}`));
      this.#next();
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      if (this.#worker !== worker) return;
      const why = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "it needs too much memory" : error.message;
      void this.#drop(new RequestError(422, "UNREADABLE", `reading failed: ${why}`));
      this.#next();
    });
    return worker;
  }

  /** Gives up the current call and its thread, which may hang in native code. */
  async #drop(error: Error): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#finish()?.reject(error);
    await worker?.terminate();
  }

  #finish(): Call | null {
    clearTimeout(this.#timer);
    const call = this.#current;
    this.#current = null;
    return call;
  }
}
