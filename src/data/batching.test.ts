import { describe, expect, it } from "vitest";
import { Batching } from "./batching.js";
import { randomFloat } from "./random.js";
import { Sampler } from "./sampler.js";

/** Lengths in samples from 0.05 s to 1 s at 1 kHz, with more short clips than long ones. */
const lengths = Int32Array.from({ length: 500 }, (_, i) => Math.round(50 + 950 * randomFloat(7, i) ** 2));
const options = {
  numClips: lengths.length,
  batchSize: 40,
  clipSamples: 1000,
  seed: 3,
  shuffle: true,
  durations: { lengths, batchSamples: 8000 },
};
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe("batches by duration", () => {
  const batching = new Batching(options);
  const epochs = [0, 1, 2].map((epoch) => [...batching.batches(epoch)]);

  it("contain every clip once per epoch, in different groups each epoch", () => {
    for (const batches of epochs) {
      expect(batches.length).toBe(batching.numBatches);
      const all = batches.flatMap(({ indices }) => [...indices]).sort((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: 500 }, (_, i) => i));
    }
    const companions = epochs.map((batches) => {
      const { indices } = batches.find((batch) => batch.indices.includes(17))!;
      return [...indices].sort((a, b) => a - b);
    });
    expect(companions[1]).not.toEqual(companions[0]);
  });

  it("never exceed the limits of samples and clips, and are padded to their longest clip", () => {
    for (const { indices, samples } of epochs.flat()) {
      expect(indices.length * samples).toBeLessThanOrEqual(8000);
      expect(indices.length).toBeLessThanOrEqual(40);
      expect(samples).toBe(Math.max(...[...indices].map((i) => lengths[i]!)));
    }
  });

  it("are in a random order of lengths, which differs by epoch", () => {
    const inOrder = epochs[0]!.map(({ samples }) => samples);
    expect(inOrder).not.toEqual([...inOrder].sort((a, b) => a - b));
    expect(epochs[1]!.map(({ samples }) => samples)).not.toEqual(inOrder);
  });

  it("waste less than a fifth of the padding of batches with a fixed length", () => {
    const audio = sum(lengths);
    const padded = sum(epochs[0]!.map(({ indices, samples }) => indices.length * samples));
    expect((padded - audio) / (500 * 1000 - audio)).toBeLessThan(0.2);
    expect(padded / audio).toBeLessThan(1.12);
  });

  it("are the same for any number of ranks, and from any first batch", () => {
    const whole = epochs[1]!;
    for (const worldSize of [1, 2, 3, 4]) {
      for (const start of [0, 5]) {
        const ranks = Array.from({ length: worldSize }, (_, rank) => [
          ...new Sampler({ ...options, split: { rank, worldSize } }).batches(1, start),
        ]);
        for (const [i, { indices, samples }] of whole.slice(start).entries()) {
          expect(ranks.flatMap((rank) => [...rank[i]!.indices])).toEqual([...indices]);
          expect(ranks.map((rank) => rank[i]!.samples)).toEqual(ranks.map(() => samples));
        }
      }
    }
  });

  it("do not exceed the stated largest batch of a rank", () => {
    for (const [worldSize, numMicroBatches] of [
      [1, 1],
      [3, 2],
      [4, 5],
    ] as const) {
      const samplers = Array.from(
        { length: worldSize },
        (_, rank) =>
          new Sampler({ ...options, split: { rank, worldSize, numMicroBatches, repeatSmall: true } }),
      );
      const shares = samplers.flatMap((sampler) => [...sampler.batches(0), ...sampler.batches(1)]);
      const { numClips, numSamples } = samplers[0]!.largestRankBatch;
      const most = Math.max(...shares.map(({ indices, samples }) => indices.length * samples));
      expect(most).toBeLessThanOrEqual(numSamples);
      // The stated share is an upper bound: parts and bins are rounded up.
      expect(most).toBeGreaterThan(0.7 * numSamples);
      expect(Math.max(...shares.map(({ indices }) => indices.length))).toBeLessThanOrEqual(numClips);
    }
  });

  it("are sorted from short to long without shuffling", () => {
    const inOrder = [...new Batching({ ...options, shuffle: false }).batches(0)].map(
      ({ samples }) => samples,
    );
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
  });

  describe("in a bounded number of shapes", () => {
    const shaped = (numShapes: number, seed = 3) =>
      new Batching({ ...options, seed, durations: { ...options.durations, numShapes } });
    const shapesOf = (batches: Iterable<{ indices: Int32Array; samples: number }>): string[] =>
      [...batches].map(({ indices, samples }) => `${indices.length} x ${samples}`).sort();

    it("have that many at most, the same in every epoch and for every seed", () => {
      for (const numShapes of [2, 3, 5, 8, 16]) {
        const first = shapesOf(shaped(numShapes).batches(0));
        expect(new Set(first).size).toBeLessThanOrEqual(numShapes);
        expect(shapesOf(shaped(numShapes).batches(1))).toEqual(first);
        expect(shapesOf(shaped(numShapes, 4).batches(2))).toEqual(first);
      }
      const byLength = new Set(shapesOf(epochs.flat()));
      expect(byLength.size).toBeGreaterThan(16);
    });

    it("contain every clip once per epoch, in different groups each epoch, within the limits", () => {
      const companions = [0, 1].map((epoch) => {
        const batches = [...shaped(8).batches(epoch)];
        expect(batches).toHaveLength(shaped(8).numBatches);
        const all = batches.flatMap(({ indices }) => [...indices]).sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: 500 }, (_, i) => i));
        for (const { indices, samples } of batches) {
          expect(indices.length * samples).toBeLessThanOrEqual(8000);
          expect(indices.length).toBeLessThanOrEqual(40);
          for (const index of indices) expect(lengths[index]!).toBeLessThanOrEqual(samples);
        }
        return [...batches.find(({ indices }) => indices.includes(17))!.indices].sort((a, b) => a - b);
      });
      expect(companions[1]).not.toEqual(companions[0]);
    });

    it("are the same for any number of ranks, and from any first batch", () => {
      const durations = { ...options.durations, numShapes: 6 };
      const whole = [...new Batching({ ...options, durations }).batches(1)];
      for (const worldSize of [1, 2, 3]) {
        const ranks = Array.from({ length: worldSize }, (_, rank) => [
          ...new Sampler({ ...options, durations, split: { rank, worldSize } }).batches(1, 5),
        ]);
        for (const [i, { indices, samples }] of whole.slice(5).entries()) {
          expect(ranks.flatMap((rank) => [...rank[i]!.indices])).toEqual([...indices]);
          expect(ranks.map((rank) => rank[i]!.samples)).toEqual(ranks.map(() => samples));
        }
        // A rank has as many shapes as all ranks together.
        for (const rank of ranks) expect(new Set(shapesOf(rank)).size).toBeLessThanOrEqual(6);
      }
    });

    it("waste less the more shapes there are, and report it", () => {
      const shares = [2, 4, 8, 16].map((numShapes) => shaped(numShapes).summary().padding);
      expect(shares).toEqual(shares.toSorted((a, b) => b - a));
      const padded = sum([...shaped(8).batches(0)].map(({ indices, samples }) => indices.length * samples));
      expect(shares[2]).toBeCloseTo(1 - sum(lengths) / padded, 12);
      // Seven lengths would be 0.13 at best, by trying all of them for full batches of any size.
      expect(shares[2]).toBeLessThan(0.25);
    });

    it("are full, whatever the order of the clips: those that fill no batch are padded further", () => {
      const of = (...counts: [samples: number, count: number][]) => {
        const own = Int32Array.from(
          counts.flatMap(([samples, count]) => new Array<number>(count).fill(samples)),
        );
        const layout = (given: Int32Array) =>
          new Batching({
            ...{ ...options, numClips: own.length },
            durations: { lengths: given, batchSamples: 1000, numShapes: 4 },
          })
            .summary()
            .shapes.map(({ numBatches, numClips, samples }) => `${numBatches} of ${numClips} x ${samples}`);
        expect(layout(own.toReversed())).toEqual(layout(own));
        return layout(own);
      };
      // A run that resumes needs the same as before: any other result is a break of compatibility.
      expect(of([100, 10], [200, 10], [1000, 3])).toEqual(["1 of 10 x 100", "2 of 5 x 200", "3 of 1 x 1000"]);
      expect(of([100, 13], [200, 10])).toEqual(["1 of 10 x 100", "1 of 3 x 200", "2 of 5 x 200"]);
      expect(of([100, 9], [1000, 1])).toEqual(["10 of 1 x 1000"]);
      expect(of([100, 25])).toEqual(["1 of 5 x 100", "2 of 10 x 100"]);
      expect(of([700, 1])).toEqual(["1 of 1 x 700"]);
    });
  });

  it("accept clips of equal length, and a clip that fills a whole batch", () => {
    const same = { lengths: new Int32Array(10).fill(100), batchSamples: 250 };
    const batches = [...new Batching({ ...options, numClips: 10, durations: same }).batches(0)];
    expect(batches.map(({ indices }) => indices.length)).toEqual([2, 2, 2, 2, 2]);
    const large = { lengths: Int32Array.of(100, 1000, 1000), batchSamples: 1000 };
    const alone = [...new Batching({ ...options, numClips: 3, durations: large }).batches(0)];
    expect(alone.map(({ indices }) => indices.length)).toEqual([1, 1, 1]);
  });
});
