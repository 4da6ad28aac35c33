// A folder of labelled noisy tones, made on the spot.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeWav16 } from "../../dist/audio/wav.js";
import { randomFloat } from "../../dist/data/random.js";

const RATE_HZ = 16_000;

/** Writes `numClips` clips of `sec` seconds for each of four labels. */
export function writeSounds(folder, numClips, sec = 1) {
  for (const [label, hz] of Object.entries({ low: 300, mid: 700, high: 1500, top: 3400 })) {
    mkdirSync(join(folder, label), { recursive: true });
    for (let clip = 0; clip < numClips; clip++) {
      const pitch = hz * (1 + 0.4 * randomFloat(hz, clip));
      const samples = Float32Array.from(
        { length: RATE_HZ * sec },
        (_, i) =>
          0.1 * Math.sin((2 * Math.PI * pitch * i) / RATE_HZ) + 0.4 * (randomFloat(hz, clip, i) - 0.5),
      );
      writeFileSync(join(folder, label, `${clip}.wav`), encodeWav16(samples, RATE_HZ));
    }
  }
  return folder;
}
