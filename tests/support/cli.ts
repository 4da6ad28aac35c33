import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { NativeError } from "../../src/errors.js";
import { packageRoot } from "../../src/package-root.js";
import { addon } from "../../src/tensor/addon.js";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** For `vi.waitFor`: until the test's own time limit. */
export const WAIT = { timeout: 280_000, interval: 20 };

/** An installation of Woodshed: the checkout, or a package in a project's node_modules. */
export interface Installed {
  root: string;
  /** Folder that its commands run in, as processes. */
  cwd: string;
}

const CHECKOUT: Installed = { root: packageRoot, cwd: packageRoot };

/** The command line's entry. */
export const CLI = cliOf(packageRoot);

function cliOf(root: string): string {
  return join(root, "dist", "cli", "main.js");
}

/**
 * Starts the command line as a user would; `ended` resolves with its exit code and output. A start costs 0.3 to 1 s of
 * CPU: `runCli` runs a command in the test's process.
 */
export function startCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  { root, cwd }: Installed = CHECKOUT,
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [cliOf(root), ...args], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr })),
  );
  return { child, ended };
}

function bundleUrl(root: string, ...path: string[]): string {
  return pathToFileURL(join(root, "dist", "bundle", ...path)).href;
}

/** Events for which a command adds listeners that last as long as its process. */
const EVENTS = ["SIGINT", "SIGTERM", "SIGHUP", "uncaughtException", "unhandledRejection", "exit"];

/** The command that runs: commands share the process's output, variables and exit code. */
let last: Promise<unknown> = Promise.resolve();

/** Runs a command in this process; see `runCliWith`. */
export function runCli(...args: string[]): Promise<Ended> {
  return runCliWith({}, ...args);
}

/**
 * Runs a command of the built command line in this process, with variables of its own: no process starts and libtorch is
 * loaded once. Commands that run at the same time follow each other.
 *
 * `startCli` starts a process: for signals, kills and exits. Each command has a test that does so, as only a process shows
 * that nothing keeps it alive.
 */
export function runCliWith(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
  return runCliOf(packageRoot, env, ...args);
}

/** The same with another installation than the checkout. A process loads the addon for one installation alone. */
export function runCliOf(root: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
  const running = last.then(() => run(root, env, args));
  last = running.catch(() => {});
  return running;
}

async function run(root: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<Ended> {
  // Before it is loaded: they say where a package finds its addon.
  const unset = Object.entries(env).map(([name, value]) => setVariable(name, value));
  const [program, library] = await Promise.all([
    import(/* @vite-ignore */ bundleUrl(root, "cli", "program.js")) as Promise<{
      runProgram: () => Promise<void>;
    }>,
    import(/* @vite-ignore */ bundleUrl(root, "index.js")) as Promise<typeof import("../../src/errors.js")>,
  ]);
  const [stdout, stderr] = [new Output(), new Output()];
  let ended: Ended | undefined;
  const undo = [
    ...unset,
    throwNative(library.NativeError),
    replace(process, "stdout", stdout),
    replace(process, "stderr", stderr),
    replace(process, "argv", [process.execPath, cliOf(root), ...args]),
    replace(process, "execArgv", []),
    // Commander exits at a wrong option: the process belongs to other test files too.
    replace(process, "exit", (code?: number | string | null): never => {
      ended ??= { code: Number(code ?? process.exitCode ?? 0), stdout: stdout.text, stderr: stderr.text };
      throw new Error("the command exits");
    }),
  ];
  const listeners = EVENTS.map((event) => ({ event, before: process.listeners(event as "exit") }));
  const { exitCode } = process;
  process.exitCode = undefined;
  try {
    await program.runProgram();
    return ended ?? { code: Number(process.exitCode ?? 0), stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.exitCode = exitCode;
    for (const { event, before } of listeners) {
      for (const listener of process.listeners(event as "exit"))
        if (!before.includes(listener)) process.off(event, listener);
    }
    for (const step of undo) step();
  }
}

/** A stream that keeps the text that is written to it. */
class Output extends Writable {
  text = "";

  constructor() {
    super({ decodeStrings: false });
  }

  override _write(text: string | Buffer, _encoding: string, done: () => void): void {
    this.text += String(text);
    done();
  }
}

/** Makes the addon, which a process has once, throw the program's errors; returns a function that restores the test's. */
function throwNative(errorClass: typeof NativeError): () => void {
  addon.setErrorClass(errorClass);
  return () => addon.setErrorClass(NativeError);
}

/** Replaces a property; returns a function that restores it. */
function replace(target: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name)!;
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  return () => Object.defineProperty(target, name, before);
}

function setVariable(name: string, value: string | undefined): () => void {
  const before = process.env[name];
  const set = (to: string | undefined): void => {
    if (to === undefined) delete process.env[name];
    else process.env[name] = to;
  };
  set(value);
  return () => set(before);
}
