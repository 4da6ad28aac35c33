import { describe, expect, it } from "vitest";
import type { Clip } from "./clip.js";
import { epochOrder } from "./order.js";
import { PURPOSES, permutation } from "./random.js";
import { Sampler } from "./sampler.js";
import { shardWindows } from "./shards/windows.js";

// Seven shards of different sizes, with their clips interleaved, as after a split by label.
const SIZES = [5, 17, 1, 30, 8, 12, 30];
const byShard = SIZES.flatMap((size, shard) => new Array<number>(size).fill(shard));
const shards = Int32Array.from(permutation(103, 0), (place) => byShard[place]!);
const options = { numClips: 103, clipSamples: 100, batchSize: 16, seed: 5, shuffle: true };
const windowsOf = (numShards: number) => ({ shards, numShards });
const sorted = (order: Iterable<number>) => [...order].sort((a, b) => a - b);

describe("the order of an epoch without windows", () => {
  it("is the permutation of (seed, epoch), the same in every version", () => {
    expect(epochOrder(options, 3)).toEqual(permutation(103, PURPOSES.clipOrder, 5, 3));
    expect(epochOrder({ ...options, windows: null }, 3)).toEqual(permutation(103, PURPOSES.clipOrder, 5, 3));
    // Recorded when keys began with their purpose (RANDOM_VERSION 2).
    expect([...epochOrder({ ...options, numClips: 12 }, 0)]).toEqual([4, 10, 11, 0, 7, 3, 9, 1, 8, 6, 2, 5]);
  });
});

describe.each([1, 2, 3, 7, 50])("windows of %i shards", (numShards) => {
  const windows = windowsOf(numShards);

  it("contain every clip once, in another order for another epoch or seed", () => {
    const order = epochOrder({ ...options, windows }, 0);
    expect(sorted(order)).toEqual(Array.from({ length: 103 }, (_, i) => i));
    expect(epochOrder({ ...options, windows }, 0)).toEqual(order);
    expect(epochOrder({ ...options, windows }, 1)).not.toEqual(order);
    expect(epochOrder({ ...options, seed: 6, windows }, 0)).not.toEqual(order);
  });

  it("read the shards of one window at a time, and each shard in one window only", () => {
    const firsts = new Set<number>();
    for (let epoch = 0; epoch < 20; epoch++) {
      const order = [...epochOrder({ ...options, windows }, epoch)].map((clip) => shards[clip]!);
      firsts.add(order[0]!);
      const shardOrder = [...new Set(order)];
      let at = 0;
      // Each window contains all clips of its shards and no others; windows share no shard.
      for (const left = new Set(shardOrder); left.size > 0; ) {
        const wanted = Math.min(numShards, left.size);
        const window = new Set<number>();
        let length = 0;
        while (at + length < order.length && (window.has(order[at + length]!) || window.size < wanted)) {
          window.add(order[at + length]!);
          length++;
        }
        expect(window.size).toBe(wanted);
        expect(length).toBe([...window].reduce((sum, shard) => sum + SIZES[shard]!, 0));
        for (const shard of window) expect(left.delete(shard)).toBe(true);
        at += length;
      }
      expect(at).toBe(order.length);
    }
    // The order of the shards changes with the epoch.
    expect(firsts.size).toBeGreaterThan(2);
  });

  it.each([1, 2, 4])("are the same for %i ranks, and continue from any batch", (worldSize) => {
    const whole = [...new Sampler({ ...options, windows }).batches(3)].map(({ indices }) => [...indices]);
    expect(whole.flat()).toEqual([...epochOrder({ ...options, windows }, 3)]);
    for (const start of [0, 1, 4]) {
      const ranks = Array.from({ length: worldSize }, (_, rank) => [
        ...new Sampler({ ...options, windows, split: { rank, worldSize } }).batches(3, start),
      ]);
      for (const [i, batch] of whole.slice(start).entries()) {
        expect(ranks.flatMap((rank) => [...rank[i]!.indices])).toEqual(batch);
      }
    }
  });
});

it("shuffles the clips within a window, not only the shards", () => {
  const order = [...epochOrder({ ...options, windows: windowsOf(7) }, 0)].map((clip) => shards[clip]!);
  const numChanges = order.filter((shard, i) => i > 0 && shard !== order[i - 1]).length;
  // Six changes if the shards were read one after another; about 80 if their clips are shuffled.
  expect(numChanges).toBeGreaterThan(50);
});

it("keeps the order of the clips without shuffling", () => {
  expect([...epochOrder({ ...options, shuffle: false, windows: windowsOf(2) }, 4)]).toEqual(
    Array.from({ length: 103 }, (_, i) => i),
  );
});

describe("shardWindows", () => {
  const clip = (path: string, isShard = true): Clip => ({
    path,
    label: "a",
    startSec: 0,
    durationSec: null,
    ...(isShard ? { range: { offset: 0, size: 1, member: "a.wav" } } : {}),
  });

  it("numbers shards by first appearance, wherever their clips are", () => {
    const clips = [clip("/z/b.tar"), clip("/z/a.tar"), clip("/z/b.tar"), clip("/z/c.tar")];
    expect(shardWindows(clips, 2)).toEqual({ shards: Int32Array.of(0, 1, 0, 2), numShards: 2 });
    expect(shardWindows(clips, null)).toBe(null);
  });

  it("refuses clips that are loose files, and names one", () => {
    expect(() => shardWindows([clip("a.tar"), clip("dog/1.wav", false)], 4)).toThrow(
      /data\.shuffle_shards: 4, and data\.train contains dog\/1\.wav, which is not in a tar shard.*woodshed data shard/,
    );
    expect(shardWindows([clip("dog/1.wav", false)], null)).toBe(null);
  });
});
