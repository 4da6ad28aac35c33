// B = clips of a batch, C = channels of features, F = frames.
import { describe, expect, it } from "vitest";
import type { FeatureAugmentation, Random } from "../augment/define.js";
import { PURPOSES, randomFloat } from "../data/random.js";
import { addon } from "../tensor/addon.js";
import { getRandomState, noGrad, scope, Tensor } from "../tensor/index.js";

/** The order of sums may differ between batch sizes. */
const ROUNDING = 1e-5;
const SHAPE = [4, 12, 40] as const;

/** Checks that an augmentation of features keeps the contract that parts of a batch, ranks and resuming rely on. */
export function describeFeatureAugmentation(name: string, create: () => FeatureAugmentation): void {
  let numDrawn = 0;
  const randomOf = (key: number): Random => {
    let count = 0;
    return () => {
      numDrawn++;
      return randomFloat(PURPOSES.featureAugmentation, key, count++);
    };
  };
  /** Features that differ at each place, by the numbers of the clips. */
  const featuresOf = (clips: readonly number[], [, channels, frames] = SHAPE as readonly number[]): Tensor =>
    Tensor.from(
      Float32Array.from({ length: clips.length * channels! * frames! }, (_, i) => {
        const place = i % (channels! * frames!);
        return randomFloat(PURPOSES.exportNoise, clips[Math.floor(i / (channels! * frames!))]!, place) - 0.3;
      }),
      { shape: [clips.length, channels!, frames!] },
    );
  /** Changes clips with random numbers by `keys`; a clip with null stays as it is. */
  const applied = (
    augmentation: FeatureAugmentation,
    clips: readonly number[],
    keys: readonly (number | null)[] = clips,
    shape: readonly number[] = SHAPE,
  ): Float32Array =>
    noGrad(() =>
      scope(() => {
        const features = featuresOf(clips, shape);
        const changed = augmentation.apply(
          features,
          keys.map((key) => (key === null ? null : randomOf(key))),
        );
        return changed.contiguous().toFloat32Array();
      }),
    );
  const given = (clips: readonly number[], shape: readonly number[] = SHAPE): Float32Array =>
    scope(() => featuresOf(clips, shape).toFloat32Array());
  const rowOf = (values: Float32Array, row: number): Float32Array => {
    const size = SHAPE[1] * SHAPE[2];
    return values.slice(row * size, (row + 1) * size);
  };
  /** Long arrays are slow to compare by `toEqual`. */
  const same = (a: Float32Array, b: Float32Array, tolerance = 0): boolean =>
    a.length === b.length && a.every((value, i) => Math.abs(value - b[i]!) <= tolerance);

  describe(`${name} keeps the augmentation contract`, () => {
    it("changes features, differently for other random numbers if it draws any", () => {
      numDrawn = 0;
      const results = [1, 2, 3, 4].map((key) => applied(create(), [0], [key]));
      expect(results.some((values) => !same(values, given([0])))).toBe(true);
      if (numDrawn > 0) expect(results.some((values) => !same(values, results[0]!))).toBe(true);
    });

    it("keeps the shape and the type of the features, and the given ones as they are", () => {
      noGrad(() =>
        scope(() => {
          for (const frames of [1, 2, SHAPE[2]]) {
            const features = featuresOf([0, 1], [2, SHAPE[1], frames]);
            const before = features.clone();
            const changed = create().apply(features, [randomOf(0), randomOf(1)]);
            expect([changed.shape, changed.dtype, changed.device]).toEqual([
              features.shape,
              features.dtype,
              features.device,
            ]);
            expect(features.equal(before), "the given features are unchanged").toBe(true);
          }
        }),
      );
    });

    it("leaves a clip without random numbers as it is", () => {
      const some = applied(create(), [0, 1, 2], [5, null, 6]);
      expect(same(rowOf(some, 1), given([1]))).toBe(true);
      expect(same(applied(create(), [0, 1], [null, null]), given([0, 1]))).toBe(true);
    });

    it("changes each clip alone: alike in any batch, at any place", () => {
      const all = applied(create(), [0, 1, 2, 3]);
      const others = applied(create(), [3, 9, 1], [3, 9, 1]);
      for (const [row, other] of [
        [3, 0],
        [1, 2],
      ] as const)
        expect(same(rowOf(all, row), rowOf(others, other), ROUNDING), `clip ${row}`).toBe(true);
      expect(same(rowOf(all, 2), applied(create(), [2]), ROUNDING)).toBe(true);
    });

    it("gives the same bits for the same clips and random numbers, after any other batch", () => {
      const fresh = applied(create(), [1, 2]);
      const used = create();
      for (const clip of [5, 6]) applied(used, [clip, clip + 1], [clip, null]);
      expect(same(applied(used, [1, 2]), fresh)).toBe(true);
    });

    it("draws its random numbers from `randoms` alone", () => {
      const { random } = Math;
      let numForeign = 0;
      Math.random = () => {
        numForeign++;
        return random();
      };
      const stateOf = (): string => scope(() => String(getRandomState().toNested()));
      const before = stateOf();
      try {
        applied(create(), [1, 7]);
      } finally {
        Math.random = random;
      }
      expect(numForeign, "calls of Math.random").toBe(0);
      expect(stateOf() === before, "torch's generator is as before").toBe(true);
    });

    it("passes gradients to a front end that learns", () => {
      scope(() => {
        const features = featuresOf([0, 1]).requiresGrad_();
        create()
          .apply(features, [randomOf(0), randomOf(1)])
          .square()
          .sum()
          .backward();
        const gradient = features.grad?.toFloat32Array() ?? new Float32Array(1);
        expect(gradient.every(Number.isFinite) && gradient.some((value) => value !== 0)).toBe(true);
      });
    });

    it.each([0, 1, -1e4])("keeps features of %d finite", (value) => {
      noGrad(() =>
        scope(() => {
          for (const frames of [1, SHAPE[2]]) {
            const features = featuresOf([0], [1, SHAPE[1], frames]).mul(0).add(value);
            for (const key of [1, 2, 3]) {
              const changed = create().apply(features, [randomOf(key)]);
              expect(changed.contiguous().toFloat32Array().every(Number.isFinite)).toBe(true);
            }
          }
        }),
      );
    });

    it("frees every tensor that it creates", () => {
      const augmentation = create();
      applied(augmentation, [0, 1]);
      const before = addon.liveTensors();
      for (let i = 0; i < 3; i++) applied(augmentation, [i, i + 1]);
      expect(addon.liveTensors()).toBe(before);
    });
  });
}
