import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { ConfigError, SearchError } from "../errors.js";
import { setupCommandLine } from "../installation.js";
import { packageRoot } from "../package-root.js";
import { processStart } from "../process-identity.js";
import { providePackage } from "../provide-services.js";
import { type PythonCommand, pythonPath, pythonScript } from "../python.js";
import { onLines } from "./lines.js";

/** Starts in a row without an answer, after which the search fails. */
const MOST_STARTS = 10;
/** Lines of the broker's output that an error shows. */
const MAX_PRINTED_LINES = 12;

/** Kinds of errors that the user can correct (ConfigError); all others are failures (SearchError). */
const USER_ERRORS = new Set([
  ...["NAME", "OPTION", "SPACE", "DIRECTION", "METRIC", "EXISTS", "NO_STUDY", "STORAGE", "MISSING", "IN_USE"],
]);

/** Names this process as the owner of trials, in a form that other processes on this host can check. */
export function ownerName(): string {
  return `${hostname()}|${process.pid}|${processStart(process.pid) ?? ""}`;
}

interface Request {
  id: number;
  method: string;
  params: object;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

interface Reply {
  id: number;
  result?: unknown;
  error?: { kind: string; message: string };
}

export interface BrokerOptions {
  /** null keeps the study in the broker's memory, where it is lost when the broker exits. */
  storage: string | null;
  [option: string]: unknown;
}

/**
 * The process that owns an Optuna study (`services/search/broker.py`). It is started on first use and restarted when it
 * dies: unanswered requests are sent again, marked so that the broker skips what is already done.
 */
export class Broker {
  readonly #options: BrokerOptions;
  readonly #pending = new Map<number, Request>();
  /** Trials that this process has received and not finished. */
  readonly #known = new Set<number>();
  readonly #printed: string[] = [];
  #child: ChildProcess | null = null;
  #socket: Duplex | null = null;
  #nextId = 1;
  /** Starts in a row without an answer. */
  #numStarts = 0;
  #isClosed = false;
  #failure: Error | null = null;

  private constructor(options: BrokerOptions) {
    this.#options = options;
  }

  /** @throws ConfigError for errors that the user can correct, SearchError when the broker cannot run */
  static async open(options: BrokerOptions): Promise<{ broker: Broker; opened: Opened }> {
    const broker = new Broker(options);
    try {
      return { broker, opened: await broker.call<Opened>("open", options) };
    } catch (error) {
      await broker.close();
      throw error;
    }
  }

