/** The conformance suite of augmentations, for Vitest: `woodshed/testing`. */
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import type { AugmentationDefinition } from "../augment/define.js";
import { PURPOSES, randomFloat } from "../data/random.js";

/** The case that an augmentation is checked in. */
export interface AugmentationCase<Options extends z.ZodObject = z.ZodObject> {
  /** Options other than their defaults. */
  options?: z.input<Options>;
  /** By default 16 kHz. */
  sampleRateHz?: number;
}

const NUM_SAMPLES = 4000;

/** Checks that an augmentation keeps the contract that decoding threads and resuming rely on. */
export function describeAugmentation<Options extends z.ZodObject>(
  name: string,
  definition: AugmentationDefinition<Options>,
  { options = {} as z.input<Options>, sampleRateHz = 16_000 }: AugmentationCase<Options> = {},
): void {
  const create = () => definition.create(definition.options.parse(options) as never);
  const randomOf = (key: number): (() => number) => {
    let count = 0;
    return () => randomFloat(PURPOSES.augmentation, key, count++);
  };
  /** A tone with noise, another for each clip. */
  const clip = (key: number, numSamples = NUM_SAMPLES): Float32Array =>
    Float32Array.from(
      { length: numSamples },
      (_, i) =>
        0.3 * Math.sin(0.05 * (1 + key) * i) + 0.1 * (randomFloat(PURPOSES.exportNoise, key, i) - 0.5),
    );
  const applied = (
    augmentation: ReturnType<typeof create>,
    samples: Float32Array,
    key: number,
  ): Float32Array => {
    augmentation.apply({ samples, numChannels: 1, sampleRateHz }, randomOf(key));
    return samples;
  };

  describe(`${name} keeps the augmentation contract`, () => {
    it("changes clips, differently for other random numbers", () => {
      const results = [1, 2, 3, 4].map((key) => applied(create(), clip(0), key));
      const original = clip(0);
      expect(results.some((samples) => samples.some((value, i) => value !== original[i]))).toBe(true);
      expect(new Set(results.map(String)).size).toBeGreaterThan(1);
    });

    it("gives the same bits for the same clip and random numbers, in any thread and after any other clip", () => {
      const fresh = applied(create(), clip(1), 7);
      const used = create();
      for (const key of [2, 3]) applied(used, clip(key, NUM_SAMPLES + key), key);
      expect(applied(used, clip(1), 7)).toEqual(fresh);
    });

    it("draws its random numbers from `random` alone", () => {
      const { random } = Math;
      let numDrawn = 0;
      Math.random = () => {
        numDrawn++;
        return random();
      };
      try {
        applied(create(), clip(1), 7);
      } finally {
        Math.random = random;
      }
      expect(numDrawn, "calls of Math.random").toBe(0);
    });

    it.each([
      ["silence", new Float32Array(NUM_SAMPLES)],
      ["full scale", new Float32Array(NUM_SAMPLES).fill(1)],
      ["one sample", new Float32Array([0.5])],
    ])("keeps %s finite", (_, samples) => {
      for (const key of [1, 2, 3])
        expect(applied(create(), samples.slice(), key).every(Number.isFinite)).toBe(true);
    });
  });
}
