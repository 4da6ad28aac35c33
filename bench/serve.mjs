// `woodshed serve` under load: autocannon sends good recordings while other clients send bad, cut off, huge and slow
// ones. Reports failed good requests, their latency, and the server's memory over time.
// `node bench/serve.mjs RUN [seconds] [connections]`
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import autocannon from "autocannon";
import { encodeWav16 } from "../dist/audio/wav.js";
import { packageRoot } from "../dist/package-root.js";
import { memoryMb } from "./peers/memory.mjs";

const [run, seconds = "20", connections = "16"] = process.argv.slice(2);
if (run === undefined) {
  console.error("usage: node bench/serve.mjs RUN [seconds] [connections]");
  process.exit(2);
}
const durationSec = Number(seconds);

const server = spawn(process.execPath, [join(packageRoot, "dist/cli/main.js"), "serve", run, "--port", "0"], {
  stdio: ["ignore", "pipe", "pipe"],
});
const statuses = new Map();
let log = "";
server.stderr.on("data", (text) => {
  const lines = (log + text).split("\n");
  log = lines.pop();
  for (const line of lines) {
    if (!line.startsWith("{")) continue;
    const { status, error = "ok" } = JSON.parse(line);
    const key = `${status} ${error}`;
    statuses.set(key, (statuses.get(key) ?? 0) + 1);
  }
});
const [address] = await once(server.stdout, "data");
const url = String(address).trim();
const { hostname, port } = new URL(url);

const tone = Float32Array.from(
  { length: 22_050 },
  (_, i) => 0.4 * Math.sin((2 * Math.PI * 440 * i) / 22_050),
);
const good = Buffer.from(encodeWav16(tone, 22_050));

const memory = [];
const sampler = setInterval(() => memory.push(memoryMb(server.pid)), 1000);

let isOver = false;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
/** Sends bytes on a new connection and waits until it closes, within a time limit. */
async function send(parts, { everyMs = 0, mostMs = 5000 } = {}) {
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  socket.resume();
  const closed = once(socket, "close").catch(() => {});
  const timer = setTimeout(() => socket.destroy(), mostMs);
  for (const part of parts) {
    if (socket.destroyed) break;
    if (!socket.write(part)) await Promise.race([once(socket, "drain").catch(() => {}), closed]);
    if (everyMs > 0) await pause(everyMs);
  }
  await closed;
  clearTimeout(timer);
}
const head = (length) =>
  `POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`;
const megabyte = Buffer.alloc(1 << 20);
const NASTY = [
  ["no audio", () => send([head(5), "hello"])],
  ["no HTTP", () => send(["\x16\x03\x01 nonsense\r\n\r\n"])],
  ["cut off", () => send([head(good.length), good.subarray(0, 1000)], { mostMs: 200 })],
  ["truncated WAV", () => send([head(1000), good.subarray(0, 1000)])],
  ["huge by its header", () => send([head(2e9), ...Array(4).fill(megabyte)])],
  [
    "huge in chunks",
    () =>
      send([
        "POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        ...Array.from({ length: 24 }, () => [`${megabyte.length.toString(16)}\r\n`, megabyte, "\r\n"]).flat(),
      ]),
  ],
  ["too long", () => send([head(9e6), encodeWav16(new Float32Array(4.5e6 - 22), 8000)])],
  [
    "slow",
    () =>
      send([head(good.length), ...Array.from({ length: 60 }, () => "x")], { everyMs: 1000, mostMs: 60_000 }),
  ],
];
for (const [, attack] of NASTY) {
  (async () => {
    while (!isOver) {
      await attack();
      await pause(100);
    }
  })();
}

console.log(
  `${url}, ${durationSec} s, ${connections} connections of good requests, ${NASTY.length} of others`,
);
const result = await autocannon({
  url: `${url}/predict`,
  method: "POST",
  body: good,
  connections: Number(connections),
  duration: durationSec,
});
isOver = true;
clearInterval(sampler);
const { latency, requests, errors, timeouts, non2xx } = result;
console.log(
  `good requests: ${requests.total}, ${requests.average.toFixed(0)} a second; errors ${errors}, timeouts ${timeouts}, not 2xx ${non2xx}`,
);
console.log(
  `latency in ms: median ${latency.p50}, p90 ${latency.p90}, p99 ${latency.p99}, p99.9 ${latency.p99_9}, most ${latency.max}`,
);
const tenth = Math.max(1, Math.floor(memory.length / 10));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const slices = Array.from({ length: 10 }, (_, i) => memory.slice(i * tenth, (i + 1) * tenth)).filter(
  (one) => one.length > 0,
);
console.log(
  `resident MB, by tenths of the time: ${slices.map((slice) => mean(slice).toFixed(0)).join(" ")}; most ${Math.max(...memory).toFixed(0)}`,
);
server.kill("SIGINT");
const [code] = await once(server, "exit");
for (const [key, count] of [...statuses].sort()) console.log(`  ${key}: ${count}`);
console.log(`the server ended with ${code}`);
// Connections of the other clients may close later.
process.exit(0);
