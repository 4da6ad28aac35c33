// Bottlenecks planted in a small recipe: their effect, the cause that the verdict must name, and the recipe without them.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";
import { encodeWav16 } from "../../dist/audio/wav.js";
import { parseConfig } from "../../dist/config/load.js";
import { BatchNorm2d } from "../../dist/nn/index.js";

const here = dirname(fileURLToPath(import.meta.url));

/** Noisy tones of three classes, of any length and rate. */
function makeTones(root, numPerClass, sec, rateHz) {
  for (const [label, hz] of [
    ["low", 300],
    ["mid", 900],
    ["high", 2700],
  ]) {
    mkdirSync(join(root, label), { recursive: true });
    for (let i = 0; i < numPerClass; i++) {
      const pitch = hz * (1 + (0.2 * i) / numPerClass);
      const samples = Float32Array.from(
        { length: Math.round(rateHz * sec) },
        (_, j) => 0.4 * Math.sin((2 * Math.PI * pitch * j) / rateHz) + 0.1 * (((j * 7919) % 101) / 101),
      );
      writeFileSync(join(root, label, `${i}.wav`), encodeWav16(samples, rateHz));
    }
  }
  return root;
}

const sets = mkdtempSync(join(tmpdir(), "woodshed-planted-"));
process.on("exit", () => rmSync(sets, { recursive: true, force: true }));
const made = new Map();
function tones(numPerClass, sec, rateHz) {
  const name = `${numPerClass}-${sec}-${rateHz}`;
  if (!made.has(name)) made.set(name, makeTones(join(sets, name), numPerClass, sec, rateHz));
  return made.get(name);
}

/** Steps of a few tens of milliseconds on any machine, so that the planted bottleneck stands out. */
const BASE = {
  name: "planted",
  data: { clip_sec: 0.5, workers: 1, validation_fraction: 0.1, prefetch_batches: 4 },
  front_end: { num_mels: 32 },
  model: { channels: [16, 32] },
  training: { batch_size: 32, precision: "fp32", threads: 1 },
  optimization: { learning_rate: 1e-4 },
  logging: { every_steps: 20 },
  profiling: { system_metrics_sec: null },
};

const recipe = (train, sections = {}) =>
  parseConfig({
    ...BASE,
    ...Object.fromEntries(Object.entries(sections).map(([name, keys]) => [name, { ...BASE[name], ...keys }])),
    data: { ...BASE.data, train, ...sections.data },
  });

/** A batch so small that calling costs more than computing. */
const SMALL = { data: { clip_sec: 0.25 }, front_end: { num_mels: 16 }, model: { channels: [8, 8] } };

/** A picture of noise, as large as a chart, made on the training thread. */
function drawPicture() {
  const pixels = Uint8Array.from({ length: 400 * 300 * 3 }, (_, i) => (i * 7919) % 251);
  return deflateSync(pixels, { level: 9 }).length;
}
const drawsWhenLogged = {
  onStep: (_, __, means) => {
    if (means !== null) for (let i = 0; i < 4; i++) drawPicture();
  },
};

/** Reads every activation of batch norm to the host, like code that prints their means. */
function readActivations() {
  const { forward } = BatchNorm2d.prototype;
  BatchNorm2d.prototype.forward = function (input) {
    const output = forward.call(this, input);
    for (let i = 0; i < 12; i++) output.toFloat32Array(); // sync
    return output;
  };
  return () => {
    BatchNorm2d.prototype.forward = forward;
  };
}

function slowDisk() {
  const library = join(sets, "slow-disk.so");
  execFileSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, join(here, "slow-disk.c"), "-ldl"]);
  return library;
}

const clean = () => recipe(tones(96, 0.5, 16000));

/** `expects` is the verdict's first cause. `recovers` is true if a setting can fix it. */
export const PLANTS = {
  slow_decoder: {
    expects: ["decoding"],
    recovers: true,
    planted: () => recipe(tones(48, 2, 96000)),
    clean: () => recipe(tones(48, 0.5, 16000)),
  },
  one_worker: {
    expects: ["workers"],
    recovers: true,
    planted: () => recipe(tones(96, 0.6, 44100), { data: { workers: 0 } }),
    clean: () => recipe(tones(96, 0.6, 44100), { data: { workers: 2 } }),
  },
  tiny_batches: {
    expects: ["overhead"],
    recovers: true,
    allowBatchSize: true,
    planted: () => recipe(tones(96, 0.25, 16000), { ...SMALL, training: { batch_size: 1 } }),
    clean: () => recipe(tones(96, 0.25, 16000), { ...SMALL, training: { batch_size: 32 } }),
  },
  pictures_every_step: {
    expects: ["logging"],
    recovers: true,
    observer: drawsWhenLogged,
    planted: () => recipe(tones(96, 0.5, 16000), { logging: { every_steps: 1 } }),
    clean,
  },
  host_reads: { expects: ["host_reads"], recovers: false, prepare: readActivations, planted: clean, clean },
  frequent_evaluation: {
    expects: ["evaluation"],
    recovers: true,
    planted: () => recipe(tones(96, 0.5, 16000), { data: { validation_fraction: 0.7 } }),
    clean: () =>
      recipe(tones(96, 0.5, 16000), {
        data: { validation_fraction: 0.7 },
        training: { evaluate_every_epochs: 100 },
      }),
  },
  slow_disk: {
    expects: ["disk"],
    recovers: true,
    env: () => ({ LD_PRELOAD: slowDisk(), WOODSHED_SLOW_MS: "4" }),
    planted: clean,
    clean,
  },
  unbalanced_rank: {
    expects: ["imbalance"],
    recovers: false,
    env: () => ({ LD_PRELOAD: slowDisk(), WOODSHED_SLOW_MS: "12", WOODSHED_SLOW_RANK: "1" }),
    planted: () => recipe(tones(96, 0.5, 16000), { training: { distributed: { world_size: 2 } } }),
    clean: () => recipe(tones(96, 0.5, 16000), { training: { distributed: { world_size: 2 } } }),
  },
};
