// Decoding beside Python's soundfile and torchcodec, in turns: clips of 1 s (16 kHz, mono) and 10 s (44.1 kHz, stereo), crops of 5 s
// out of one hour (44.1 kHz, stereo), each format, 1 and 2 threads. Prints seconds of audio a second.
// `node bench/decode.mjs [turns] [formats, separated by commas]`; torchcodec where `pip install torchcodec==0.13.0` was made.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { readAudio } from "../dist/audio/read-audio.js";
import { pythonPath } from "../dist/python.js";

const FORMATS = ["wav", "flac", "mp3", "ogg", "opus", "m4a", "webm"];
const CASES = {
  "1 s": { file: "second", seconds: 1, count: 200 },
  "10 s": { file: "ten", seconds: 10, count: 20 },
  crop: { file: "hour", seconds: 5, count: 20 },
};
const HOUR_SEC = 3600;
const root = join(tmpdir(), "woodshed-decode");

if (!isMainThread) parentPort.postMessage(decode(workerData));
else await compare(Number(process.argv[2] ?? 3), process.argv[3]?.split(",") ?? FORMATS);

/** Decodes `count` times, and returns milliseconds. The places of crops are the same on all sides. */
function decode({ path, name, count, first }) {
  readAudio(path, 0, 0.1); // loads the libraries
  const startMs = performance.now();
  for (let i = first; i < first + count; i++) {
    if (name === "crop") readAudio(path, placeOf(i), CASES.crop.seconds);
    else readAudio(path);
  }
  return performance.now() - startMs;
}

function placeOf(i) {
  return (i * 997.13) % (HOUR_SEC - 10);
}

async function ours(options, numThreads) {
  if (numThreads === 1) return decode({ ...options, first: 0 });
  const startMs = performance.now();
  const threads = Array.from(
    { length: numThreads },
    (_, i) =>
      new Promise((resolve, reject) => {
        const worker = new Worker(fileURLToPath(import.meta.url), {
          workerData: { ...options, first: i * options.count },
        });
        worker.once("message", resolve);
        worker.once("error", reject);
      }),
  );
  // Starting threads is not decoding: the slowest thread's own time counts.
  const times = await Promise.all(threads);
  return Math.min(performance.now() - startMs, Math.max(...times));
}

/** A Python process that decodes on request. */
function startPeer(library) {
  const script = fileURLToPath(new URL("peers/decode.py", import.meta.url));
  const peer = spawn(pythonPath(), [script, library, root], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const ask = async (request) => {
    peer.stdin.write(`${JSON.stringify(request)}\n`);
    const { value } = await lines.next();
    return value === undefined ? null : JSON.parse(value);
  };
  return { ask, close: () => peer.stdin.end() };
}

async function compare(numTurns, formats) {
  mkdirSync(root, { recursive: true });
  const soundfile = startPeer("soundfile");
  const torchcodec = startPeer("torchcodec");
  await soundfile.ask({ make: formats.filter((one) => !existsSync(join(root, `hour.${one}`))) });
  const sides = {
    ours: async ({ path, name, count }, numThreads) => ours({ path, name, count }, numThreads),
    soundfile: (request, threads) => soundfile.ask({ ...request, threads }),
    torchcodec: (request, threads) => torchcodec.ask({ ...request, threads }),
  };
  console.log(
    `load ${loadavg()[0].toFixed(1)}; seconds of audio a second, medians of ${numTurns} turns: 1 thread / 2 threads`,
  );
  console.log(
    `${"".padEnd(12)}${Object.keys(sides)
      .map((side) => side.padStart(18))
      .join("")}   over soundfile, torchcodec`,
  );
  for (const format of formats) {
    for (const [name, { file, seconds, count }] of Object.entries(CASES)) {
      const path = join(root, `${file}.${format}`);
      const places = Array.from({ length: 2 * count }, (_, i) => placeOf(i));
      const found = Object.fromEntries(Object.keys(sides).map((side) => [side, [[], []]]));
      for (let turn = 0; turn < numTurns; turn++)
        for (const numThreads of [1, 2])
          for (const [side, run] of Object.entries(sides)) {
            const ms = await run({ path, name, count, seconds, places }, numThreads);
            if (ms !== null) found[side][numThreads - 1].push((1000 * numThreads * count * seconds) / ms);
          }
      const speeds = Object.values(found).map((threads) => threads.map(median));
      const cells = speeds.map(([one, two]) =>
        one === null ? "-" : `${one.toFixed(0)} / ${two.toFixed(0)}`,
      );
      const ratios = speeds.slice(1).map(([one]) => (one === null ? "-" : (speeds[0][0] / one).toFixed(2)));
      console.log(
        `${`${format} ${name}`.padEnd(12)}${cells.map((cell) => cell.padStart(18)).join("")}   ${ratios.join(", ")}`,
      );
    }
  }
  soundfile.close();
  torchcodec.close();
}

function median(values) {
  return values.length === 0 ? null : values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
