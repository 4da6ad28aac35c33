// Starts ranks as a launcher does: processes that find each other by PyTorch's env:// variables.
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.js";
import { pythonScript } from "../../src/python.js";
import { type Ended, startCli } from "./cli.js";

export interface RankEnd<T> {
  rank: number;
  /** The JSON that the rank wrote to the file `RANK_RESULT`; null if it wrote none. */
  result: T | null;
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RanksOptions {
  /** Passed to every rank, as JSON in `RANK_INPUT`. */
  input?: unknown;
  /** The ranks to start; by default all. The others of the world stay away. */
  ranks?: readonly number[];
  env?: NodeJS.ProcessEnv;
  /** All ranks are killed after this time, and the call throws. */
  timeoutMs?: number;
}

const folder = join(packageRoot, "tests", "ranks");

/**
 * Runs `tests/ranks/<script>` (by Node, or by the .venv's Python for `.py`) in one process per rank and waits for all;
 * none outlives the call. A rank may fail: see `resultsOf`.
 */
export async function runRanks<T>(
  script: string,
  worldSize: number,
  options: RanksOptions = {},
): Promise<RankEnd<T>[]> {
  const { ranks = Array.from({ length: worldSize }, (_, rank) => rank), timeoutMs = 240_000 } = options;
  const port = await freePort();
  const results = mkdtempSync(join(tmpdir(), "woodshed-ranks-"));
  const children: ChildProcess[] = [];
  const killAll = (): void => {
    for (const child of children) child.kill("SIGKILL");
  };
  // The test runner may exit before the ranks.
  process.once("exit", killAll);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    killAll();
  }, timeoutMs);
  try {
    const ends = await Promise.all(
      ranks.map((rank) => {
        const file = join(results, `${rank}.json`);
        const child = start(script, {
          ...options.env,
          ...rankVariables(rank, worldSize, port),
          RANK_INPUT: JSON.stringify(options.input ?? null),
          RANK_RESULT: file,
        });
        children.push(child);
        return endOf<T>(rank, child, file);
      }),
    );
    if (isLate)
      throw new Error(`${script}: not done after ${timeoutMs} ms\n${ends.map(describe).join("\n")}`);
    return ends;
  } finally {
    clearTimeout(timer);
    killAll();
    process.off("exit", killAll);
    rmSync(results, { recursive: true });
  }
}

/**
 * Runs a command of the command line in one process per rank, as a launcher other than torchrun does, which takes 2 s of
 * CPU itself. Returns how each rank ended.
 */
export async function runCliRanks(
  args: readonly string[],
  worldSize: number,
  start: typeof startCli = startCli,
): Promise<Ended[]> {
  const port = await freePort();
  const ranks = Array.from({ length: worldSize }, (_, rank) =>
    start(args, rankVariables(rank, worldSize, port)),
  );
  return Promise.all(ranks.map(({ ended }) => ended));
}

/** The environment variables of a rank of one host. */
export function rankVariables(rank: number, worldSize: number, port: number): NodeJS.ProcessEnv {
  return {
    RANK: String(rank),
    LOCAL_RANK: String(rank),
    WORLD_SIZE: String(worldSize),
    LOCAL_WORLD_SIZE: String(worldSize),
    MASTER_ADDR: "127.0.0.1",
    MASTER_PORT: String(port),
  };
}

/** Returns the result of each rank. Throws with the output of a rank that failed. */
export function resultsOf<T>(ends: readonly RankEnd<T>[]): T[] {
  return ends.map((end) => {
    if (end.result === null || end.code !== 0) throw new Error(describe(end));
    return end.result;
  });
}

function start(script: string, env: NodeJS.ProcessEnv): ChildProcess {
  const path = join(folder, script);
  const isPython = script.endsWith(".py");
  const program = isPython
    ? pythonScript(join(packageRoot, ".venv", "bin", "python"), path, [])
    : { command: process.execPath, args: [path], env: process.env };
  return spawn(program.command, program.args, {
    stdio: ["ignore", "pipe", "pipe"],
    // There may be more ranks than cores, whose threads would wait for each other.
    env: { ...program.env, OMP_NUM_THREADS: "1", ...(isPython && { GLOO_SOCKET_IFNAME: "lo" }), ...env },
  });
}

function endOf<T>(rank: number, child: ChildProcess, file: string): Promise<RankEnd<T>> {
  let stdout = "";
  let stderr = "";
  child.stdout!.on("data", (text) => {
    stdout += text;
  });
  child.stderr!.on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const result = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : null;
      resolve({ rank, result, code, signal, stdout, stderr });
    });
  });
}

function describe({ rank, code, signal, stdout, stderr }: RankEnd<unknown>): string {
  return `rank ${rank} ended with ${signal ?? code}: ${stdout}${stderr}`;
}

/**
 * Returns a port that was free a moment ago: all ranks must know it before they can connect. It lies below the range
 * from which Linux (32768 on) and macOS (49152 on) take ports for outgoing connections, so that none takes it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer();
    try {
      await once(server.listen(port, "127.0.0.1"), "listening");
    } catch {
      continue;
    }
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
