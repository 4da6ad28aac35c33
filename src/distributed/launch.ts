import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ConfigError, DistributedError } from "../errors.js";
import { setupCommandLine } from "../installation.js";
import { packageRoot } from "../package-root.js";
import { changedVariables, pythonPath, pythonScript } from "../python.js";
import { isLoopback, loopbackAddress, type Route, routeTo } from "./address.js";
import { forgetLaunch, launchNote } from "./launch-note.js";

export interface LaunchOptions {
  /** Number of ranks on all hosts. */
  worldSize: number;
  /** Number of hosts, or minimum and maximum as `2:4`. */
  numNodes?: string;
  /** `host:port` of one of the hosts, the same on each. */
  rendezvousEndpoint?: string;
  /** An id that is the same on each host, and different for each job. */
  rendezvousId?: string;
  /** How many times all ranks are restarted after a failure. */
  maxRestarts?: number;
  /** Folder for the ranks' logs; created if missing. */
  logFolder: string;
  /** The program of each rank, with its arguments. */
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
  /** The rank's own error message; null if it could not write one. */
  message: string | null;
  /** True if another rank's failure caused it. */
  isConsequence: boolean;
}

/**
 * Starts ranks on this host by torchrun and waits for them. Rank 0 uses this process's terminal, the others a log
 * each. Aborting the signal makes all ranks save and exit.
 *
 * @returns true if they finished by themselves; false after an abort
 * @throws DistributedError with the error of the rank that failed first
 */
export async function launch(options: LaunchOptions, signal: AbortSignal): Promise<boolean> {
  const { logFolder } = options;
  mkdirSync(logFolder, { recursive: true });
  const report = join(logFolder, "failure.json");
  const log = join(logFolder, "torchrun.log");
  const child = start(options, await argumentsOf(options), report, log);
  const note = child.pid === undefined ? null : launchNote(child.pid);
  const stop = (): void => {
    child.kill("SIGTERM");
  };
  signal.addEventListener("abort", stop);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  }).finally(() => {
    signal.removeEventListener("abort", stop);
    if (note !== null) forgetLaunch(note);
  });
  if (code === 0) return true;
  if (signal.aborted) return false;
  throw explain(report, log, code);
}

function start(options: LaunchOptions, flags: readonly string[], report: string, log: string): ChildProcess {
  const python = pythonPath();
  if (!existsSync(python)) {
    throw new DistributedError(
      "TORCHRUN",
      `${python}: no such file. torchrun comes with the torch that set-up installs: run \`${setupCommandLine()}\`, or set WOODSHED_PYTHON to a Python that has torch`,
    );
  }
  const script = join(packageRoot, "services", "torchrun.py");
  const numRanks = ranksPerNode(options);
  const { command, args, env } = pythonScript(python, script, [
    ...[report, log, String(process.pid), ...flags, ...options.command],
  ]);
  return spawn(command, args, {
    stdio: ["ignore", "inherit", "inherit"],
    // Only this process receives Ctrl-C and passes it on once; the terminal would signal all, and torchrun again.
    detached: true,
    env: {
      ...env,
      // Ranks get this process's own environment back; see services/torchrun.py.
      WOODSHED_RANK_ENVIRONMENT: JSON.stringify(changedVariables(process.env, env)),
      // torchrun sets 1, however many cores are idle.
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
      `--nnodes: expected a number of hosts, or minimum:maximum such as 2:4, got "${numNodes}"`,
    );
  }
  if (worldSize % most !== 0) {
    throw new ConfigError(
      "NODES",
      `--nnodes ${numNodes}: ${worldSize} ranks (training.distributed.world_size, or --ranks) cannot be split evenly over ${most} hosts`,
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
      `--nnodes ${numNodes}: pass the same --rdzv-endpoint HOST:PORT on every host, the address of one host that all can reach`,
    );
  }
  // Local rank 0 of each host uses the terminal: one of them is the job's rank 0, and the others print nothing.
  const redirected = Array.from({ length: numRanks - 1 }, (_, i) => `${i + 1}:3`).join(",");
  return [
    "--no-python",
    `--nproc-per-node=${numRanks}`,
    ...(isAlone
      ? aloneFlags()
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

/** Replaces `--standalone`, which needs a `localhost` that the system can resolve. */
function aloneFlags(): string[] {
  const address = loopbackAddress();
  return [
    "--rdzv-backend=c10d",
    `--rdzv-endpoint=${address.includes(":") ? `[${address}]` : address}:0`,
    `--rdzv-id=${randomUUID()}`,
    `--local-addr=${address}`,
  ];
}

/**
 * Chooses the host that serves the rendezvous, and the address by which the others reach this one. torchrun uses
 * the host's name, which other hosts often cannot resolve, above all in containers; the address on the route works.
 */
async function meetingFlags(endpoint: string): Promise<string[]> {
  const host = endpoint.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  let route: Route;
  try {
    route = await routeTo(host);
  } catch (cause) {
    throw new DistributedError("RENDEZVOUS", `--rdzv-endpoint ${endpoint}: ${(cause as Error).message}`, {
      cause,
    });
  }
  const { own, remote } = route;
  const isHost = own === remote || isLoopback(remote);
  return [
    ...(process.env["PET_RDZV_CONF"] === undefined ? [`--rdzv-conf=is_host=${isHost},read_timeout=20`] : []),
    ...(process.env["PET_LOCAL_ADDR"] === undefined && !isLoopback(own) ? [`--local-addr=${own}`] : []),
  ];
}

/** Reports the rank that failed first, not those that failed because of it. */
function explain(report: string, log: string, code: number | null): DistributedError {
  if (!existsSync(report)) {
    const how = code === null ? "was killed" : `exited with code ${code}`;
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

/** Sorts a rank's own error first, then the earliest of exits without a message and of consequences. */
function weight({ message, isConsequence, timeSec }: Failed): number {
  return message !== null && !isConsequence ? 0 : timeSec;
}

function describeEnd({ rank, pid, exitCode }: Failed): string {
  const how =
    exitCode === -9
      ? "was killed (signal 9: the system ran out of memory, or a user killed it)"
      : exitCode < 0
        ? `was terminated by signal ${-exitCode}`
        : `exited with code ${exitCode}`;
  return `rank ${rank} (process ${pid}) ${how}; the other ranks were stopped`;
}
