import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withAudio } from "../audio/open.js";
import { Stretch } from "../audio/stretch.js";
import { encodeWav16 } from "../audio/wav.js";
import type { Clip } from "./clip.js";
import { EvaluationLoader, type EvaluationLoaderOptions } from "./evaluation-loader.js";
import { Loader } from "./loader.js";
import { randomFloat } from "./random.js";
import type { TargetTable } from "./targets.js";
import { createWindowing, paddedLength } from "./windows.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-windows-"));
afterAll(() => rmSync(folder, { recursive: true }));

const RATE_HZ = 8000;
const CLIP_SAMPLES = 400;

/** Writes a recording of noise of `length` clips at one of two rates, and returns it, or a stretch of it. */
function clipOf(i: number, length: number, startSec = 0, durationSec: number | null = null): Clip {
  const path = join(folder, `${i}-${length}.wav`);
  const rateHz = i % 2 === 0 ? RATE_HZ : 11_025;
  const samples = Float32Array.from(
    { length: Math.round((length * CLIP_SAMPLES * rateHz) / RATE_HZ) },
    (_, j) => randomFloat(i, j) - 0.5,
  );
  writeFileSync(path, encodeWav16(samples, rateHz));
  return { path, startSec, durationSec, label: "a", source: `train.csv:${i + 2}` };
}

const LENGTHS = [0.4, 1, 2.5, 7.3, 0.05, 1.999, 3, 0.7];
const clips = [
  ...Array.from({ length: 21 }, (_, i) => clipOf(i, LENGTHS[i % LENGTHS.length]!)),
  // Stretches of 3.5 clips of a longer recording, and of 0.1.
  clipOf(30, 7.3, 0.021, (3.5 * CLIP_SAMPLES) / RATE_HZ),
  clipOf(31, 7.3, 0.021, (0.1 * CLIP_SAMPLES) / RATE_HZ),
];
const targets: TargetTable = { place: { values: Float64Array.from(clips, (_, i) => i), shape: [] } };

const SAME = createWindowing(CLIP_SAMPLES, CLIP_SAMPLES);
const OWN = createWindowing(CLIP_SAMPLES, 100);
const threads = (numWorkers: number) => ({ numWorkers, prefetchBatches: 2 });
const options: EvaluationLoaderOptions = {
  ...{ clips, targets, sampleRateHz: RATE_HZ, windowing: SAME, decoding: threads(0) },
  limits: { batchSize: 5, batchSamples: Number.POSITIVE_INFINITY },
};

interface Seen {
  clips: number[];
  targets: number[];
  clipSamples: number[];
  windowSamples: number[];
  padded: number;
  rows: Float32Array[];
}

async function collect(more: Partial<EvaluationLoaderOptions> = {}): Promise<Seen[]> {
  const loader = new EvaluationLoader({ ...options, ...more });
  const seen: Seen[] = [];
  for await (const batch of loader.windows()) {
    const padded = batch.wave.length / batch.size;
    seen.push({
      clips: [...batch.clips],
      targets: [...(batch.targets["place"]!.values as Float64Array)],
      clipSamples: [...batch.clipSamples],
      windowSamples: [...batch.windowSamples],
      padded,
      rows: Array.from({ length: batch.size }, (_, i) => batch.wave.slice(i * padded, (i + 1) * padded)),
    });
    batch.release();
  }
  await loader.close();
  return seen;
}

/** Decodes all of a clip. */
const soundOf = (clip: Clip): Float32Array =>
  withAudio(clip.path, {}, (wav) => {
    const stretch = new Stretch(wav, { sampleRateHz: RATE_HZ }, clip.startSec, clip.durationSec);
    return stretch.read(0, stretch.numSamples);
  });

/** Joins the windows of each clip, without their padding. Asserts that the padding is silent. */
function joined(batches: readonly Seen[]): Map<number, number[]> {
  const sounds = new Map<number, number[]>();
  for (const { clips: places, windowSamples, rows } of batches) {
    for (const [i, place] of places.entries()) {
      const { [i]: row } = rows;
      expect(row!.subarray(windowSamples[i]).every((value) => value === 0)).toBe(true);
      sounds.set(place, [...(sounds.get(place) ?? []), ...row!.subarray(0, windowSamples[i])]);
    }
  }
  return sounds;
}

