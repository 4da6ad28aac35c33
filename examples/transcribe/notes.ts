// Sequences of notes, rendered in code: rows are drawn by a seed, and their sound is computed when it is needed.
import { type DecodedSound, defineDataset, z } from "woodshed";

/** Frequencies of the notes, in Hz. */
const NOTES: Readonly<Record<string, number>> = { A: 880, C: 1047, D: 1175, E: 1319, G: 1568 };
const NAMES = Object.keys(NOTES);
const SAMPLE_RATE_HZ = 8000;

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns rows such as `{ id: "train-7", notes: "A C E", seed: 1007 }`, with two to five notes. */
function rowsOf(split: string, count: number, firstSeed: number) {
  return Array.from({ length: count }, (_, i) => {
    const seed = firstSeed + i;
    const random = randomFrom(seed);
    const length = 2 + Math.floor(4 * random());
    const notes = Array.from({ length }, () => NAMES[Math.floor(NAMES.length * random())]!);
    return { id: `${split}-${i}`, notes: notes.join(" "), seed };
  });
}

/** Renders notes one after another: three harmonics that decay, with noise. */
export function render(notes: readonly string[], seed: number): DecodedSound {
  const random = randomFrom(seed + 0.5e9);
  const samples = new Float32Array(1.5 * SAMPLE_RATE_HZ).map(() => 0.3 * (random() - 0.5));
  let start = 0.1 * random();
  for (const note of notes) {
    const durationSec = 0.15 + 0.08 * random();
    const radians = 2 * Math.PI * NOTES[note]! * (0.99 + 0.02 * random());
    const loudness = 0.1 + 0.1 * random();
    for (let i = 0; i < durationSec * SAMPLE_RATE_HZ; i++) {
      const t = i / SAMPLE_RATE_HZ;
      const wave = Math.sin(radians * t) + 0.5 * Math.sin(2 * radians * t) + 0.25 * Math.sin(3 * radians * t);
      samples[Math.floor(start * SAMPLE_RATE_HZ) + i]! += loudness * Math.exp(-12 * t) * wave;
    }
    start += durationSec + 0.04 * random();
  }
  return { samples, sampleRateHz: SAMPLE_RATE_HZ };
}

export default defineDataset({
  options: z.strictObject({
    count: z.int().min(1).default(1500).describe("Training sequences; validation and test have a fifth."),
  }),
  rows: ({ count }) => ({
    train: rowsOf("train", count, 0),
    validation: rowsOf("validation", Math.ceil(count / 5), 1e6),
    test: rowsOf("test", Math.ceil(count / 5), 2e6),
  }),
  decode: ({ notes, seed }) => render(String(notes).split(" "), Number(seed)),
});
