import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join, resolve as resolvePath } from "node:path";
import { createInterface } from "node:readline";
import { RegistryError } from "../../errors.js";
import { bundlePath } from "../../package-root.js";
import { mlflowCommand } from "./install.js";
import { type KeeperMessage, LOG_FILE, prepareServerFolder, readServerState } from "./state.js";

export interface EmbeddedServerOptions {
  /** Called when the server has to be started, which takes a few seconds. */
  say?: (message: string) => void;
  /** Seconds that the server keeps running without users. By default WOODSHED_MLFLOW_LINGER_SEC or 30. */
  lingerSec?: number;
  signal?: AbortSignal;
}

/** Keeps the server running until `release` is called or this process exits. */
export interface ServerLease extends Disposable {
  /** `http://127.0.0.1:<port>` */
  uri: string;
  release(): void;
}

/** Long: the first start reads MLflow's many files from a cold disk. */
const START_MS = 240_000;
const RETRY_MS = 200;
/** Pause before another keeper is started. A keeper exits if another one has the lock. */
const RESPAWN_MS = 1000;

/**
 * Starts MLflow's server on a SQLite database in the folder, on loopback and a free port, or joins the running one. It stops soon
 * after the last process has released it or has exited.
 *
 * @throws RegistryError when MLflow is not installed, or its server does not start
 */
export async function useEmbeddedServer(
  folder: string,
  options: EmbeddedServerOptions = {},
): Promise<ServerLease> {
  const place = resolvePath(folder);
  // Throws here if MLflow is missing, rather than in the keeper.
  mlflowCommand();
  try {
    prepareServerFolder(place);
  } catch (cause) {
    throw new RegistryError(
      "MLFLOW_FOLDER",
      `${place}: cannot store MLflow's data: ${(cause as Error).message}; set registry.mlflow.folder`,
      { cause },
    );
  }
  const { say = () => {}, signal } = options;
  const startMs = performance.now();
  let spawnedMs = -Infinity;
  let hasSaid = false;
  const isSlow = (): void => {
    if (!hasSaid) say(`starting MLflow's server for ${place}`);
    hasSaid = true;
  };
  while (performance.now() - startMs < START_MS) {
    if (signal?.aborted) throw new RegistryError("STOPPED", "MLflow's server was still starting");
    // After long synchronous work, a timer set in the same turn of the event loop would expire at once.
    await new Promise((done) => setImmediate(done));
    const lease = await joinKeeper(place, isSlow, signal);
    if (lease !== null) return lease;
    if (performance.now() - spawnedMs > RESPAWN_MS) {
      isSlow();
      spawnedMs = performance.now();
      spawnKeeper(place, options.lingerSec);
    }
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
  throw new RegistryError(
    "MLFLOW_START",
    `${place}: MLflow's server did not start in ${START_MS / 1000} s; see ${join(place, LOG_FILE)}`,
  );
}

function spawnKeeper(folder: string, lingerSec: number | undefined): void {
  const linger = lingerSec ?? Number(process.env["WOODSHED_MLFLOW_LINGER_SEC"] ?? 30);
  const log = openSync(join(folder, LOG_FILE), "a");
  const keeper = bundlePath("mlflow/server/keeper");
  const child = spawn(process.execPath, [keeper, folder, String(linger)], {
    // A process group of its own: Ctrl-C must reach its users only.
    detached: true,
    cwd: folder,
    stdio: ["ignore", log, log],
  });
  child.on("error", () => {});
  child.unref();
  closeSync(log);
}

/** Connects to the running keeper; null if there is none, or it exits meanwhile. */
function joinKeeper(
  folder: string,
  isSlow: () => void,
  signal: AbortSignal | undefined,
): Promise<ServerLease | null> {
  const state = readServerState(folder);
  if (state === null) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const socket = connect(state.keeperPort, "127.0.0.1");
    const leave = (): void => {
      socket.destroy();
      resolve(null);
    };
    signal?.addEventListener("abort", leave, { once: true });
    socket.setTimeout(2000, leave);
    socket.on("error", leave);
    socket.on("close", () => resolve(null));
    // readline forwards errors of the socket, which would crash the process without a listener.
    const lines = createInterface({ input: socket }).on("error", leave);
    lines.on("line", (line) => {
      const message = parse(line);
      if (message?.token !== state.token) return leave();
      socket.setTimeout(0);
      if (message.status === "starting") isSlow();
      if (message.status === "ready") {
        signal?.removeEventListener("abort", leave);
        resolve(leaseOf(message.uri, socket));
      } else if (message.status === "failed") {
        reject(new RegistryError("MLFLOW_START", message.message));
        socket.destroy();
      }
    });
  });
}

function leaseOf(uri: string, socket: Socket): ServerLease {
  socket.unref();
  const release = (): void => void socket.destroy();
  return { uri, release, [Symbol.dispose]: release };
}

function parse(line: string): KeeperMessage | null {
  try {
    return JSON.parse(line) as KeeperMessage;
  } catch {
    return null;
  }
}
