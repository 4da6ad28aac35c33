import { type ChildProcess, spawn } from "node:child_process";
import { lookup } from "node:dns/promises";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ConfigError, DistributedError } from "../errors.js";
import { packageRoot } from "../package-root.js";
import { addressTowards, isLoopback } from "./address.js";
import { forgetRunOfLaunch } from "./launch-note.js";

export interface LaunchOptions {
  /** Ranks over all hosts. */
  worldSize: number;
  /** Hosts: a number, or the fewest and the most as `2:4`. */
  numNodes?: string;
  /** `host:port` of one of them, the same on each. */
  rendezvousEndpoint?: string;
  /** The same on each host, another for each job. */
  rendezvousId?: string;
  /** How often all ranks are started again when one fails. */
  maxRestarts?: number;
  /** Where the ranks' logs go; made when it is missing. */
  logFolder: string;
  /** What each rank runs: a program and its arguments. */
  command: readonly string[];
}

interface Report {
  failures: Failed[];
  error: string | null;
}

interface Failed {
  rank: number;
  pid: number;
  exitCode: number;
  timeSec: number;
  /** What the rank itself said; null where it could not. */
  message: string | null;
  /** Whether that follows from another rank's failure. */
  isConsequence: boolean;
}

/**
 * Starts ranks on this host by torchrun and waits for them. Rank 0 has this process's terminal, the others
 * a log each. Aborting the signal asks all ranks to save and leave.
 *
 * @returns whether they ended by themselves; false after an abort
 * @throws DistributedError with the error of the rank that failed first
 */
export async function launch(options: LaunchOptions, signal: AbortSignal): Promise<boolean> {
  const { logFolder } = options;
  mkdirSync(logFolder, { recursive: true });
  const report = join(logFolder, "failure.json");
  const log = join(logFolder, "torchrun.log");
  const child = start(options, await argumentsOf(options), report, log);
  const stop = (): void => {
    child.kill("SIGTERM");
  };
  signal.addEventListener("abort", stop);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  }).finally(() => {
    signal.removeEventListener("abort", stop);
    if (child.pid !== undefined) forgetRunOfLaunch(child.pid);
  });
  if (code === 0) return true;
  if (signal.aborted) return false;
  throw explain(report, log, code);
}

function start(options: LaunchOptions, flags: readonly string[], report: string, log: string): ChildProcess {
  const python = process.env["WOODSHED_PYTHON"] ?? join(packageRoot, ".venv", "bin", "python");
  if (!existsSync(python)) {
    throw new DistributedError(
      "TORCHRUN",
      `${python}: no such file. torchrun comes with the project's .venv: run \`npm run setup\`, or set WOODSHED_PYTHON to a Python that has torch`,
    );
  }
  const script = join(packageRoot, "services", "torchrun.py");
  const numRanks = ranksPerNode(options);
  return spawn(python, [script, report, log, String(process.pid), ...flags, ...options.command], {
    stdio: ["ignore", "inherit", "inherit"],
    // Ctrl-C reaches this process, which passes it on once; the terminal would tell all of them, and torchrun again.
    detached: true,
    env: {
      ...process.env,
      // torchrun's own choice is 1, however many cores are idle.
      OMP_NUM_THREADS:
        process.env["OMP_NUM_THREADS"] ?? String(Math.max(1, Math.floor(availableParallelism() / numRanks))),
    },
  });
}

function ranksPerNode({ worldSize, numNodes = "1" }: LaunchOptions): number {
  const most = Number(numNodes.split(":").at(-1));
  if (!/^\d+(:\d+)?$/.test(numNodes) || most < 1) {
    throw new ConfigError(
      "NODES",
      `--nnodes: expected a number of hosts, or two as in 2:4, got "${numNodes}"`,
    );
  }
  if (worldSize % most !== 0) {
    throw new ConfigError(
      "NODES",
      `--nnodes ${numNodes}: training.distributed.world_size ${worldSize} ranks cannot be split evenly over ${most} hosts`,
    );
  }
  return worldSize / most;
}

