import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { encodeWav16 } from "../audio/wav.js";
import { packageRoot } from "../package-root.js";
import { balanceDraw } from "./balance.js";
import type { Clip } from "./clip.js";
import { Loader, type LoaderOptions } from "./loader.js";
import type { TargetTable } from "./targets.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-loader-"));

// Recordings shorter and longer than a crop, at two sample rates.
const clips: Clip[] = Array.from({ length: 37 }, (_, i) => {
  const path = join(folder, `${i}.wav`);
  const samples = Float32Array.from({ length: 500 + 97 * i }, (_, j) => Math.sin((i + 1) * j * 0.01) / 2);
  writeFileSync(path, encodeWav16(samples, i % 2 === 0 ? 8000 : 16000));
  return {
    path,
    startSec: 0,
    durationSec: null,
    label: i % 3 === 0 ? "b" : "a",
    source: `train.csv:${i + 2}`,
  };
});

const targets: TargetTable = {
  label: { values: BigInt64Array.from(clips, ({ label }) => (label === "a" ? 0n : 1n)), shape: [] },
};

const threads = (numWorkers: number) => ({ numWorkers, prefetchBatches: 2 });

function loaderOf(more: Partial<LoaderOptions> = {}): Loader {
  return new Loader({
    clips,
    targets,
    sampleRateHz: 8000,
    clipSamples: 2000,
    batchSize: 10,
    order: { seed: 3, shuffle: true },
    augment: { gainDb: 6, randomCrop: true },
    decoding: threads(1),
    ...more,
  });
}

interface Seen {
  wave: number[];
  lengths: number[];
  labels: bigint[];
  indices: number[];
}

async function collect(loader: Loader, epoch: number, start = 0): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const batch of loader.epoch(epoch, start)) {
    const { wave, lengths, indices } = batch;
    const labels = [...(batch.targets["label"]!.values as BigInt64Array)];
    seen.push({ wave: [...wave], lengths: [...lengths], labels, indices: [...indices] });
    batch.release();
  }
  return seen;
}

async function collectOnce(more: Partial<LoaderOptions>, epoch = 0, start = 0): Promise<Seen[]> {
  const loader = loaderOf(more);
  const seen = await collect(loader, epoch, start);
  await loader.close();
  return seen;
}

describe("a balanced epoch", () => {
  it("changes each repetition of a clip in another way, the same with workers and without", async () => {
    const balance = balanceDraw(
      clips.map((_, i) => (i === 30 ? ["rare"] : ["common"])),
      { rare: 10 },
    );
    const order = { seed: 3, shuffle: true, balance };
    const seen = await collectOnce({ order });
    const rows = seen.flatMap(({ wave, indices }) =>
      indices.flatMap((clip, row) => (clip === 30 ? [wave.slice(row * 2000, (row + 1) * 2000).join()] : [])),
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows).size).toBe(rows.length);
    expect(await collectOnce({ order, decoding: threads(0) })).toEqual(seen);
  });
});

describe("a batch", () => {
  it.each([1, 2, 3])("is bit-identical with %i workers and without workers", async (numWorkers) => {
    expect(await collectOnce({ decoding: threads(numWorkers) }, 4)).toEqual(
      await collectOnce({ decoding: threads(0) }, 4),
    );
  });

  it("differs between epochs with augmentation, and only in order without", async () => {
    const byClip = (seen: Seen[]) =>
      new Map(
        seen.flatMap(({ wave, indices }) =>
          indices.map((index, i) => [index, wave.slice(i * 2000, (i + 1) * 2000)]),
        ),
      );
    const [first, second] = [byClip(await collectOnce({}, 0)), byClip(await collectOnce({}, 1))];
    expect(first.get(5)).not.toEqual(second.get(5));
    const [plain, again] = [
      byClip(await collectOnce({ augment: null }, 0)),
      byClip(await collectOnce({ augment: null }, 1)),
    ];
    for (const index of plain.keys()) expect(plain.get(index)).toEqual(again.get(index));
  });

  it("has labels, valid lengths, and zeros after each valid length", async () => {
    const [batch] = await collectOnce({ order: { seed: 3, shuffle: false }, augment: null });
    expect(batch!.labels.slice(0, 4)).toEqual([1n, 0n, 0n, 1n]);
    expect(batch!.lengths.slice(0, 2)).toEqual([500, Math.ceil(597 / 2)]);
    expect(batch!.wave.slice(500, 2000).every((value) => value === 0)).toBe(true);
  });

  it("is the same if the epoch starts at a later batch", async () => {
    expect(await collectOnce({}, 2, 2)).toEqual((await collectOnce({}, 2)).slice(2));
  });
});

describe("the loader", () => {
  it("can be used again after an epoch was left early", async () => {
    const loader = loaderOf();
    for await (const batch of loader.epoch(0)) {
      batch.release();
      break;
    }
    expect(await collect(loader, 1)).toEqual(await collectOnce({ decoding: threads(0) }, 1));
    await loader.close();
  });

  it("reports batches that are never released", async () => {
    const loader = loaderOf();
    await expect(async () => {
      for await (const _ of loader.epoch(0));
    }).rejects.toThrow(/all 3 batches are in use; release\(\) each batch/);
    await loader.close();
  });

  it.each([0, 2])(
    "refuses a corrupt file, and names the manifest's line (%i workers)",
    async (numWorkers) => {
      const path = join(folder, "broken.wav");
      writeFileSync(path, encodeWav16(new Float32Array(100), 8000).subarray(0, 60));
      const broken = clips.map((clip, i) => (i === 20 ? { ...clip, path } : clip));
      const loader = loaderOf({ clips: broken, decoding: threads(numWorkers) });
      await expect(collect(loader, 0)).rejects.toThrow(/train\.csv:22: .*broken\.wav: truncated/);
      await loader.close();
    },
  );

  it("does not keep the process alive if it is not closed", () => {
    const script = `
      import { Loader } from ${JSON.stringify(pathToFileURL(join(packageRoot, "dist/data/loader.js")).href)};
      const loader = new Loader(${JSON.stringify({
        clips,
        targets: {},
        sampleRateHz: 8000,
        clipSamples: 100,
        batchSize: 10,
        order: { seed: 0, shuffle: false },
        augment: null,
        decoding: threads(2),
      })});
      for await (const batch of loader.epoch(0)) batch.release();
      console.log("done");`;
    const child = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      timeout: 240_000,
      encoding: "utf8",
    });
    expect(child.stdout).toBe("done\n");
    expect(child.status).toBe(0);
  });
});
