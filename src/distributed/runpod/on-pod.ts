/**
 * The supervisor: the first process of each pod, so that no pod depends on an outside program to terminate. It is passed as
 * text in an environment variable, and therefore imports modules of Node only.
 *
 *   bundle arrives -> setup -> training -> exit code -> time to fetch the run -> pod terminates itself
 *                \________ stop file, time limit: SIGTERM, so that training saves ________/
 *
 * RunPod restarts a container forever when its command exits, with a new disk each time. Therefore the limit is a point in
 * time, not a duration, and the only way to stop is to delete the pod (or, on a cluster, the cluster).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The job, passed to the supervisor as JSON in WOODSHED_JOB. */
export interface PodJob {
  name: string;
  /** True for a pod for people: SSH and the limit, nothing else. */
  isIdle: boolean;
  nodes: number;
  /** Mount path of the volume, or a folder of the container's disk. */
  workspace: string;
  /** Time at which the pod terminates in any case, in milliseconds since 1970. */
  deadlineMs: number;
  /** Time before the deadline for saving a checkpoint and fetching the run. */
  graceMs: number;
  /** How long to wait for a bundle over SSH. */
  startWithinMs: number;
  /** How long to wait, after training, until the run is fetched and the pod deleted. */
  fetchWithinMs: number;
  /** How long the last lines of the log have to get out before the pod is terminated. */
  drainMs: number;
  /** Prefix of the lines for the command outside; secret, so that training cannot print it. */
  mark: string;
  command: readonly string[];
  /** Working directory of the command, inside the bundle. */
  cwd: string;
  /** A shell command to run there first. */
  setup?: string;
  /** RunPod's API. */
  url: string;
}

const { WOODSHED_JOB, WOODSHED_BUNDLE, WOODSHED_POD_KEY, RUNPOD_API_KEY, RUNPOD_POD_ID } = process.env;
const job = JSON.parse(WOODSHED_JOB ?? "null") as PodJob;
const rank = Number(process.env["NODE_RANK"] ?? 0);
// A folder for each node: on a cluster they share the volume.
const folder = join(job.workspace, "jobs", job.name, `node-${rank}`);
const code = join(folder, "code");
let child: ChildProcess | undefined;
let isStopping = false;

const report = (text: string): void => void process.stdout.write(`${job.mark} ${text}\n`);

/** Asks training to save and exit. */
function stop(reason: string): void {
  if (isStopping) return;
  isStopping = true;
  report(`stopping ${reason}`);
  kill("SIGTERM");
}

function kill(signal: NodeJS.Signals): void {
  try {
    // The whole process group, with the ranks of a launcher.
    if (child?.pid !== undefined) process.kill(-child.pid, signal);
  } catch {} // It has ended already.
}