async function argumentsOf(options: LaunchOptions): Promise<string[]> {
  const numRanks = ranksPerNode(options);
  const { numNodes = "1", rendezvousEndpoint, rendezvousId, maxRestarts = 0, logFolder } = options;
  const isAlone = numNodes === "1";
  if (!isAlone && rendezvousEndpoint === undefined) {
    throw new ConfigError(
      "RENDEZVOUS",
      `--nnodes ${numNodes}: give every host the same --rdzv-endpoint HOST:PORT, one of them by a name that all can reach`,
    );
  }
  // Local rank 0 keeps the terminal; the job's rank 0 is one of those, and the others print nothing.
  const redirected = Array.from({ length: numRanks - 1 }, (_, i) => `${i + 1}:3`).join(",");
  return [
    "--no-python",
    `--nproc-per-node=${numRanks}`,
    ...(isAlone
      ? ["--standalone", "--local-addr=localhost"]
      : [
          `--nnodes=${numNodes}`,
          "--rdzv-backend=c10d",
          `--rdzv-endpoint=${rendezvousEndpoint}`,
          `--rdzv-id=${rendezvousId ?? "woodshed"}`,
          ...(await meetingFlags(rendezvousEndpoint!)),
        ]),
    `--max-restarts=${maxRestarts}`,
    ...(redirected === "" ? [] : [`--redirects=${redirected}`]),
    `--log-dir=${logFolder}`,
  ];
}

/**
 * Which host serves the rendezvous, and by which address the others reach this one. torchrun goes by the
 * host's name, which in containers and on many systems is no other host's way here; the route is.
 */
async function meetingFlags(endpoint: string): Promise<string[]> {
  const host = endpoint.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  let own: string;
  let theirs: string;
  try {
    [own, theirs] = [await addressTowards(host), (await lookup(host)).address];
  } catch (cause) {
    throw new DistributedError("RENDEZVOUS", `--rdzv-endpoint ${endpoint}: ${(cause as Error).message}`, {
      cause,
    });
  }
  const isHost = own === theirs || isLoopback(theirs);
  return [
    ...(process.env["PET_RDZV_CONF"] === undefined ? [`--rdzv-conf=is_host=${isHost},read_timeout=20`] : []),
    ...(process.env["PET_LOCAL_ADDR"] === undefined && !isLoopback(own) ? [`--local-addr=${own}`] : []),
  ];
}

/** The rank that failed by itself before those that failed for want of it. */
function explain(report: string, log: string, code: number | null): DistributedError {
  if (!existsSync(report)) {
    const how = code === null ? "was killed" : `ended with code ${code}`;
    return new DistributedError("TORCHRUN", `torchrun ${how}; its log is ${log}`);
  }
  let parsed: Report;
  try {
    parsed = JSON.parse(readFileSync(report, "utf8")) as Report;
  } catch (cause) {
    return new DistributedError(
      "TORCHRUN",
      `a rank failed, and the report of it is incomplete: ${report}. Most often the disk is full; make room there, or set --log-dir to another disk`,
      { cause },
    );
  }
  const { failures, error } = parsed;
  const first = failures.toSorted((a, b) => weight(a) - weight(b))[0];
  if (first === undefined) return new DistributedError("TORCHRUN", `torchrun: ${error}; its log is ${log}`);
  return new DistributedError("RANK", `${first.message ?? describeEnd(first)}\nLogs: ${log}`);
}

/** A rank's own error before the earliest death without words or consequence, which are late by torchrun's reckoning. */
function weight({ message, isConsequence, timeSec }: Failed): number {
  return message !== null && !isConsequence ? 0 : timeSec;
}

function describeEnd({ rank, pid, exitCode }: Failed): string {
  const how =
    exitCode === -9
      ? "was killed (signal 9: by the system for want of memory, or by hand)"
      : exitCode < 0
        ? `was ended by signal ${-exitCode}`
        : `ended with code ${exitCode}`;
  return `rank ${rank} (process ${pid}) ${how}, and the others with it`;
}
