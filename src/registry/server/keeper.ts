/*
 * The process that keeps a folder's MLflow server: started by whoever needs the server first, and alone, for it holds a lock.
 *
 *   users hold a connection to it each; when the last one is gone (closed, or its process dead), the server is stopped
 *   a server that ends before that is started again on its port
 *   the server ends with its keeper, however that ends
 */
import { randomUUID } from "node:crypto";
import { get } from "node:http";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { isSameProcess, processStart } from "../../tracking/store/process.js";
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
  #said: KeeperMessage;
  #timer: NodeJS.Timeout | undefined;
  #isEnding = false;
  #numRestarts = 0;
  #hadUsers = false;

  constructor(keeperPort: number) {
    const token = randomUUID();
    this.#state = { keeperPort, keeperPid: process.pid, token, server: null };
    this.#said = { token, status: "starting" };
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
    user.write(`${JSON.stringify(this.#said)}\n`);
    this.#watchUsers();
  }

  async run(): Promise<void> {
    let port = await freePort();
    for (;;) {
      const startMs = performance.now();
      const child = startMlflow(folder, port);
      // It may be killed in the middle of a write.
      child.stdin!.on("error", () => {});
      const ended = new Promise<string>((resolve) => {
        child.once("error", (error) => resolve(error.message));
        child.once("exit", (code, signal) =>
          resolve(signal === null ? `it exited with code ${code}` : `it was killed by ${signal}`),
        );
      });
      this.#state.server = { pid: child.pid ?? 0, start: processStart(child.pid ?? 0) ?? "", port };
      writeServerState(folder, this.#state);
      const uri = `http://127.0.0.1:${port}`;
      const reason = await Promise.race([ended, this.#untilHealthy(uri, startMs)]);
      if (reason === null) {
        this.#say({ token: this.#state.token, status: "ready", uri });
        const end = await ended;
        if (!this.#isEnding) process.stderr.write(`keeper: MLflow: ${end}; it is started again\n`);
      } else if (!this.#isEnding) {
        if (child.pid !== undefined) await endGroup(child.pid, END_MS);
        // Another program may have been faster to take the port.
        if (this.#said.status === "starting") port = await freePort();
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
    // First, so that whoever comes now finds none and starts another.
    removeServerState(folder);
    for (const user of this.#users) user.end();
    const { server } = this.#state;
    if (server !== null && server.pid > 0) await endGroup(server.pid, END_MS);
    process.exit(0);
  }

  #say(message: KeeperMessage): void {
    this.#said = message;
    for (const user of this.#users) user.write(`${JSON.stringify(message)}\n`);
  }

  /** Without users, waits a while: the next command is often soon. */
  #watchUsers(): void {
    clearTimeout(this.#timer);
    this.#hadUsers ||= this.#users.size > 0;
    // Whoever started it comes in a moment, or has died.
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

/** What a keeper that was killed left running. */
async function endLeftover(): Promise<void> {
  const server = readServerState(folder)?.server;
  if (server && server.pid > 0 && server.start !== "" && isSameProcess(server.pid, server.start))
    await endGroup(server.pid, END_MS);
}

if (lockServerFolder(folder)) {
  await endLeftover();
  let keeper: Keeper | null = null;
  const hearing = createServer((user) => keeper?.welcome(user));
  await new Promise<void>((resolve) => hearing.listen(0, "127.0.0.1", resolve));
  keeper = new Keeper((hearing.address() as { port: number }).port);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void keeper!.end());
  await keeper.run();
}