describe("the windows of clips", () => {
  it.each([
    ["padded to a clip", SAME, 1],
    ["padded to a clip, on two ranks", SAME, 2],
    ["padded to about their own length", OWN, 1],
    ["padded to about their own length, on three ranks", OWN, 3],
  ] as const)("%s are all of each clip, in order, on one rank", async (_, windowing, worldSize) => {
    const owner = new Map<number, number>();
    for (let rank = 0; rank < worldSize; rank++) {
      const limits = { batchSize: 5, batchSamples: 4 * CLIP_SAMPLES };
      const seen = await collect({ windowing, limits, split: { rank, worldSize } });
      for (const batch of seen) {
        expect(batch.targets).toEqual(batch.clips);
        expect(batch.rows.length).toBeLessThanOrEqual(Math.ceil(5 / worldSize));
        expect(batch.rows.length * batch.padded).toBeLessThanOrEqual(
          Math.ceil(4 / worldSize) * CLIP_SAMPLES + CLIP_SAMPLES,
        );
        // The padding of a window depends on itself alone.
        for (const count of batch.windowSamples) expect(paddedLength(windowing, count)).toBe(batch.padded);
        for (const [i, place] of batch.clips.entries())
          expect(batch.clipSamples[i]).toBe(soundOf(clips[place]!).length);
      }
      for (const [place, sound] of joined(seen)) {
        expect(owner.has(place)).toBe(false);
        owner.set(place, rank);
        expect(sound).toEqual([...soundOf(clips[place]!)]);
      }
    }
    expect(owner.size).toBe(clips.length);
    expect(new Set(owner.values()).size).toBe(worldSize);
  });

  it("begin with the batches of a loader that crops, where no clip is longer than a window", async () => {
    const short = clips.filter((clip) => soundOf(clip).length <= CLIP_SAMPLES);
    expect(short.length).toBeGreaterThan(10);
    for (const [rank, worldSize] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const seen = await collect({ clips: short, split: { rank, worldSize } });
      const loader = new Loader({
        ...{ ...options, clips: short, clipSamples: CLIP_SAMPLES, batchSize: 5, split: { rank, worldSize } },
        ...{ order: { seed: 0, shuffle: false }, augment: null },
      });
      let at = 0;
      for await (const { indices, wave, release } of loader.epoch(0)) {
        expect(seen[at]!.clips).toEqual([...indices]);
        expect(seen[at]!.rows.flatMap((row) => [...row])).toEqual([...wave]);
        at++;
        release();
      }
      expect(seen.length).toBe(at);
      await loader.close();
    }
  });

  it("are the same to the bit with decoding threads and a cache, and a second time", async () => {
    const expected = await collect();
    expect(await collect({ decoding: threads(2) })).toEqual(expected);
    const loader = new EvaluationLoader({ ...options, decoding: { ...threads(1), cacheBytes: 1e6 } });
    for (let turn = 0; turn < 2; turn++) {
      let at = 0;
      for await (const { wave, release } of loader.windows()) {
        expect([...wave]).toEqual(expected[at++]!.rows.flatMap((row) => [...row]));
        release();
      }
      expect(at).toBe(expected.length);
    }
    await loader.close();
  });

  it("can be left early, and name the clip that cannot be read", async () => {
    const loader = new EvaluationLoader({ ...options, decoding: threads(1) });
    for await (const batch of loader.windows()) {
      batch.release();
      break;
    }
    let numWindows = 0;
    for await (const { size, release } of loader.windows()) {
      numWindows += size;
      release();
    }
    await loader.close();
    const lengths = clips.map((clip) => soundOf(clip).length);
    expect(numWindows).toBe(lengths.reduce((sum, length) => sum + Math.ceil(length / CLIP_SAMPLES), 0));

    const path = join(folder, "cut.wav");
    writeFileSync(path, encodeWav16(new Float32Array(1000), RATE_HZ).subarray(0, 1300));
    const broken = [...clips, { ...clips[0]!, path, source: "train.csv:99" }];
    await expect(collect({ clips: broken })).rejects.toThrow(/train\.csv:99: .*cut\.wav: truncated/);
  });
});
