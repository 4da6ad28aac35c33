// Streams to `woodshed serve` at real time: N clients send 20 ms of sound every 20 ms. Reports the latency from the last sample of a
// window to its scores, and missed hops: windows whose scores came later than the next window was complete, or never.
// `node bench/streams.mjs RUN [clients] [seconds] [--cores 0,1] [--hop seconds]`; the server has two cores.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { WebSocket } from "ws";
import { packageRoot } from "../dist/package-root.js";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { cores: { type: "string", default: "0,1" }, hop: { type: "string" } },
});
const [run, clients = "50", seconds = "60"] = positionals;
if (run === undefined) {
  console.error("usage: node bench/streams.mjs RUN [clients] [seconds] [--cores 0,1] [--hop seconds]");
  process.exit(2);
}
const [numClients, durationSec] = [Number(clients), Number(seconds)];
const BLOCK_MS = 20;

const serve = [join(packageRoot, "dist/cli/main.js"), "serve", run, "--port", "0", "--no-log"];
const limits = [
  "--max-streams",
  String(numClients),
  ...(values.hop === undefined ? [] : ["--hop", values.hop]),
];
// taskset is Linux's; elsewhere the server has all cores.
const pinned = process.platform === "linux" ? ["taskset", "-c", values.cores] : [];
const [command, ...rest] = [...pinned, process.execPath, ...serve, ...limits];
const server = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
const [address] = await once(server.stdout, "data");
const url = String(address).trim().replace("http", "ws");
const { sample_rate_hz: rateHz } = await (await fetch(`${String(address).trim()}/health`)).json();

const blockSamples = Math.round((rateHz * BLOCK_MS) / 1000);
const numBlocks = Math.round((1000 * durationSec) / BLOCK_MS);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A second of a tone with noise, from which clients send blocks in turn. */
const sound = Int16Array.from(
  { length: 50 * blockSamples },
  (_, i) => 9000 * Math.sin((2 * Math.PI * 440 * i) / rateHz) + 3000 * (Math.random() - 0.5),
);
const blocks = Array.from({ length: 50 }, (_, i) =>
  Buffer.from(sound.buffer, 2 * i * blockSamples, 2 * blockSamples),
);

/** Returns latencies in milliseconds, and missed hops. */
async function client(number) {
  const socket = new WebSocket(`${url}/stream?rate=${rateHz}`, { perMessageDeflate: false });
  const sentMs = [];
  const latencies = [];
  let opened = null;
  let error = null;
  let lateMs = 0;
  const isOpen = new Promise((resolve) => {
    socket.on("message", (data) => {
      const nowMs = performance.now();
      const message = JSON.parse(data);
      if (message.type === "open") opened = message;
      if (message.type === "error") error = message.error;
      resolve();
      if (message.type !== "frames" || socket.isEnding) return;
      // The window that completed these frames begins a hop before their end.
      const windowEndSec = message.frames.at(-1).end_sec - opened.hop_sec + opened.window_sec;
      const block = Math.min(sentMs.length - 1, Math.ceil((windowEndSec * rateHz) / blockSamples - 1e-6) - 1);
      latencies.push(nowMs - sentMs[block]);
    });
    socket.on("error", (problem) => {
      error ??= problem;
      resolve();
    });
    socket.on("close", resolve);
  });
  await isOpen;
  if (error !== null) throw new Error(error.message);
  // Clients begin at any time of a hop.
  await pause((1000 * opened.hop_sec * number) / numClients);
  const startMs = performance.now();
  for (let block = 0; block < numBlocks && error === null; block++) {
    const dueMs = startMs + (block + 1) * BLOCK_MS;
    await pause(Math.max(0, dueMs - performance.now()));
    const nowMs = performance.now();
    lateMs = Math.max(lateMs, nowMs - dueMs);
    sentMs.push(nowMs);
    socket.send(blocks[block % blocks.length]);
  }
  await pause(1000 * opened.hop_sec);
  const sentSec = (sentMs.length * blockSamples) / rateHz;
  const numWindows = Math.max(0, 1 + Math.floor((sentSec - opened.window_sec) / opened.hop_sec + 1e-6));
  const inTime = latencies.filter((ms) => ms <= 1000 * opened.hop_sec).length;
  socket.isEnding = true;
  socket.send("end");
  await once(socket, "close");
  return { latencies, lateMs, numWindows, missed: numWindows - inTime, opened, error };
}

const results = await Promise.all(Array.from({ length: numClients }, (_, i) => client(i)));
server.kill("SIGTERM");
await once(server, "exit");

const latencies = results.flatMap((result) => result.latencies).sort((a, b) => a - b);
const percentile = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))];
const sum = (values) => values.reduce((total, value) => total + value, 0);
const { window_sec: windowSec, hop_sec: hopSec } = results[0].opened;
console.log(
  `${numClients} clients, ${durationSec} s, ${rateHz} Hz, windows of ${windowSec} s every ${hopSec} s`,
);
console.log(
  `windows ${sum(results.map(({ numWindows }) => numWindows))}, missed hops ${sum(results.map(({ missed }) => missed))}, ` +
    `clients with errors ${results.filter(({ error }) => error !== null).length}`,
);
const text = [50, 95, 99].map((p) => `p${p} ${percentile(p / 100).toFixed(1)} ms`).join(", ");
console.log(`latency ${text}, largest ${latencies.at(-1).toFixed(1)} ms`);
console.log(`a client sent at most ${Math.max(...results.map(({ lateMs }) => lateMs)).toFixed(1)} ms late`);
