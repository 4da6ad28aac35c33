// Loader throughput before and after the changes that `woodshed profile` suggests: the quickstart's clips and 20,000 of half a second at
// 22,050 Hz, by number of workers, with the cache, and kept on the GPU if there is one, no training beside it. `node bench/loader.mjs [instruments] [turns] [words of a set's name]`
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav16 } from "../dist/audio/wav.js";
import { openClips } from "../dist/data/dataset.js";
import { Loader } from "../dist/data/loader.js";
import { openCachedLoader, roomOf } from "../dist/inference/clip-cache.js";
import { addon } from "../dist/tensor/addon.js";
import { DECODE_PARTS } from "../dist/timing/decode-clock.js";

const [instruments = "data/instruments", turns = "3", ...words] = process.argv.slice(2);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const device = addon.cudaDeviceCount() > 0 ? "cuda" : "cpu";

function make20000() {
  const root = mkdtempSync(join(tmpdir(), "woodshed-20000-"));
  const waves = Array.from({ length: 50 }, (_, n) =>
    encodeWav16(
      Float32Array.from(
        { length: 11_025 },
        (_, i) => 0.5 * Math.sin(((200 + 20 * n) * 2 * Math.PI * i) / 22_050),
      ),
      22_050,
    ),
  );
  for (let label = 0; label < 10; label++) {
    mkdirSync(join(root, `class${label}`));
    for (let i = 0; i < 2000; i++)
      writeFileSync(join(root, `class${label}`, `${i}.wav`), waves[(i + label) % 50]);
  }
  return root;
}

const VARIANTS = [
  { title: "0 workers", numWorkers: 0 },
  { title: "1 worker (auto here)", numWorkers: 1 },
  { title: "2 workers", numWorkers: 2 },
  { title: "1 worker, data.cache_gb=2", numWorkers: 1, cacheBytes: 2e9 },
  { title: "2 workers, data.cache_gb=2", numWorkers: 2, cacheBytes: 2e9 },
  ...["pinned", "device"].map((where) => ({
    title: `data.cache_on=${where}, ${device}`,
    numWorkers: 2,
    where,
  })),
];

/** Measures clips a second in the second epoch, and thread time a clip. */
async function epochOf(clips, clipSec, { where, ...variant }) {
  const options = {
    ...{ clips, labels: [...new Set(clips.map(({ label }) => label))], sampleRateHz: 16_000, targets: {} },
    ...{
      clipSamples: 16_000 * clipSec,
      batchSize: 64,
      order: { seed: 0, shuffle: true },
      augment: { gainDb: 6, randomCrop: true },
    },
    decoding: { prefetchBatches: 4, ...variant },
  };
  const data = { sample_rate_hz: options.sampleRateHz, channels: "mix", cache_on: where };
  const loader =
    where === undefined
      ? new Loader(options)
      : openCachedLoader(options, roomOf({ data }, clips), where, device);
  let before = null;
  let startMs = 0;
  for (const epoch of [0, 1]) {
    before = loader.decodeTimes.times.slice();
    startMs = performance.now();
    for await (const batch of loader.epoch(epoch)) batch.release();
    addon.synchronize(device);
  }
  const sec = (performance.now() - startMs) / 1000;
  const parts = [...loader.decodeTimes.times].map((ms, i) => (1000 * (ms - before[i])) / clips.length);
  await loader.close();
  return { clipsPerSec: clips.length / sec, parts };
}

const made = make20000();
console.log(
  `${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}; second epoch, medians of ${turns} turns; parts in us a clip`,
);
for (const [title, path, clipSec] of [
  ["quickstart's notes", join(instruments, "train"), 1],
  ["20,000 clips", made, 0.5],
]) {
  if (words.length > 0 && !words.some((word) => title.includes(word))) continue;
  const clips = openClips(path, title);
  const found = VARIANTS.map(() => []);
  for (let turn = 0; turn < Number(turns); turn++)
    for (const [i, { title: _, ...variant }] of VARIANTS.entries())
      found[i].push(await epochOf(clips, clipSec, variant));
  console.log(`${title}: ${clips.length} clips of ${clipSec} s`);
  console.log(`  ${"".padEnd(28)} clips/s ${DECODE_PARTS.map((part) => part.padStart(9)).join("")}`);
  for (const [i, variant] of VARIANTS.entries()) {
    const parts = DECODE_PARTS.map((_, part) => median(found[i].map((one) => one.parts[part])));
    console.log(
      `  ${variant.title.padEnd(28)} ${median(found[i].map((one) => one.clipsPerSec))
        .toFixed(0)
        .padStart(7)} ${parts.map((us) => us.toFixed(1).padStart(9)).join("")}`,
    );
  }
}
rmSync(made, { recursive: true });
