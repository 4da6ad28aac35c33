import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.js";

export interface RunProcessOptions {
  recipe: string;
  /** Options of `woodshed train`. */
  options?: readonly string[];
  log: string;
  env: Readonly<Record<string, string>>;
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Runs `woodshed train` for a search or cross-validation, in processes of its own that write to a log. */
export class RunProcess {
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #log: string;

  constructor({ recipe, options = [], log, env }: RunProcessOptions) {
    this.#log = log;
    const file = openSync(log, "a");
    const command = [join(packageRoot, "dist", "cli", "main.js"), "train", recipe, ...options];
    this.#child = spawn(process.execPath, command, {
      stdio: ["ignore", file, file],
      // A process group of its own: Ctrl-C reaches the parent, which passes it on once.
      detached: true,
      env: { ...process.env, ...env },
    });
    closeSync(file);
    this.ended = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("exit", (code, signal) => resolve({ code, signal }));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks the run to save and exit. */
  stop(): void {
    this.#child.kill("SIGTERM");
  }

  /** Kills the run and all its ranks. */
  kill(): void {
    try {
      process.kill(-this.#child.pid!, "SIGKILL");
    } catch {
      // It has exited already.
    }
  }

  /** The last line of the run's log; its error message where it has one. */
  lastError(): string {
    const lines = readFileSync(this.#log, "utf8").trimEnd().split("\n");
    const error = lines.findLast((line) => /^\w*Error\b/.test(line));
    return (error ?? lines.at(-1) ?? "").slice(0, 500);
  }
}
