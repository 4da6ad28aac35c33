import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav16 } from "../../src/audio/wav.js";
import { randomFloat } from "../../src/data/random.js";

/**
 * Creates a temporary folder with a folder per class of short noisy tones, low, mid and high: a quarter of a second
 * each, or of random length from `shortestSec` to that.
 */
export function makeTones(numPerClass = 24, shortestSec = 0.25): string {
  const root = mkdtempSync(join(tmpdir(), "woodshed-tones-"));
  for (const [label, hz] of [
    ["low", 300],
    ["mid", 900],
    ["high", 2700],
  ] as const) {
    mkdirSync(join(root, label));
    for (let i = 0; i < numPerClass; i++) {
      const pitch = hz * (1 + 0.2 * randomFloat(hz, i));
      const sec = shortestSec + (0.25 - shortestSec) * randomFloat(hz, i, 1);
      const samples = Float32Array.from(
        { length: Math.round(16000 * sec) },
        (_, j) => 0.4 * Math.sin((2 * Math.PI * pitch * j) / 16000) + 0.2 * (randomFloat(hz, i, j) - 0.5),
      );
      writeFileSync(join(root, label, `${i}.wav`), encodeWav16(samples, 16000));
    }
  }
  return root;
}

/** Returns overrides for a run on these tones that takes a second; without decoding threads, which cost as much. */
export function toneOverrides(root: string, runs: string): string[] {
  return [
    `data.train=${root}`,
    "data.test=null",
    `runs_dir=${runs}`,
    "data.clip_sec=0.25",
    "data.workers=0",
    "front_end.num_mels=32",
    "model.channels=[8, 16]",
    "training.batch_size=8",
    "data.validation_fraction=0.25",
    "checkpoint.monitor=validation/loss",
    "checkpoint.mode=min",
    "training.epochs=4",
    "training.threads=1",
    "training.precision=fp32",
    "optimization.learning_rate=0.005",
    "logging.every_steps=1",
  ];
}
