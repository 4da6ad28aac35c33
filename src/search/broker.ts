import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { ConfigError, SearchError } from "../errors.js";
import { packageRoot } from "../package-root.js";
import { type PythonCommand, pythonPath, pythonScript } from "../python.js";
import { processStart } from "../tracking/store/process.js";
import { onLines } from "./lines.js";

/** How often in a row a broker that answers nothing is started again. */
const MOST_STARTS = 10;
/** What the broker printed last, for errors. */
const KEPT_LINES = 12;

/** What a study's owner must mend, by the broker's word for it; everything else is a failure. */
const TO_MEND = new Set([
  ...["NAME", "OPTION", "SPACE", "DIRECTION", "METRIC", "EXISTS", "NO_STUDY", "STORAGE", "MISSING", "IN_USE"],
]);

/** Who asks for trials: this process, in words that another one on this host can check. */
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
  /** null keeps the study in the broker's memory: it ends with it. */
  storage: string | null;
  [option: string]: unknown;
}

/**
 * The process that owns an Optuna study (`services/search/broker.py`). It is started when it is first needed, and again
 * when it dies: what it had not answered is asked again, and it finds out what was done already.
 */
export class Broker {
  readonly #options: BrokerOptions;
  readonly #pending = new Map<number, Request>();
  /** Trials that this process was given and has not told of. */
  readonly #known = new Set<number>();
  readonly #printed: string[] = [];
  #child: ChildProcess | null = null;
  #socket: Duplex | null = null;
  #nextId = 1;
  /** In a row, without an answer. */
  #numStarts = 0;
  #isClosed = false;
  #failure: Error | null = null;

  private constructor(options: BrokerOptions) {
    this.#options = options;
  }

  /** @throws ConfigError for what the study's owner must mend, SearchError when no broker can be run */
  static async open(options: BrokerOptions): Promise<{ broker: Broker; opened: Opened }> {
    const broker = new Broker(options);
    try {
      return { broker, opened: await broker.call<Opened>("open", options) };
    } catch (error) {
      await broker.close();
      throw error;
    }
  }

  /** The process's id, for those who watch or kill it; null while there is none. */
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

  /** Ends the broker when it has answered what was asked. */
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
      // Ctrl-C is for this process to act on: the terminal would tell the broker too.
      detached: true,
    });
    const socket = child.stdio[3] as Duplex;
    this.#child = child;
    this.#socket = socket;
    (child.stderr as unknown as Ref).unref();
    onLines(child.stderr!, (line) => {
      this.#printed.push(line);
      if (this.#printed.length > KEPT_LINES) this.#printed.shift();
    });
    onLines(socket, (line) => this.#answered(JSON.parse(line) as Reply));
    let spawnError: Error | null = null;
    child.once("error", (error) => {
      spawnError = error;
    });
    child.once("close", (code, signal) => this.#ended(spawnError?.message ?? signal ?? `code ${code}`));
    if (!isFirst) {
      const reopen: Request = {
        ...{ id: this.#nextId++, method: "open", params: { ...this.#options, known: [...this.#known] } },
        ...{ resolve: () => {}, reject: (error) => this.#fail(error) },
      };
      // Before all that waits, and not to be asked twice itself.
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

  #answered({ id, result, error }: Reply): void {
    const request = this.#pending.get(id);
    if (request === undefined) return;
    this.#pending.delete(id);
    this.#numStarts = 0;
    if (error === undefined) {
      this.#follow(request, result);
      request.resolve(result);
    } else {
      const ErrorClass = TO_MEND.has(error.kind) ? ConfigError : SearchError;
      request.reject(new ErrorClass(`SEARCH_${error.kind}`, error.message));
    }
    if (this.#pending.size === 0) this.#letGo();
  }

  /** While something is asked, this process waits for the answer, or for the broker's end. */
  #hold(): void {
    this.#child?.ref();
    (this.#socket as Ref | null)?.ref();
  }

  #letGo(): void {
    this.#child?.unref();
    (this.#socket as Ref | null)?.unref();
  }

  /** Keeps count of what this process was given. */
  #follow({ method, params }: Request, result: unknown): void {
    const { number } = ((method === "ask" ? result : params) ?? {}) as { number?: number };
    if (number === undefined) return;
    if (method === "ask") this.#known.add(number);
    if (method === "tell" || method === "retry") this.#known.delete(number);
  }

  #ended(how: string): void {
    this.#child = null;
    this.#socket = null;
    const isIdle = this.#pending.size === 0;
    if (this.#isClosed && isIdle) return;
    const last = this.#printed.length === 0 ? "" : `:\n${this.#printed.join("\n")}`;
    if (this.#options.storage === null) {
      this.#fail(
        new SearchError(
          "BROKER",
          `Optuna's process ended (${how}), and the study in its memory with it; give a storage to keep it${last}`,
        ),
      );
    } else if (this.#numStarts >= MOST_STARTS) {
      this.#fail(
        new SearchError(
          "BROKER",
          `Optuna's process ended (${how}) ${MOST_STARTS} times in a row without an answer${last}`,
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

/** What `open` tells. */
export interface Opened {
  numTrials: number;
  /** On a server, where other machines may search too. */
  isShared: boolean;
  /** Optuna's. */
  version: string;
}

/** Pipes can be told not to keep the process alive; their types do not say so. */
interface Ref {
  ref(): void;
  unref(): void;
}

/** JSON has no NaN and no infinities: they travel as text. */
function encodeNumber(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** @throws SearchError where there is no Python */
export function brokerCommand(): PythonCommand {
  const python = pythonPath();
  if (existsSync(python))
    return pythonScript(python, join(packageRoot, "services", "search", "broker.py"), []);
  throw new SearchError(
    "PYTHON",
    `${python}: no such file. Optuna comes with the project's .venv: run \`npm run setup\`, or set WOODSHED_PYTHON to a Python that has it`,
  );
}
