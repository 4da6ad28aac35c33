/**
 * The supervisor: runs on each pod as its first process, from the container's first second, so that no pod depends
 * on somebody outside to end. It travels as text in an environment variable, and therefore imports Node's own
 * modules only.
 *
 *   bundle arrives -> setup -> training -> what it ended with -> time to fetch the run -> pod terminates itself
 *                \________ stop file, time limit: SIGTERM, so that training saves ________/
 *
 * RunPod restarts a container whose command exits, for ever, and its disk is new each time: so the limit is a
 * point in time, not a duration, and the only way out is to delete the pod (or, on a cluster, the cluster).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What the supervisor is told, as JSON in WOODSHED_JOB. */
export interface PodJob {
  name: string;
  /** Keep a pod for people: SSH and the limit, nothing else. */
  isIdle: boolean;
  nodes: number;
  /** Where the volume is mounted, or else a folder of the container's disk. */
  workspace: string;
  /** When the pod ends, whatever happens, in milliseconds since 1970. */
  deadlineMs: number;
  /** Before that, for saving a checkpoint and fetching the run. */
  graceMs: number;
  /** How long to wait for a bundle that comes over SSH. */
  startWithinMs: number;
  /** How long to wait, once training has ended, for somebody to fetch the run and delete the pod. */
  fetchWithinMs: number;
  /** How long the log's last lines have to get out before the pod goes. */
  drainMs: number;
  /** Begins the lines that are meant for the command outside; nobody else knows it. */
  mark: string;
  command: readonly string[];
  /** Of the bundle, where the command runs. */
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

const say = (text: string): void => void process.stdout.write(`${job.mark} ${text}\n`);

/** Asks training to save and leave. */
function stop(reason: string): void {
  if (isStopping) return;
  isStopping = true;
  say(`stopping ${reason}`);
  kill("SIGTERM");
}

function kill(signal: NodeJS.Signals): void {
  try {
    // Its whole group: a launcher's ranks too.
    if (child?.pid !== undefined) process.kill(-child.pid, signal);
  } catch {} // It has just ended.
}

/** Runs in the bundle's folder, without our key, its output both in the container's log and on the volume. */
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

/** Whether there is code to run. */
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
    say("nothing came to run");
    return 1;
  }
  if (job.setup !== undefined) {
    const status = await run("sh", ["-c", job.setup]);
    if (status !== 0) return status;
  }
  // Runs that are newer than this are this job's; a restart leaves it as it is.
  writeFileSync(join(folder, "started"), "", { flag: "a" });
  say("started");
  const [command, ...args] = job.command.map((part) =>
    part.replaceAll("$PRIMARY_ADDR", process.env["PRIMARY_ADDR"] ?? "127.0.0.1"),
  );
  return isStopping ? 143 : run(command!, args);
}

/** A shell for people, and the way in for the bundle: with the public key that came in the environment. */
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

/** Never returns: the container goes with the pod. */
async function terminate(): Promise<never> {
  await sleep(job.drainMs);
  for (let waitMs = 1000; ; waitMs = Math.min(30_000, 2 * waitMs)) {
    // RunPod puts a key of its own into pods; whether it may delete its pod is for RunPod to say.
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
        else say(`terminating failed with status ${status}, trying again`);
      } catch {} // No network: the next round.
    }
    await sleep(waitMs);
  }
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  say("up");
  startSsh();
  let isOver = false;
  setInterval(() => {
    if (existsSync(join(folder, "stop"))) stop("as asked");
    if (Date.now() >= job.deadlineMs - job.graceMs) stop("at the limit");
    if (Date.now() >= job.deadlineMs && !isOver) {
      isOver = true;
      say("limit reached");
      kill("SIGKILL");
      void terminate();
    }
  }, 200);
  // The container is being stopped from outside: training saves, and then this must not delete the pod.
  process.on("SIGTERM", () => {
    kill("SIGTERM");
    void sleep(8000).then(() => process.exit(0));
  });
  // A pod for people has nothing but the limit.
  if (job.isIdle) return;
  const ended = join(folder, "ended");
  if (!existsSync(ended)) {
    const status = await train();
    writeFileSync(ended, `${status}\n`);
    say(`ended ${status}`);
    // Rank 0 ends a cluster that succeeded; any rank ends one that failed.
    if (rank !== 0 && status === 0) return;
    await sleep(job.fetchWithinMs);
  }
  if (!isOver) await terminate();
}

await main();
