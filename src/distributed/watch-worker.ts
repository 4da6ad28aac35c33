/* The thread of a rank's watch. Rank 0's is the server; JSON lines are sent both ways once a second. */
import { writeSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { parentPort, workerData } from "node:worker_threads";
import { STAGES } from "../timing/stages.js";
import { describeHang, type RankState } from "./hang.js";
import { FIELDS, type WatchData } from "./watch.js";

const EVERY_MS = 1000;
/** A rank whose peer is gone usually fails at its next collective; otherwise it is killed after this time. */
const GRACE_MS = 5000;

type Message = Omit<RankState, "silentSec"> | { gone: number } | { goodbye: number } | { alive: true };

const { rank, size, host, port, limitSec, shared } = workerData as WatchData;
const now = new Float64Array(shared);
const states = new Map<number, { state: Omit<RankState, "silentSec">; receivedMs: number }>();
const peers = new Map<Socket, number>();
let isLeaving = false;
let reportedMs = 0;

function own(): Omit<RankState, "silentSec"> {
  const { name, waits } = STAGES[now[FIELDS.stage]!]!;
  const forSec = (Date.now() - now[FIELDS.sinceMs]!) / 1000;
  return { rank, stage: name, waits, step: now[FIELDS.step]!, forSec };
}

/** Writes to stderr directly: the training thread, which may hang, would have to forward a worker's output. */
function print(message: string): void {
  try {
    writeSync(2, `rank ${rank}: ${message}\n`);
  } catch {
    // The reader is gone, which is no reason to stop watching.
  }
}

function send(socket: Socket, message: Message): void {
  socket.write(`${JSON.stringify(message)}\n`);
}

function listen(socket: Socket, onMessage: (message: Message) => void, onClose: () => void): void {
  socket.setNoDelay(true);
  socket.unref();
  socket.on("error", () => {});
  createInterface({ input: socket })
    .on("line", (line) => onMessage(JSON.parse(line) as Message))
    .on("error", () => {});
  socket.on("close", onClose);
}

/** Exits soon: the training thread waits for a rank that is gone. */
function leaveSoon(gone: number): void {
  if (isLeaving) return;
  isLeaving = true;
  for (const socket of peers.keys()) send(socket, { gone });
  setTimeout(() => {
    const { stage, step } = own();
    print(`rank ${gone} is gone and this rank still waits in ${stage} after step ${step}: exiting`);
    process.kill(process.pid, "SIGKILL");
  }, GRACE_MS);
}

function report(all: RankState[]): void {
  const hang = describeHang(all, limitSec);
  if (hang === null || Date.now() - reportedMs < 1000 * limitSec) return;
  reportedMs = Date.now();
  print(hang);
}

function serve(): void {
  const server = createServer((socket) => {
    let peer = -1;
    listen(
      socket,
      (message) => {
        if ("rank" in message) {
          peer = message.rank;
          peers.set(socket, peer);
          states.set(peer, { state: message, receivedMs: Date.now() });
        } else if ("goodbye" in message) {
          peers.delete(socket);
          states.delete(peer);
        } else if ("gone" in message) leaveSoon(message.gone);
      },
      () => {
        if (!peers.delete(socket)) return;
        leaveSoon(peer);
      },
    );
  });
  const start = (address: string | undefined): void => {
    server.listen(0, address, () => {
      const bound = server.address();
      parentPort!.postMessage(typeof bound === "object" ? bound!.port : 0);
    });
  };
  // The host may resolve to an address of another host; that must not prevent the run from starting.
  server.once("error", () => start(undefined));
  start(host);
  setInterval(() => {
    for (const socket of peers.keys()) send(socket, { alive: true });
    const mine: RankState = { ...own(), silentSec: 0 };
    const theirs = [...states.values()].map(({ state, receivedMs }) => {
      const silentSec = (Date.now() - receivedMs) / 1000;
      return { ...state, forSec: state.forSec + silentSec, silentSec };
    });
    if (theirs.length === size - 1) report([mine, ...theirs]);
  }, EVERY_MS);
}

function follow(): void {
  let receivedMs = Date.now();
  let isConnected = false;
  const socket = connect({ host, port });
  listen(
    socket,
    (message) => {
      receivedMs = Date.now();
      if ("gone" in message) leaveSoon(message.gone);
      if ("goodbye" in message) isLeaving = true;
    },
    () => isConnected && leaveSoon(0),
  );
  socket.once("connect", () => {
    isConnected = true;
    peers.set(socket, 0);
    // Sent at once, so that a rank that hangs in its first second is known.
    send(socket, own());
    parentPort!.postMessage(port);
  });
  // A firewall may block this port: the run continues without being watched.
  socket.once("error", () => parentPort!.postMessage(0));
  setInterval(() => {
    if (!isConnected) return;
    const mine = own();
    send(socket, mine);
    const silentSec = (Date.now() - receivedMs) / 1000;
    // Rank 0 sees all ranks and reports; this one reports if rank 0 is silent.
    const main = { rank: 0, stage: "start", waits: false, step: 0, forSec: 0, silentSec };
    if (silentSec > 5) report([{ ...mine, silentSec: 0 }, main]);
  }, EVERY_MS);
}

parentPort!.on("message", () => {
  isLeaving = true;
  for (const socket of peers.keys()) send(socket, { goodbye: rank });
  if (rank !== 0) for (const socket of peers.keys()) socket.end();
  parentPort!.postMessage("done");
});
if (rank === 0) serve();
else follow();
