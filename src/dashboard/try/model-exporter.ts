/** Exports models to ONNX for the browser, once each, by `woodshed export` in processes of their own. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../package-root.js";
import { defaultCacheFolder } from "../../registry/versions/cache.js";
import type { TryCheckpoint } from "./read-checkpoint.js";

/** The output of `woodshed export --json`, as far as pages use it. */
export interface Exported {
  size: number;
  maxDifference: number | null;
  metadata: Readonly<Record<string, string>>;
  inputs: readonly { name: string; shape: readonly (string | number)[] }[];
  outputs: readonly { name: string; shape: readonly (string | number)[] }[];
}

export type ExportState =
  | { state: "exporting" }
  | { state: "ready"; model: string; exported: Exported }
  | { state: "failed"; message: string };

const MODEL = "model.onnx";
const ANSWER = "model.json";
/** Larger models take minutes to load into a page and gigabytes of its memory. */
const MOST_BYTES = 512 * 2 ** 20;
const MOST_MS = 10 * 60_000;
const MOST_OUTPUT = 1 << 20;
/** A failure is tried again after this time: code may have been trusted since. */
const RETRY_MS = 5000;

export class ModelExporter {
  readonly #folder: string;
  readonly #failed = new Map<string, { message: string; atMs: number }>();
  /** One at a time: an export takes a gigabyte of memory. */
  #running: { digest: string; child: ChildProcess } | null = null;

  /** @param folder of the cache */
  constructor(folder: string = join(defaultCacheFolder(), "dashboard", "models")) {
    this.#folder = folder;
  }

  /** Returns the state of a checkpoint's export, and starts it if it is due. */
  stateOf(checkpoint: TryCheckpoint): ExportState {
    const { digest } = checkpoint;
    const done = this.#read(digest);
    if (done !== null) return done;
    const failed = this.#failed.get(digest);
    if (failed !== undefined && performance.now() - failed.atMs < RETRY_MS)
      return { state: "failed", message: failed.message };
    if (this.#running === null) this.#start(checkpoint);
    return { state: "exporting" };
  }

  /** Returns the path of an exported model; null if there is none. @param digest 64 hexadecimal digits */
  modelOf(digest: string): string | null {
    const state = this.#read(digest);
    return state?.state === "ready" ? state.model : null;
  }

  close(): void {
    this.#running?.child.kill("SIGKILL");
  }

  #read(digest: string): ExportState | null {
    const folder = join(this.#folder, digest);
    if (!existsSync(join(folder, ANSWER))) return null;
    try {
      const exported = JSON.parse(readFileSync(join(folder, ANSWER), "utf8")) as Exported;
      const model = join(folder, MODEL);
      if (statSync(model).size === exported.size) return { state: "ready", model, exported };
    } catch {
      // Damaged: it is exported again.
    }
    rmSync(folder, { recursive: true, force: true });
    return null;
  }

  #start({ digest, path }: TryCheckpoint): void {
    const folder = join(this.#folder, digest);
    const model = join(folder, MODEL);
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      this.#fail(digest, `${folder}: cannot be written: ${(error as Error).message}; set WOODSHED_CACHE`);
      return;
    }
    const args = [join(packageRoot, "dist", "cli", "main.js"), "export", path, "--out", model, "--json"];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], cwd: packageRoot });
    this.#running = { digest, child };
    // A child that outlives the dashboard would compute for nobody.
    const stop = (): void => void child.kill("SIGKILL");
    process.once("exit", stop);
    const timer = setTimeout(() => child.kill("SIGKILL"), MOST_MS);
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const)
      child[name].on("data", (text) => {
        if (output[name].length < MOST_OUTPUT) output[name] += text;
      });
    child.once("error", (error) => {
      output.stderr += error.message;
    });
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      process.removeListener("exit", stop);
      this.#running = null;
      try {
        if (code !== 0) throw new Error(reasonOf(output.stderr, signal));
        const exported = JSON.parse(output.stdout) as Exported;
        if (exported.size > MOST_BYTES)
          throw new Error(
            `the model has ${Math.round(exported.size / 2 ** 20)} MB, too much for a page: use woodshed serve ${path}`,
          );
        writeFileSync(join(folder, `${ANSWER}.new`), output.stdout);
        renameSync(join(folder, `${ANSWER}.new`), join(folder, ANSWER));
        this.#failed.delete(digest);
      } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        this.#fail(digest, (error as Error).message);
      }
    });
  }

  #fail(digest: string, message: string): void {
    this.#failed.set(digest, { message, atMs: performance.now() });
  }
}

/** The error that the command printed, without its class. */
function reasonOf(stderr: string, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `the export was killed by ${signal}`;
  const lines = stderr.trim().split("\n");
  const start = lines.findIndex((line) => /^\w*Error\b/.test(line));
  const text = (start < 0 ? lines.slice(-1) : lines.slice(start)).join("\n").slice(0, 2000);
  return text.replace(/^\w*Error(\s*\[\w+\])?:\s*/, "") || "the export failed without a message";
}
