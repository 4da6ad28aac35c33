import { afterAll, describe, expect, it } from "vitest";
import { makeTones } from "../../tests/support/tones.js";
import { allocateCache, readCache, writeCache } from "./clip-cache.js";
import { openClips } from "./dataset.js";
import { Loader } from "./loader.js";

describe("the cache of decoded clips", () => {
  it("returns stored clips, and keeps them when it is full", () => {
    const cache = allocateCache(3, 4 * 1024 * 3)!;
    expect(readCache(cache, 0)).toBeUndefined();
    const clip = Float32Array.from({ length: 1500 }, (_, i) => i / 7);
    writeCache(cache, 0, clip);
    expect(readCache(cache, 0)).toEqual(clip);
    // Two more units do not fit, one does.
    writeCache(cache, 1, clip);
    expect(readCache(cache, 1)).toBeUndefined();
    writeCache(cache, 2, clip.subarray(0, 10));
    expect(readCache(cache, 2)).toEqual(clip.subarray(0, 10));
    writeCache(cache, 0, clip.subarray(5, 10));
    expect(readCache(cache, 0)).toEqual(clip);
  });

  it("stores clips of 16-bit numbers in half the room", () => {
    // Room for 2,048 samples as float32: for the first clip alone, were it not of 16-bit numbers.
    const cache = allocateCache(3, 4 * 2048)!;
    const [whole, digits] = [0.5, 0.1].map((sample) => new Float32Array(2048).fill(sample));
    writeCache(cache, 0, whole!);
    expect(readCache(cache, 0)).toEqual(new Int16Array(2048).fill(16_384));
    writeCache(cache, 1, digits!);
    expect(readCache(cache, 1)).toBeUndefined();
    writeCache(cache, 2, digits!.subarray(0, 1024));
    expect(readCache(cache, 2)).toEqual(digits!.subarray(0, 1024));
  });

  it("allocates no memory if nothing fits", () => {
    expect(allocateCache(3, 0)).toBeNull();
  });
});

describe("a loader with a cache", () => {
  // 16 bits at 16 kHz.
  const clips = openClips(makeTones(8), "tones");
  const loaders: Loader[] = [];
  afterAll(() => Promise.all(loaders.map((loader) => loader.close())));

  async function epochs(
    cacheBytes: number,
    numWorkers: number,
    sampleRateHz: number,
  ): Promise<{ waves: number[][]; opened: number[] }> {
    const loader = new Loader({
      ...{
        clips,
        targets: {},
        sampleRateHz,
        clipSamples: 1500,
        batchSize: 5,
      },
      ...{
        order: { seed: 3, shuffle: true },
        augment: { gainDb: 6, randomCrop: true },
        decoding: { numWorkers, prefetchBatches: 2, cacheBytes },
      },
    });
    loaders.push(loader);
    const waves: number[][] = [];
    const opened: number[] = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      const before = loader.decodeTimes.times.slice();
      for await (const batch of loader.epoch(epoch)) {
        waves.push([...batch.wave]);
        batch.release();
      }
      opened.push(loader.decodeTimes.times[0]! - before[0]!);
    }
    expect(loader.decodeTimes.numClips).toBe(3 * clips.length);
    return { waves, opened };
  }

  it.each([
    [0, 8000],
    [2, 8000],
    [2, 16_000],
  ])(
    "returns bit-identical batches to a loader without a cache, and opens no file twice (%i workers, %i Hz)",
    async (workers, rate) => {
      const plain = await epochs(0, workers, rate);
      const cached = await epochs(10e6, workers, rate);
      expect(cached.waves).toEqual(plain.waves);
      expect(plain.opened.every((ms) => ms > 0)).toBe(true);
      expect(cached.opened[0]).toBeGreaterThan(0);
      expect(cached.opened.slice(1)).toEqual([0, 0]);
    },
  );

  it("lists the clips that took longest to decode, each once", async () => {
    const loader = loaders[0]!;
    const { slowest } = loader.decodeTimes;
    expect(slowest.length).toBe(10);
    expect(new Set(slowest.map(({ clip }) => clip)).size).toBe(10);
    expect(slowest.map(({ ms }) => ms)).toEqual(slowest.map(({ ms }) => ms).toSorted((a, b) => b - a));
  });
});
