import { describe, expect, it } from "vitest";
import { Sampler } from "./sampler.js";

describe("sampler", () => {
  const options = { numClips: 103, batchSize: 16, clipSamples: 100, seed: 5, shuffle: true };
  const batches = (sampler: Sampler, epoch: number, start = 0) =>
    [...sampler.batches(epoch, start)].map(({ indices }) => [...indices]);

  it("yields every clip once per epoch, in another order each epoch", () => {
    const sampler = new Sampler(options);
    const first = batches(sampler, 0);
    expect(first.length).toBe(sampler.numBatches);
    expect(first.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 103 }, (_, i) => i));
    expect(batches(sampler, 1)).not.toEqual(first);
  });

  it.each([2, 3, 4, 7])("%i ranks together receive each batch of one rank", (worldSize) => {
    const whole = batches(new Sampler(options), 3);
    const ranks = Array.from({ length: worldSize }, (_, rank) =>
      batches(new Sampler({ ...options, split: { rank, worldSize } }), 3),
    );
    for (const [i, batch] of whole.entries()) expect(ranks.flatMap((rank) => rank[i]!)).toEqual(batch);
  });

  describe.each([
    [1, 1],
    [2, 3],
    [3, 2],
    [4, 4],
    [5, 16],
  ])(
    "with %i ranks and %i micro-batches, and repeated clips in small batches",
    (worldSize, numMicroBatches) => {
      const ranks = Array.from(
        { length: worldSize },
        (_, rank) =>
          new Sampler({ ...options, split: { rank, worldSize, numMicroBatches, repeatSmall: true } }),
      );
      const all = ranks.map((sampler) => [...sampler.batches(3)]);
      const whole = batches(new Sampler(options), 3);

      it("gives every rank the same number of micro-batches, none of them empty", () => {
        for (const [i, first] of all[0]!.entries()) {
          for (const rank of all) {
            expect(rank[i]!.parts.length).toBe(first.parts.length);
            expect(rank[i]!.parts.every(({ size }) => size > 0)).toBe(true);
            expect(rank[i]!.indices.length).toBeLessThanOrEqual(ranks[0]!.largestRankBatch.numClips);
            expect(rank[i]!.globalSize).toBe(whole[i]!.length);
          }
        }
      });

      it("gives every clip of a batch a total weight of 1", () => {
        for (const [i, batch] of whole.entries()) {
          const counts = new Map<number, number>();
          for (const rank of all) {
            const { indices, parts } = rank[i]!;
            const copies = parts.flatMap(({ size, numCopies }) => new Array<number>(size).fill(numCopies));
            for (const [j, index] of indices.entries())
              counts.set(index, (counts.get(index) ?? 0) + 1 / copies[j]!);
          }
          expect([...counts.keys()].sort()).toEqual([...batch].sort());
          for (const count of counts.values()) expect(count).toBeCloseTo(1, 12);
        }
      });
    },
  );

  it("continues from any batch", () => {
    const sampler = new Sampler(options);
    expect(batches(sampler, 2, 4)).toEqual(batches(sampler, 2).slice(4));
  });

  it("keeps the order of the clips without shuffling", () => {
    expect(batches(new Sampler({ ...options, shuffle: false }), 9).flat()).toEqual(
      Array.from({ length: 103 }, (_, i) => i),
    );
  });
});
