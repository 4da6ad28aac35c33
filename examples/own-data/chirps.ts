import { defineDataset, z } from "woodshed";

/** Semitones per second. */
const SLOPES = { falling: -36, steady: 0, rising: 36 };
const SAMPLE_RATE_HZ = 8000;

/** Tones that fall, rise or stay: nothing is read from a disk. */
export default defineDataset({
  options: z.strictObject({
    count: z.int().min(4).default(200).describe("Clips of each label."),
    duration_sec: z.number().gt(0).default(0.5).describe("Length of a tone, in seconds."),
  }),
  rows({ count }) {
    const rows = Object.keys(SLOPES).flatMap((label) =>
      // A row is plain JSON: it travels to the threads that decode it.
      Array.from({ length: count }, (_, i) => ({ id: `${label}-${i}`, label, hz: 200 + (1200 * i) / count })),
    );
    return { train: rows.filter((_, i) => i % 4 !== 3), test: rows.filter((_, i) => i % 4 === 3) };
  },
  // Runs in decoding threads. The same row always gives the same sound.
  decode({ label, hz }, { duration_sec: durationSec }) {
    const slope = SLOPES[label as keyof typeof SLOPES];
    const samples = new Float32Array(durationSec * SAMPLE_RATE_HZ);
    let phase = 0;
    for (let i = 0; i < samples.length; i++) {
      samples[i] = 0.3 * Math.sin(phase);
      phase += (2 * Math.PI * Number(hz) * 2 ** ((slope * i) / SAMPLE_RATE_HZ / 12)) / SAMPLE_RATE_HZ;
    }
    return { samples, sampleRateHz: SAMPLE_RATE_HZ };
  },
  durationSec: (_, { duration_sec: durationSec }) => durationSec,
});
