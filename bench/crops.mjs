// Random crops of half a second out of an hour of 48 kHz, beside the same crops stored as files of their own, and beside
// decoding and resampling the whole hour: time of a crop, and peak memory. `node bench/crops.mjs [crops] [turns]`
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { resample } from "../dist/audio/resample.js";
import { encodeWav16, readWav } from "../dist/audio/wav.js";
import { decodeClip } from "../dist/data/decode.js";
import { randomFloat } from "../dist/data/random.js";

const RATE_HZ = 48_000;
const MODEL_RATE_HZ = 16_000;
const CROP_SAMPLES = MODEL_RATE_HZ / 2;
const HOUR_SEC = 3600;

const [variant, folder] = process.argv.slice(2);
if (variant === "--child") child(folder, process.argv[4], Number(process.argv[5]));
else compare(Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 5));

/** Decodes the crops in a process of its own and prints milliseconds of each and the peak of its memory. */
function child(root, name, numCrops) {
  const options = { sampleRateHz: MODEL_RATE_HZ, seed: 1, augment: { gainDb: 0, randomCrop: true } };
  const target = new Float32Array(CROP_SAMPLES);
  const startKb = process.resourceUsage().maxRSS;
  const times = [];
  for (let crop = 0; crop < numCrops; crop++) {
    const startMs = performance.now();
    if (name === "whole") {
      const audio = readWav(join(root, "hour.wav"));
      resample(audio.samples, audio.sampleRateHz, MODEL_RATE_HZ);
    } else {
      const path = join(root, name === "hour" ? "hour.wav" : `${crop}.wav`);
      decodeClip({ path, startSec: 0, durationSec: null, label: "a" }, 0, crop, options, target);
    }
    times.push(performance.now() - startMs);
  }
  const peakMb = (process.resourceUsage().maxRSS - startKb) / 1024;
  console.log(JSON.stringify({ times, peakMb }));
}

function compare(numCrops, numTurns) {
  const root = mkdtempSync(join(tmpdir(), "woodshed-crops-"));
  try {
    makeFiles(root, numCrops);
    console.log(
      `load ${loadavg()[0].toFixed(1)}; ${numCrops} crops in a new process, medians of ${numTurns} turns`,
    );
    const run = (name) =>
      JSON.parse(
        execFileSync(process.execPath, [
          ...[fileURLToPath(import.meta.url), "--child", root, name, String(numCrops)],
        ]),
      );
    const results = { files: [], hour: [], whole: [] };
    for (let turn = 0; turn < numTurns; turn++) {
      results.files.push(run("files"));
      results.hour.push(run("hour"));
    }
    results.whole.push(run("whole"));
    const titles = {
      files: "files of half a second",
      hour: "crops of the hour",
      whole: "decoding the whole hour",
    };
    console.log(`${"".padEnd(24)} first ms  later ms  peak MB over start`);
    for (const [name, turns] of Object.entries(results)) {
      const first = median(turns.map(({ times }) => times[0]));
      const later = median(turns.flatMap(({ times }) => times.slice(1)));
      const peakMb = median(turns.map((turn) => turn.peakMb));
      console.log(
        `${titles[name].padEnd(24)} ${[first, later].map((ms) => ms.toFixed(2).padStart(8)).join("  ")}  ${peakMb.toFixed(1).padStart(7)}`,
      );
    }
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** An hour of noise, and its first crops of half a second as files. */
function makeFiles(root, numCrops) {
  const second = (key) =>
    encodeWav16(
      Float32Array.from({ length: RATE_HZ }, (_, i) => randomFloat(key, i) - 0.5),
      RATE_HZ,
    );
  const seconds = Array.from({ length: 10 }, (_, key) => second(key));
  const header = Buffer.from(seconds[0].subarray(0, 44));
  header.writeUInt32LE(2 * RATE_HZ * HOUR_SEC, 40);
  const file = openSync(join(root, "hour.wav"), "w");
  writeSync(file, header);
  for (let i = 0; i < HOUR_SEC; i++) writeSync(file, seconds[i % 10].subarray(44));
  closeSync(file);
  for (let crop = 0; crop < numCrops; crop++)
    writeFileSync(
      join(root, `${crop}.wav`),
      encodeWav16(readWav(join(root, "hour.wav"), 30 * crop, 0.5).samples, RATE_HZ),
    );
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
