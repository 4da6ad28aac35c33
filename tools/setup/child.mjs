// Child processes of the set-up. Each carries the set-up's id in its environment, so that all of them,
// grandchildren too, can be found and killed after Ctrl-C or after the set-up itself was killed.

import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";

const ID_VARIABLE = "WOODSHED_SETUP_ID";
const GRACE_MS = 3000;

/** This set-up's id, in the environment of every process that it starts. */
export const setupId = randomUUID();

const running = new Set();
let interrupted = null;

/** A command that failed. `output` is all that it printed; `wasShown` is true if it was shown to the user. */
export class CommandError extends Error {
  constructor(command, outcome, output, wasShown) {
    super(`${command} ${outcome}`);
    this.output = output;
    this.wasShown = wasShown;
  }
}

/**
 * Runs a command to its end and returns what it printed, stdout and stderr together.
 * `onLine` receives each line as it comes; `showsAll` is false if it does not show all of them. `env` is added to this
 * process's environment.
 * Throws CommandError when the command fails.
 */
export function run(command, args, { cwd, env = {}, onLine, showsAll = onLine !== undefined } = {}) {
  if (interrupted) return new Promise(() => {}); // the process is about to end
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env, [ID_VARIABLE]: setupId },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let output = "";
    let pending = "";
    const take = (text) => {
      if (interrupted) return; // output of a command that Ctrl-C stops is noise
      output += text;
      const lines = (pending + text).split(/\r?\n/);
      pending = lines.pop() ?? "";
      for (const line of lines) onLine?.(line);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", take);
    const fail = (outcome) =>
      reject(new CommandError([command, ...args].join(" "), outcome, output, showsAll));
    child.on("error", (error) => {
      running.delete(child);
      fail(`could not be started: ${error.message}`);
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      if (interrupted) return; // the interrupt ends the process
      if (pending) onLine?.(pending);
      if (code === 0) resolve(output);
      else fail(signal ? `was ended by ${signal}` : `failed with exit code ${code}`);
    });
  });
}

/** Runs a short command; returns its standard output, or null when it is missing or fails. */
export function ask(command, args, options = {}) {
  const result = spawnSync(command, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 60_000,
    ...options,
  });
  return result.status === 0 ? result.stdout : null;
}

/** Kills every process that carries the id of a set-up and waits until all are gone. */
export function endProcessesOf(id) {
  const deadlineMs = performance.now() + GRACE_MS;
  let pids = pidsWithEnvironment(`${ID_VARIABLE}=${id}`);
  while (pids.length > 0 && performance.now() < deadlineMs) {
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It exited by itself.
      }
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    pids = pidsWithEnvironment(`${ID_VARIABLE}=${id}`);
  }
}

function pidsWithEnvironment(mark) {
  if (existsSync("/proc/self/environ")) {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(mark);
        } catch {
          return false; // ended, or another user's
        }
      })
      .map(Number);
  }
  const table = ask("ps", ["axeww", "-o", "pid=,command="]) ?? "";
  return table
    .split("\n")
    .filter((line) => line.includes(mark))
    .map((line) => Number.parseInt(line, 10));
}

/** Kills the children that run: the set-up has failed. */
export function killChildren() {
  for (const child of running) child.kill("SIGTERM");
}

/** On Ctrl-C, SIGTERM and SIGHUP: passes the signal to the children, waits for them, calls `onEnd`, exits with 128 + signal. */
export function endChildrenOnSignals(onEnd = () => {}) {
  const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
  for (const [signal, exitCode] of Object.entries(exitCodes)) {
    process.on(signal, () => {
      if (interrupted) return;
      interrupted = signal;
      for (const child of running) child.kill(signal);
      const deadline = Date.now() + GRACE_MS;
      const poll = setInterval(() => {
        if (running.size > 0 && Date.now() < deadline) return;
        clearInterval(poll);
        endProcessesOf(setupId);
        onEnd(signal);
        process.exit(exitCode);
      }, 20);
    });
  }
}
