/*
 * The process that runs the MLflow server of a folder. The first user starts it; a lock ensures that there is one per folder.
 *
 *   each user holds a connection; the server is stopped after the last one is closed, also by the death of a process
 *   a server that exits earlier is restarted on its port
 *   the server exits with its keeper, also if that is killed
 */
import { randomUUID } from "node:crypto";
import { get } from "node:http";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { isSameProcess, processStart } from "../../process-identity.js";
import { endGroup, freePort, startMlflow } from "./child.js";
import { mlflowCommand } from "./install.js";
import { lockServerFolder } from "./lock.js";
import {
  type KeeperMessage,
  LOG_FILE,
  readServerState,
  removeServerState,
  type ServerState,
  writeServerState,
} from "./state.js";

const START_MS = 180_000;
const END_MS = 10_000;
const MOST_RESTARTS = 5;
const FIRST_USER_SEC = 30;

const [folder = "", lingerSec = "30"] = process.argv.slice(2);

class Keeper {
  readonly #users = new Set<Socket>();
  readonly #state: ServerState;
  #lastMessage: KeeperMessage;
  #timer: NodeJS.Timeout | undefined;
  #isEnding = false;
  #numRestarts = 0;
  #hadUsers = false;

  constructor(keeperPort: number) {
    const token = randomUUID();
    this.#state = { keeperPort, keeperPid: process.pid, token, server: null };
    this.#lastMessage = { token, status: "starting" };
    writeServerState(folder, this.#state);
    this.#watchUsers();
  }

  welcome(user: Socket): void {
    this.#users.add(user);
    user.on("close", () => {
      this.#users.delete(user);
      this.#watchUsers();
    });
    user.on("error", () => {});
    user.resume();
    user.write(`${JSON.stringify(this.#lastMessage)}\n`);
    this.#watchUsers();
  }

  async run(): Promise<void> {
    let port = await freePort();
    for (;;) {
      const startMs = performance.now();
      const child = startMlflow(folder, port);
      // The child may be killed during a write.
      child.stdin!.on("error", () => {});
      const exited = new Promise<string>((resolve) => {
        child.once("error", (error) => resolve(error.message));
        child.once("exit", (code, signal) =>
          resolve(signal === null ? `it exited with code ${code}` : `it was killed by ${signal}`),
        );
      });
      this.#state.server = { pid: child.pid ?? 0, start: processStart(child.pid ?? 0) ?? "", port };
      writeServerState(folder, this.#state);
      const uri = `http://127.0.0.1:${port}`;
      const reason = await Promise.race([exited, this.#untilHealthy(uri, startMs)]);
      if (reason === null) {
        this.#say({ token: this.#state.token, status: "ready", uri });
        const end = await exited;
        if (!this.#isEnding) process.stderr.write(`keeper: MLflow: ${end}; restarting\n`);
      } else if (!this.#isEnding) {
        if (child.pid !== undefined) await endGroup(child.pid, END_MS);
        // Another program may have bound the port first.
        if (this.#lastMessage.status === "starting") port = await freePort();
      }
      if (this.#isEnding) return;
      this.#numRestarts++;
      if (this.#numRestarts > MOST_RESTARTS || (reason !== null && this.#numRestarts > 1)) {
        const message = `${mlflowCommand().command}: MLflow's server does not start: ${reason ?? "it keeps exiting"}; see ${join(folder, LOG_FILE)}`;
        this.#say({ token: this.#state.token, status: "failed", message });
        return this.end();
      }
    }
  }

  async end(): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    // Removed first, so that new users find no keeper and start another one.
    removeServerState(folder);
    for (const user of this.#users) user.end();
    const { server } = this.#state;
    if (server !== null && server.pid > 0) await endGroup(server.pid, END_MS);
    process.exit(0);
  }

  #say(message: KeeperMessage): void {
    this.#lastMessage = message;
    for (const user of this.#users) user.write(`${JSON.stringify(message)}\n`);
  }

  /** Without users, waits before stopping: the next command often follows soon. */
  #watchUsers(): void {
    clearTimeout(this.#timer);
    this.#hadUsers ||= this.#users.size > 0;
    // The process that started the keeper connects within a moment, or has died.
    const waitSec = this.#hadUsers ? Number(lingerSec) : Math.max(FIRST_USER_SEC, Number(lingerSec));
    if (this.#users.size === 0) this.#timer = setTimeout(() => void this.end(), 1000 * waitSec);
  }

  async #untilHealthy(uri: string, startMs: number): Promise<string | null> {
    while (performance.now() - startMs < START_MS) {
      if (await isHealthy(uri)) return null;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return `not healthy after ${START_MS / 1000} s`;
  }
}

function isHealthy(uri: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(`${uri}/health`, { timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

/** Stops a server that a killed keeper left running. */
async function endLeftover(): Promise<void> {
  const server = readServerState(folder)?.server;
  if (server && server.pid > 0 && server.start !== "" && isSameProcess(server.pid, server.start))
    await endGroup(server.pid, END_MS);
}

if (lockServerFolder(folder)) {
  await endLeftover();
  let keeper: Keeper | null = null;
  const listener = createServer((user) => keeper?.welcome(user));
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  keeper = new Keeper((listener.address() as { port: number }).port);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void keeper!.end());
  await keeper.run();
}
