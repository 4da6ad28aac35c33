import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeWav16 } from "../../src/audio/wav.js";
import { randomFloat } from "../../src/data/random.js";
import { toneOverrides } from "./tones.js";

const FILE_HZ = 16_000;
const NUM_FRAMES = 4000;
const GAINS = { left: [0.4, 0.1], right: [0.1, 0.4] } as const;

/** A noisy tone in each channel, planar. */
export function toneOf(gains: readonly number[], key: number): Float32Array {
  const hz = 300 * (1 + randomFloat(key, 1));
  return Float32Array.from({ length: gains.length * NUM_FRAMES }, (_, i) => {
    const time = (i % NUM_FRAMES) / FILE_HZ;
    const gain = gains[Math.floor(i / NUM_FRAMES)]!;
    return gain * (Math.sin(2 * Math.PI * hz * time) + 0.5 * (randomFloat(key, i) - 0.5));
  });
}

export function writeTone(path: string, samples: Float32Array): string {
  writeFileSync(path, encodeWav16(samples, FILE_HZ, samples.length / NUM_FRAMES));
  return path;
}

/** Recordings of a quarter of a second whose label is the louder side, which no mixture tells. */
export interface StereoSounds {
  /** A folder for each label. */
  sounds: string;
  /** One more recording of each label. */
  left: string;
  right: string;
}

/** Writes the recordings into a folder. */
export function makeStereo(folder: string): StereoSounds {
  const sounds = join(folder, "sounds");
  for (const [label, gains] of Object.entries(GAINS)) {
    mkdirSync(join(sounds, label), { recursive: true });
    for (let i = 0; i < 12; i++) writeTone(join(sounds, label, `${i}.wav`), toneOf(gains, i));
  }
  const one = (label: keyof typeof GAINS): string =>
    writeTone(join(folder, `${label}.wav`), toneOf(GAINS[label], 100));
  return { sounds, left: one("left"), right: one("right") };
}

/** Returns overrides for a run of two channels on these recordings that takes a second and learns the sides. */
export function stereoOverrides(sounds: string, runs: string, name: string): string[] {
  return [
    ...toneOverrides(sounds, runs),
    ...[`name=${name}`, "data.sample_rate_hz=8000", "data.resampling=sinc_kaiser", "data.channels=stereo"],
    ...["data.clip_sec=0.2", "model.channels=[8, 8]", "training.epochs=6", "optimization.learning_rate=0.02"],
  ];
}