  /** The broker's process id; null while it does not run. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  call<T>(method: string, params: object = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure);
      if (this.#isClosed) return reject(new SearchError("CLOSED", `${method}: the study is closed`));
      const request = { id: this.#nextId++, method, params, resolve: resolve as Request["resolve"], reject };
      this.#pending.set(request.id, request);
      if (this.#child === null) this.#start(method === "open");
      else this.#send(request, false);
      this.#hold();
    });
  }

  /** Stops the broker after it has answered all requests. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const child = this.#child;
    if (child === null) return;
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    this.#socket?.end();
    child.ref();
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
  }

  #start(isFirst: boolean): void {
    this.#numStarts++;
    const { command, args, env } = brokerCommand();
    const child = spawn(command, args, {
      env,
      stdio: ["ignore", "ignore", "pipe", "pipe"],
      // A group of its own: Ctrl-C in the terminal must reach this process alone.
      detached: true,
    });
    const socket = child.stdio[3] as Duplex;
    this.#child = child;
    this.#socket = socket;
    (child.stderr as unknown as Ref).unref();
    onLines(child.stderr!, (line) => {
      this.#printed.push(line);
      if (this.#printed.length > MAX_PRINTED_LINES) this.#printed.shift();
    });
    onLines(socket, (line) => this.#receive(JSON.parse(line) as Reply));
    let spawnError: Error | null = null;
    child.once("error", (error) => {
      spawnError = error;
    });
    child.once("close", (code, signal) => this.#handleExit(spawnError?.message ?? signal ?? `code ${code}`));
    if (!isFirst) {
      const reopen: Request = {
        ...{ id: this.#nextId++, method: "open", params: { ...this.#options, known: [...this.#known] } },
        ...{ resolve: () => {}, reject: (error) => this.#fail(error) },
      };
      // First in the queue. It carries no `again` mark.
      const waiting = [...this.#pending.values()];
      this.#pending.clear();
      for (const request of [reopen, ...waiting]) this.#pending.set(request.id, request);
    }
    for (const request of this.#pending.values()) this.#send(request, !isFirst && request.method !== "open");
  }

  #send({ id, method, params }: Request, again: boolean): void {
    const text = JSON.stringify({ id, method, params, ...(again ? { again } : {}) }, encodeNumber);
    this.#socket!.write(`${text}\n`);
  }

  #receive({ id, result, error }: Reply): void {
    const request = this.#pending.get(id);
    if (request === undefined) return;
    this.#pending.delete(id);
    this.#numStarts = 0;
    if (error === undefined) {
      this.#follow(request, result);
      request.resolve(result);
    } else {
      const ErrorClass = USER_ERRORS.has(error.kind) ? ConfigError : SearchError;
      request.reject(new ErrorClass(`SEARCH_${error.kind}`, error.message));
    }
    if (this.#pending.size === 0) this.#release();
  }

  /** Keeps this process alive while a request waits for its answer. */
  #hold(): void {
    this.#child?.ref();
    (this.#socket as Ref | null)?.ref();
  }

  #release(): void {
    this.#child?.unref();
    (this.#socket as Ref | null)?.unref();
  }

  /** Tracks which trials this process has. */
  #follow({ method, params }: Request, result: unknown): void {
    const { number } = ((method === "ask" ? result : params) ?? {}) as { number?: number };
    if (number === undefined) return;
    if (method === "ask") this.#known.add(number);
    if (method === "tell" || method === "retry") this.#known.delete(number);
  }

  #handleExit(how: string): void {
    this.#child = null;
    this.#socket = null;
    const isIdle = this.#pending.size === 0;
    if (this.#isClosed && isIdle) return;
    const last = this.#printed.length === 0 ? "" : `:\n${this.#printed.join("\n")}`;
    if (this.#options.storage === null) {
      this.#fail(
        new SearchError(
          "BROKER",
          `Optuna's process exited (${how}), and the study in its memory is lost; set a storage to keep studies${last}`,
        ),
      );
    } else if (this.#numStarts >= MOST_STARTS) {
      this.#fail(
        new SearchError(
          "BROKER",
          `Optuna's process exited (${how}) ${MOST_STARTS} times in a row without an answer${last}`,
        ),
      );
    } else if (!isIdle) this.#start([...this.#pending.values()].some(({ method }) => method === "open"));
  }

  #fail(error: Error): void {
    this.#failure = error;
    const requests = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of requests) reject(error);
  }
}

/** The result of `open`. */
export interface Opened {
  numTrials: number;
  /** True if the storage is a server, where other machines may search too. */
  isShared: boolean;
  /** Optuna's version. */
  version: string;
}

/** Methods of pipes that their types lack; they set whether a pipe keeps the process alive. */
interface Ref {
  ref(): void;
  unref(): void;
}

/** NaN and infinities are sent as text: JSON has no such numbers. */
function encodeNumber(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** @throws SearchError where there is no Python */
export function brokerCommand(): PythonCommand {
  const python = pythonPath();
  const isProvided = process.env["WOODSHED_PYTHON"] !== undefined || providePackage("optuna") !== null;
  if (isProvided && existsSync(python))
    return pythonScript(python, join(packageRoot, "services", "search", "broker.py"), []);
  throw new SearchError(
    "PYTHON",
    `${python}: no Optuna. Run \`${setupCommandLine("services")}\`, or set WOODSHED_PYTHON to a Python with Optuna installed`,
  );
}
