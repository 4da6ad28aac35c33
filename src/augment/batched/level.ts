import type { Random } from "../define.js";
import { drawBits } from "../level/bit-depth.js";
import { drawFrom, type Range } from "../range.js";
import type { BatchedAugmentation } from "./define.js";
import { amplify, perClip } from "./rows.js";

/** Multiplies each clip by a random gain. */
export function gain({ gain_db }: { gain_db: Range }): BatchedAugmentation {
  const factor = (random: Random): number => 10 ** (drawFrom(gain_db, random) / 20);
  return { mixes: false, apply: (wave, randoms) => ({ wave: amplify(wave, randoms.map(factor)) }) };
}

/** Turns the sign of every sample. */
export function polarity(): BatchedAugmentation {
  return { mixes: false, apply: (wave) => ({ wave: wave.neg() }) };
}

/** Rounds samples to fewer bits. */
export function bitDepth({ bits }: { bits: Range }): BatchedAugmentation {
  return {
    mixes: false,
    apply(wave, randoms) {
      const steps = perClip(
        randoms.map((random) => 2 ** (drawBits(bits, random) - 1)),
        wave.device,
      );
      const wide = wave.to("float64");
      // Rounds as Math.round does, which rounds halves up, and small negative numbers to -0.
      const rounded = wide.mul(steps).add(0.5).floor().copysign(wide);
      return { wave: rounded.div(steps).to("float32") };
    },
  };
}
