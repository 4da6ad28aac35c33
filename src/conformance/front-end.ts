// B = clips, T = samples, C = channels of the features, F = frames.
/** The conformance suite of front ends, for Vitest: `woodshed/testing`. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { FrontEnd, FrontEndDefinition } from "../front-ends/index.js";
import { featuresOf as featuresOfChannels } from "../inference/forward.js";
import { addon } from "../tensor/addon.js";
import { keep, manualSeed, noGrad, scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";

/** The case that a front end is checked in. */
export interface FrontEndCase<Options extends z.ZodObject = z.ZodObject> {
  /** Options other than their defaults. */
  options?: z.input<Options>;
  /** By default 16 kHz. */
  sampleRateHz?: number;
  /** Length of a clip. By default 1 s. */
  clipSec?: number;
}

const NUM_CLIPS = 3;
const ROUNDING = 1e-4;

/** Checks that a front end keeps the contract that training, evaluation in windows and export rely on. */
export function describeFrontEnd<Options extends z.ZodObject>(
  name: string,
  definition: FrontEndDefinition<Options>,
  { options = {} as z.input<Options>, sampleRateHz = 16_000, clipSec = 1 }: FrontEndCase<Options> = {},
): void {
  describe(`${name} keeps the front end contract`, () => {
    const parsed = () => definition.options.parse(options) as never;
    const context = { sampleRateHz };
    /** In evaluation: running statistics of a batch would make its clips depend on each other. */
    const create = (): FrontEnd => {
      const made = scope(() => definition.create(parsed(), context));
      for (const part of Object.values(made.learned)) part.eval();
      return made;
    };
    const numSamples = Math.round(clipSec * sampleRateHz);
    let frontEnd: FrontEnd;
    let wave: Tensor; // [B, T]

    beforeEach(() => {
      manualSeed(1);
      frontEnd = create();
      wave = keep(scope(() => ops.randn([NUM_CLIPS, numSamples]).mul(0.1)));
    });
    afterEach(() => {
      frontEnd.dispose();
      wave.dispose();
    });

    /** Features [B, C, F] as a flat array. */
    const featuresOf = (input: Tensor): Float32Array =>
      scope(() => noGrad(() => frontEnd.forward(input).toFloat32Array()));

    it("has the sizes that it declares before it is created", () => {
      const { channels, hopSamples, minSamples } = definition.sizes(parsed(), context);
      expect({ channels: frontEnd.channels, minSamples: frontEnd.minSamples }).toEqual({
        channels,
        minSamples,
      });
      const length = numSamples - (numSamples % hopSamples);
      expect(frontEnd.numFrames(length + hopSamples) - frontEnd.numFrames(length), "frames a hop").toBe(1);
    });

    it("computes features [B, C, F] with as many frames as numFrames says", () => {
      for (const count of [frontEnd.minSamples, frontEnd.minSamples + 1, numSamples - 1, numSamples]) {
        if (count > numSamples) continue;
        const shape = scope(() =>
          noGrad(() => frontEnd.forward(wave.narrow(1, 0, count).contiguous()).shape),
        );
        expect(shape, `shape of features of ${count} samples`).toEqual([
          NUM_CLIPS,
          frontEnd.channels,
          frontEnd.numFrames(count),
        ]);
      }
    });

    it("computes each clip alone", () => {
      const together = featuresOf(wave);
      const size = together.length / NUM_CLIPS;
      const scale = Math.max(1e-3, ...together.map(Math.abs));
      for (let clip = 0; clip < NUM_CLIPS; clip++) {
        const alone = scope(() => featuresOf(wave.narrow(0, clip, 1).contiguous()));
        for (let i = 0; i < size; i += 97)
          expect(Math.abs(alone[i]! - together[clip * size + i]!)).toBeLessThanOrEqual(ROUNDING * scale);
      }
    });

    it("computes each channel of stereo sound alone", () => {
      const [left, right] = [wave, scope(() => keep(wave.flip([1]).contiguous()))];
      const both = scope(() =>
        featuresOfChannels({ frontEnd }, ops.stack([left, right], 1)).toFloat32Array(),
      );
      const alone = [left, right].map(featuresOf);
      right.dispose();
      const size = alone[0]!.length / NUM_CLIPS;
      const scale = Math.max(1e-3, ...both.map(Math.abs));
      for (let i = 0; i < both.length; i += 97) {
        const row = Math.floor(i / size);
        const expected = alone[row % 2]![Math.floor(row / 2) * size + (i % size)]!;
        expect(Math.abs(both[i]! - expected)).toBeLessThanOrEqual(ROUNDING * scale);
      }
    });

    it("gives the same bits each time, also from another instance", () => {
      const before = featuresOf(wave);
      expect(featuresOf(wave)).toEqual(before);
      const first = frontEnd;
      frontEnd = create();
      first.dispose();
      expect(featuresOf(wave)).toEqual(before);
    });

    it.each(["silence", "full scale"])("keeps %s finite", (kind) => {
      const values = scope(() => featuresOf(wave.mul(0).add(kind === "silence" ? 0 : 1)));
      expect(values.every(Number.isFinite)).toBe(true);
    });

    it("trains each of its parameters, all of them in `learned`", () => {
      const learned = new Set(Object.values(frontEnd.learned).flatMap((part) => part.parameters()));
      const named = [...frontEnd.namedParameters()];
      expect(named.filter(([, one]) => !learned.has(one)).map(([parameter]) => parameter)).toEqual([]);
      const trained = named.filter(([, { requiresGrad }]) => requiresGrad);
      if (trained.length === 0) return;
      scope(() => frontEnd.forward(wave).square().mean().backward());
      const untrained = trained.flatMap(([parameter, { grad }]) => {
        if (grad === null) return [`${parameter} gets no gradient`];
        const largest = scope(() => grad.abs().max().item());
        grad.dispose();
        return Number.isFinite(largest) ? [] : [`${parameter} has a gradient that is not finite`];
      });
      expect(untrained).toEqual([]);
    });

    it("frees every tensor that it creates", () => {
      featuresOf(wave);
      const before = addon.liveTensors();
      for (let i = 0; i < 3; i++) featuresOf(wave);
      expect(addon.liveTensors()).toBe(before);
    });
  });
}
