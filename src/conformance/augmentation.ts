/** The conformance suite of augmentations, for Vitest: `woodshed/testing`. */
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import type {
  AugmentationDefinition,
  Example,
  FeatureAugmentationDefinition,
  Random,
} from "../augment/define.js";
import { PURPOSES, randomFloat } from "../data/random.js";
import { describeFeatureAugmentation } from "./feature-augmentation.js";

/** The case that an augmentation is checked in. */
export interface AugmentationCase<Options extends z.ZodObject = z.ZodObject> {
  /** Options other than their defaults. */
  options?: z.input<Options>;
  /** Audio files that it gets; by default none. */
  files?: readonly string[];
  /** By default 16 kHz. */
  sampleRateHz?: number;
}

const NUM_SAMPLES = 4000;

/** Checks that an augmentation, of the waveform or of features, keeps the contract that training and resuming rely on. */
export function describeAugmentation<Options extends z.ZodObject>(
  name: string,
  definition: AugmentationDefinition<Options> | FeatureAugmentationDefinition<Options>,
  given: AugmentationCase<Options> = {},
): void {
  if (definition.changes === "features") {
    const options = definition.options.parse(given.options ?? {});
    describeFeatureAugmentation(name, () => definition.create(options as never));
  } else describeWaveAugmentation(name, definition, given);
}

function describeWaveAugmentation<Options extends z.ZodObject>(
  name: string,
  definition: AugmentationDefinition<Options>,
  { options = {} as z.input<Options>, files = [], sampleRateHz = 16_000 }: AugmentationCase<Options>,
): void {
  const create = () => definition.create(definition.options.parse(options) as never, { files, sampleRateHz });
  type Created = ReturnType<typeof create>;
  let numDrawn = 0;
  const randomOf = (key: number): Random => {
    let count = 0;
    return () => {
      numDrawn++;
      return randomFloat(PURPOSES.augmentation, key, count++);
    };
  };
  /** A tone with noise, another for each clip. */
  const clip = (key: number, numSamples: number): Float32Array =>
    Float32Array.from(
      { length: numSamples },
      (_, i) =>
        0.3 * Math.sin(0.05 * (1 + key) * i) + 0.1 * (randomFloat(PURPOSES.exportNoise, key, i) - 0.5),
    );
  /** A clip of the length that the augmentation asks for. */
  const exampleFor = (
    augmentation: Created,
    key: number,
    clipOf: (numSamples: number) => Float32Array,
    numSamples = NUM_SAMPLES,
    numChannels = 1,
  ): Example => {
    const length = augmentation.inputLength?.(numSamples, randomOf(key)) ?? numSamples;
    const samples = new Float32Array(numChannels * length);
    for (let c = 0; c < numChannels; c++) samples.set(clipOf(length), c * length);
    return { samples, numChannels, sampleRateHz };
  };
  /** @param partner number of the first clip that it mixes in */
  const apply = (
    augmentation: Created,
    example: Example,
    key: number,
    partner = 100,
  ): ReturnType<Created["apply"]> => {
    const partners = Array.from({ length: augmentation.partners ?? 0 }, (_, i) => ({
      ...example,
      samples: clip(partner + i, example.samples.length),
    }));
    return augmentation.apply(example, randomOf(key), partners);
  };
  const applied = (
    augmentation: Created,
    clipKey: number,
    key: number,
    numSamples = NUM_SAMPLES,
  ): Float32Array => {
    const example = exampleFor(augmentation, key, (length) => clip(clipKey, length), numSamples);
    apply(augmentation, example, key);
    return example.samples;
  };

  describe(`${name} keeps the augmentation contract`, () => {
    it("changes clips, differently for other random numbers if it draws any", () => {
      numDrawn = 0;
      const results = [1, 2, 3, 4].map((key) => applied(create(), 0, key));
      const isChanged = results.some((samples) => {
        const original = clip(0, samples.length);
        return samples.some((value, i) => value !== original[i]);
      });
      expect(isChanged).toBe(true);
      if (numDrawn > 0) expect(new Set(results.map(String)).size).toBeGreaterThan(1);
    });

    it("gives the same bits for the same clip and random numbers, in any thread and after any other clip", () => {
      const fresh = applied(create(), 1, 7);
      const used = create();
      for (const key of [2, 3]) applied(used, key, key, NUM_SAMPLES + key);
      const again = applied(used, 1, 7);
      expect(again.length).toBe(fresh.length);
      // By the first difference: Vitest takes seconds to print two arrays of thousands.
      expect(
        again.findIndex((value, i) => !Object.is(value, fresh[i])),
        "first sample that differs",
      ).toBe(-1);
    });

    it("draws its random numbers from `random` alone", () => {
      const { random } = Math;
      let numForeign = 0;
      Math.random = () => {
        numForeign++;
        return random();
      };
      try {
        applied(create(), 1, 7);
      } finally {
        Math.random = random;
      }
      expect(numForeign, "calls of Math.random").toBe(0);
    });

    it.each([1, 2])("leaves as many samples as are needed, with %d channels", (numChannels) => {
      for (const [key, numSamples] of [1, 2, 3, NUM_SAMPLES - 1, NUM_SAMPLES].entries()) {
        const augmentation = create();
        const example = exampleFor(augmentation, key, (length) => clip(1, length), numSamples, numChannels);
        apply(augmentation, example, key);
        const left = example.samples.length / numChannels;
        expect(Number.isInteger(left) && left >= numSamples, `${left} for ${numSamples}`).toBe(true);
      }
    });

    it("gives each partner a share of the targets", () => {
      const augmentation = create();
      const example = exampleFor(augmentation, 7, (length) => clip(1, length));
      apply(augmentation, example, 7);
      const { partners = 0 } = augmentation;
      if (partners === 0) return expect(example.shares).toBeUndefined();
      expect(example.shares).toHaveLength(1 + partners);
      expect(example.shares!.every((share) => share >= 0)).toBe(true);
      expect(example.shares!.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    });

    it("mixes in its partners, in part", () => {
      const { partners = 0 } = create();
      if (partners === 0) return;
      const mixed = [100, 200].map((partner) => {
        const example = exampleFor(create(), 7, (length) => clip(1, length));
        apply(create(), example, 7, partner);
        return example;
      });
      const [one, other] = mixed.map(({ samples }) => samples);
      const differs = one!.some((value, i) => value !== other![i]);
      // Shares of 0 leave partners out.
      const hasPart = mixed[0]!.shares!.slice(1).some((share) => share > 0);
      expect(differs, "the samples depend on the partners").toBe(hasPart);
    });

    it.each<[name: string, clipOf: (numSamples: number) => Float32Array, numSamples: number]>([
      ["silence", (numSamples) => new Float32Array(numSamples), NUM_SAMPLES],
      ["full scale", (numSamples) => new Float32Array(numSamples).fill(1), NUM_SAMPLES],
      ["one sample", (numSamples) => new Float32Array(numSamples).fill(0.5), 1],
    ])("keeps %s finite", (_, clipOf, numSamples) => {
      for (const key of [1, 2, 3]) {
        const augmentation = create();
        const example = exampleFor(augmentation, key, clipOf, numSamples);
        const drawn = apply(augmentation, example, key);
        expect(example.samples.every(Number.isFinite)).toBe(true);
        // The drawn values go into a page and a table.
        expect(JSON.parse(JSON.stringify(drawn ?? {}))).toEqual(drawn ?? {});
      }
    });
  });
}