/** Runs a command in the bundle's folder, without the pod's key; its output goes to the container's log and the volume. */
async function run(command: string, args: readonly string[]): Promise<number> {
  const { WOODSHED_POD_KEY: _, WOODSHED_BUNDLE: __, ...env } = process.env;
  const log = createWriteStream(join(folder, "train.log"), { flags: "a" }).on("error", () => {});
  const started = spawn(command, args, {
    cwd: join(code, job.cwd),
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child = started;
  if (isStopping) kill("SIGTERM");
  for (const stream of [started.stdout, started.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      process.stdout.write(chunk);
      log.write(chunk);
    });
  }
  const exitCode = await new Promise<number>((resolve) => {
    started.on("error", (error) => {
      process.stdout.write(`${command}: ${error.message}\n`);
      resolve(127);
    });
    started.on("close", (status, signal) => resolve(status ?? (signal === "SIGTERM" ? 143 : 137)));
  });
  child = undefined;
  await new Promise((resolve) => log.end(resolve));
  return exitCode;
}

/** Receives the bundle. Returns true if there is code to run. */
async function receive(): Promise<boolean> {
  if (WOODSHED_BUNDLE !== undefined && !existsSync(code)) {
    const part = `${code}.part`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
    const tar = spawn("tar", ["-xzf", "-", "-C", part], { stdio: ["pipe", "inherit", "inherit"] });
    tar.stdin.on("error", () => {}).end(Buffer.from(WOODSHED_BUNDLE, "base64"));
    const status = await new Promise((resolve) => tar.on("error", resolve).on("close", resolve));
    if (status === 0) renameSync(part, code);
  }
  const until = Date.now() + job.startWithinMs;
  while (!existsSync(code) && !isStopping && Date.now() < until) await sleep(500);
  return existsSync(code);
}

async function train(): Promise<number> {
  if (!(await receive())) {
    report("nothing came to run");
    return 1;
  }
  if (job.setup !== undefined) {
    const status = await run("sh", ["-c", job.setup]);
    if (status !== 0) return status;
  }
  // Runs newer than this file belong to this job; a restart does not touch it.
  writeFileSync(join(folder, "started"), "", { flag: "a" });
  report("started");
  const [command, ...args] = job.command.map((part) =>
    part.replaceAll("$PRIMARY_ADDR", process.env["PRIMARY_ADDR"] ?? "127.0.0.1"),
  );
  return isStopping ? 143 : run(command!, args);
}

/** Starts sshd for people and for the bundle, with the public key from the environment. */
function startSsh(): void {
  const script = `
    mkdir -p ~/.ssh /run/sshd && chmod 700 ~/.ssh && printf '%s\\n' "$PUBLIC_KEY" >> ~/.ssh/authorized_keys
    chmod 600 ~/.ssh/authorized_keys
    command -v sshd || { apt-get update && apt-get install -y --no-install-recommends openssh-server; }
    ssh-keygen -A && "$(command -v sshd)"`;
  const env = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` };
  spawn("sh", ["-c", script], { env, stdio: ["ignore", "ignore", "inherit"] }).on("error", () => {});
}

async function request(method: string, path: string, key: string): Promise<Response> {
  return fetch(`${job.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(30_000),
  });
}

/** Deletes the pod. Never returns: the container ends with it. */
async function terminate(): Promise<never> {
  await sleep(job.drainMs);
  for (let waitMs = 1000; ; waitMs = Math.min(30_000, 2 * waitMs)) {
    // RunPod also puts a key into each pod, which may or may not have the right to delete it.
    for (const key of [WOODSHED_POD_KEY, RUNPOD_API_KEY]) {
      if (key === undefined) continue;
      try {
        let path = `/pods/${RUNPOD_POD_ID}`;
        if (job.nodes > 1) {
          const pod = (await (await request("GET", path, key)).json()) as { cluster?: { id: string } };
          if (pod.cluster === undefined) continue;
          path = `/clusters/${pod.cluster.id}`;
        }
        const { status } = await request("DELETE", path, key);
        if (status === 204 || status === 404) waitMs = 30_000;
        else report(`terminating failed with status ${status}, trying again`);
      } catch {} // No network: retried below.
    }
    await sleep(waitMs);
  }
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  report("up");
  startSsh();
  let isOver = false;
  setInterval(() => {
    if (existsSync(join(folder, "stop"))) stop("as asked");
    if (Date.now() >= job.deadlineMs - job.graceMs) stop("at the limit");
    if (Date.now() >= job.deadlineMs && !isOver) {
      isOver = true;
      report("limit reached");
      kill("SIGKILL");
      void terminate();
    }
  }, 200);
  // The container is stopped from outside: training saves, and the pod must not be deleted.
  process.on("SIGTERM", () => {
    kill("SIGTERM");
    void sleep(8000).then(() => process.exit(0));
  });
  // A pod for people only has the limit.
  if (job.isIdle) return;
  const ended = join(folder, "ended");
  if (!existsSync(ended)) {
    const status = await train();
    writeFileSync(ended, `${status}\n`);
    report(`ended ${status}`);
    // Rank 0 ends a cluster that succeeded; any rank ends one that failed.
    if (rank !== 0 && status === 0) return;
    await sleep(job.fetchWithinMs);
  }
  if (!isOver) await terminate();
}

await main();
