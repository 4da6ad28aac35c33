// Files to features end to end: FLAC (5 s, 16 kHz) decoded, a crop of 1 s taken at random, and log-mel spectrograms of batches of 32;
// beside torch's DataLoader with soundfile and the same spectrogram in torch, each with two workers, in turns. Prints clips a second of
// an epoch after the first one, by the clock, and microseconds of CPU time that a clip takes on our side. `node bench/features.mjs [turns] [clips]`
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { openClips } from "../dist/data/dataset.js";
import { Loader } from "../dist/data/loader.js";
import { LogMel } from "../dist/front-ends/log-mel/log-mel.js";
import { pythonPath } from "../dist/python.js";
import { noGrad, scope, Tensor } from "../dist/tensor/index.js";

const [numTurns, numClips] = [process.argv[2] ?? 3, process.argv[3] ?? 1024].map(Number);
const NUM_WORKERS = 2;
const BATCH_SIZE = 32;
const CROP_SEC = 1;
const RATE_HZ = 16_000;
const root = join(tmpdir(), `woodshed-features-${numClips}`);

const script = fileURLToPath(new URL("peers/features.py", import.meta.url));
const args = [script, root, numClips, CROP_SEC, BATCH_SIZE, NUM_WORKERS].map(String);
const peer = spawn(pythonPath(), args, { stdio: ["pipe", "pipe", "inherit"] });
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
async function theirs(request = "epoch") {
  peer.stdin.write(`${request}\n`);
  return JSON.parse((await lines.next()).value);
}

if (!existsSync(root)) await theirs("make");
const logMel = new LogMel({
  ...{ sampleRateHz: RATE_HZ, numMels: 64, fftSamples: 512, windowSamples: 400, hopSamples: 160 },
  ...{ minHz: 50, maxHz: null, logFloor: 1e-5 },
});
const clips = openClips(root, "bench");
const loader = new Loader({
  ...{ clips, targets: {}, sampleRateHz: RATE_HZ, clipSamples: RATE_HZ * CROP_SEC, batchSize: BATCH_SIZE },
  order: { seed: 0, shuffle: true },
  augment: { gainDb: 0, randomCrop: true },
  decoding: { prefetchBatches: 4, numWorkers: NUM_WORKERS },
});
const viewOf = ({ wave, size }) => Tensor.view(wave, [size, wave.length / size]);
let epoch = 0;
const cpuUs = [];
async function ours() {
  const before = process.cpuUsage();
  const startMs = performance.now();
  for await (const batch of loader.epoch(epoch++)) {
    noGrad(() => scope(() => logMel.forward(viewOf(batch))));
    batch.release();
  }
  const { user, system } = process.cpuUsage(before);
  if (epoch > 1) cpuUs.push((user + system) / clips.length);
  return performance.now() - startMs;
}

const median = (values) => values.toSorted((x, y) => x - y)[values.length >> 1];
const sides = { ours, theirs };
const found = { ours: [], theirs: [] };
for (let turn = -1; turn < numTurns; turn++)
  for (const [side, run] of Object.entries(sides)) {
    const ms = await run();
    if (turn >= 0) found[side].push((1000 * clips.length) / ms);
  }
const [a, b] = Object.values(found).map(median);
console.log(
  `load ${loadavg()[0].toFixed(1)}, ${clips.length} clips, medians of ${numTurns} turns, clips a second: ours ${a.toFixed(0)}, torch's DataLoader ${b.toFixed(0)}; ratio ${(a / b).toFixed(2)}; ours ${median(cpuUs).toFixed(0)} us of CPU time a clip`,
);
peer.stdin.end();
await loader.close();
