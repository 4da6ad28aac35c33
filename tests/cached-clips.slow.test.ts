// Tests data.cache_on: batches and complete runs are equal, to the bit, to those without it.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import type { Batch, ClipLoader } from "../src/data/loader.js";
import { World } from "../src/distributed/world.js";
import type { Wave } from "../src/inference/forward.js";
import { trainingLoader } from "../src/inference/loaders.js";
import { openData } from "../src/inference/open-data.js";
import { createTask } from "../src/tasks/index.js";
import { addon } from "../src/tensor/addon.js";
import { Tensor } from "../src/tensor/index.js";
import { DECODE_PARTS } from "../src/timing/decode-clock.js";
import { runTraining } from "../src/train/run.js";
import { TEST_DEVICE } from "./support/device.js";
import { FAKE_GPU } from "./support/fake-gpu.js";
import { settledLiveTensors } from "./support/gc.js";
import { runCliRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeStereo } from "./support/stereo.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RECIPE = "recipes/folder.yaml";
/** Tones of 0.06 to 0.25 s: shorter and longer than a clip of the model. */
const tones = makeTones(9, 0.06);
const root = mkdtempSync(join(tmpdir(), "woodshed-cached-"));
const { sounds: stereo } = makeStereo(root);
const VARIANTS = [
  ["data.cache_on=ram", "data.workers=2"],
  ["data.cache_on=pinned", "data.workers=0"],
  ["data.cache_on=device", "data.workers=2"],
];

/** Every augmentation that a device applies, and one of features. */
const LIST = JSON.stringify([
  { name: "gain", probability: 0.7 },
  { name: "mixup", probability: 0.6 },
  { name: "polarity", probability: 0.5 },
  { name: "shift", probability: 0.5 },
  { name: "shift", rollover: false, fraction: [-1, 1], probability: 0.5 },
  { name: "cutmix", probability: 0.6 },
  { name: "bit_depth", bits: [3, 12], probability: 0.5 },
  { name: "spec_augment", probability: 0.5 },
]);

const configWith = (runs: string, ...more: string[]) =>
  loadConfig(RECIPE, [
    ...toneOverrides(tones, runs),
    ...["data.clip_sec=0.12", "training.epochs=3", "training.batch_size=8", ...more],
  ]);

const loaders: ClipLoader<Wave>[] = [];
afterAll(() => Promise.all(loaders.map((loader) => loader.close())));

async function loaderOf(more: readonly string[], rank = 0, size = 1): Promise<ClipLoader<Wave>> {
  const { config } = configWith(root, ...more);
  const data = await openData(config);
  const world = { ...World.solo(), rank, size, localSize: size };
  const loader = trainingLoader(config, data.train, createTask(config, data), world, TEST_DEVICE);
  loaders.push(loader);
  return loader;
}

/** Returns a batch's values, with the bits of its samples. */
function contentOf({ wave, release: _, ...rest }: Batch<Wave>): object {
  const samples = wave instanceof Tensor ? wave.toFloat32Array() : wave;
  return { ...rest, bits: new Int32Array(samples.slice().buffer) };
}

async function contents(
  loader: ClipLoader<Wave>,
  epochs: readonly [epoch: number, start: number][],
): Promise<object[]> {
  const found: object[] = [];
  for (const [epoch, start] of epochs) {
    for await (const batch of loader.epoch(epoch, start)) {
      found.push(contentOf(batch));
      batch.release();
    }
  }
  return found;
}

describe("batches of cached clips", () => {
  it.each([
    ["crops and gain", []],
    ["no augmentation", ["data.augment.gain_db=0", "data.augment.random_crop=false"]],
    ["augmentations", [`data.augmentations=${LIST}`]],
    ["stereo", [`data.augmentations=${LIST}`, "data.channels=stereo", `data.train=${stereo}`]],
    ["batches by duration", ["training.batch_sec=0.6", "data.clip_sec=0.2", "training.batch_size=16"]],
    ["batches in shapes", ["training.batch_sec=0.6", "data.clip_sec=0.2", "training.batch_shapes=3"]],
    ["repeated clips", ["data.balance={low: 5}", `data.augmentations=${LIST}`]],
    [
      "parts of a rank of two, with resampling",
      ["training.accumulation_steps=2", "data.sample_rate_hz=8000"],
    ],
  ])("are equal to the bit to decoded ones: %s", async (title, more) => {
    const world = title.startsWith("parts") ? ([1, 2] as const) : ([0, 1] as const);
    // From the middle of an epoch, as after a resume; then two more.
    const epochs: [number, number][] = [
      [1, 2],
      [2, 0],
      [3, 0],
    ];
    const plain = await contents(await loaderOf(more, ...world), epochs);
    expect(plain.length).toBeGreaterThan(5);
    for (const variant of VARIANTS) {
      const loader = await loaderOf([...more, ...variant], ...world);
      expect(await contents(loader, epochs), variant.join(" ")).toEqual(plain);
    }
  });

  it("are decoded once, in the first epoch", async () => {
    for (const variant of VARIANTS) {
      const loader = await loaderOf([`data.augmentations=${LIST}`, ...variant]);
      const opening = (): number => loader.decodeTimes.times[DECODE_PARTS.indexOf("open")]!;
      await contents(loader, [[0, 0]]);
      const first = opening();
      expect(first).toBeGreaterThan(0);
      await contents(loader, [[1, 0]]);
      expect(opening(), variant.join(" ")).toBe(first);
    }
  });

  it("name a clip that cannot be read, as decoded ones do", async () => {
    const copy = mkdtempSync(join(root, "broken-"));
    cpSync(tones, copy, { recursive: true });
    // All of a label, whichever of them are validation clips.
    for (let i = 0; i < 9; i++) {
      const path = join(copy, "mid", `${i}.wav`);
      writeFileSync(path, readFileSync(path).subarray(0, 100));
    }
    for (const variant of [[], ...VARIANTS]) {
      const read = async (): Promise<object[]> =>
        contents(await loaderOf([`data.train=${copy}`, ...variant]), [[0, 0]]);
      await expect(read(), variant.join(" ")).rejects.toThrow(join(copy, "mid"));
    }
  });

  it("follow an epoch that was left early", async () => {
    const plain = await contents(await loaderOf([]), [[2, 0]]);
    for (const variant of VARIANTS) {
      const loader = await loaderOf(variant);
      for await (const batch of loader.epoch(1)) {
        batch.release();
        break;
      }
      expect(await contents(loader, [[2, 0]])).toEqual(plain);
    }
  });
});

/** Trains or resumes, until `stopAfter` steps are done. */
async function train(name: string, more: readonly string[], stopAfter = Infinity): Promise<string> {
  const stop = new AbortController();
  const observer = {
    onStep: ({ step }: { step: number }) => {
      if (step === stopAfter) stop.abort(new Error("enough"));
    },
  };
  const runs = join(root, name);
  await runTraining(configWith(runs, ...more, "checkpoint.resume=auto"), observer, stop.signal);
  return onlyRun(runs);
}

describe("runs with data.cache_on", () => {
  it("end with the same weights and metrics to the bit, also after a resume in the middle of an epoch", async () => {
    const more = [`data.augmentations=${LIST}`, "model.dropout=0.2", "optimization.swa={from_epoch: 2}"];
    const plain = await train("plain", more);
    for (const [i, variant] of VARIANTS.entries()) {
      await train(`resumed${i}`, [...more, ...VARIANTS[(i + 1) % 3]!], 4);
      // The place of the clips changes no number, so that it may change on resume.
      const resumed = await train(`resumed${i}`, [...more, ...variant]);
      const whole = await train(`whole${i}`, [...more, ...variant]);
      for (const run of [whole, resumed]) {
        expect(tensorsOf(run), variant.join(" ")).toEqual(tensorsOf(plain));
        expect(numbersOf(run)).toEqual(numbersOf(plain));
      }
    }
  });

  it("end with the same weights on two ranks, each with all clips", async () => {
    const more = ["training.epochs=2", `data.augmentations=${LIST}`];
    const folders: string[] = [];
    for (const variant of [[], ["data.cache_on=device"]]) {
      const runs = join(root, `ranks${variant.length}`);
      const overrides = [
        ...toneOverrides(tones, runs),
        ...["data.clip_sec=0.12", "training.batch_size=8", ...more, ...variant],
      ];
      const ends = await runCliRanks(["train", RECIPE, ...overrides], 2);
      for (const { code, stderr } of ends) expect(code, stderr).toBe(0);
      const kept =
        /^clips +all training clips are kept on the training device once they are decoded: 0\.\d+ GB$/m;
      expect(kept.test(ends[0]!.stdout)).toBe(variant.length > 0);
      folders.push(onlyRun(runs));
    }
    expect(tensorsOf(folders[1]!)).toEqual(tensorsOf(folders[0]!));
  });

  it("free the clips at their end, and every batch", async () => {
    await train("before", ["data.cache_on=device"]);
    const before = await settledLiveTensors();
    await train("after", ["data.cache_on=device", `data.augmentations=${LIST}`]);
    // Without a collection of garbage.
    expect(addon.liveTensors()).toBe(before);
  });
});

const OWN_SET = (durationSec: string): string => `
import { defineDataset } from "woodshed";
import { z } from "zod";
export default defineDataset({
  options: z.strictObject({}),
  rows: () => ({ train: Array.from({ length: 12 }, (_, id) => ({ id, label: id % 2 ? "odd" : "even" })) }),
  ${durationSec}
  decode: ({ id }) => ({
    samples: Float32Array.from({ length: 3000 + 37 * id }, (_, i) => Math.sin(i * (id + 1))),
    sampleRateHz: 11_025,
  }),
});
`;

describe("data sets of one's own", () => {
  const of = (name: string, durationSec: string, where: string): Promise<ClipLoader<Wave>> => {
    const file = join(root, `${name}.ts`);
    writeFileSync(file, OWN_SET(durationSec));
    return loaderOf(["data.train=null", `data.dataset={use: ${file}}`, `data.cache_on=${where}`]);
  };

  it("are kept if they tell durations", async () => {
    const durations = "durationSec: ({ id }) => (3000 + 37 * id) / 11_025,";
    const plain = await contents(await of("plain", durations, "null"), [[0, 0]]);
    for (const where of ["ram", "pinned", "device"])
      expect(await contents(await of(where, durations, where), [[0, 0]]), where).toEqual(plain);
  });

  it("are refused if they do not, or if their sound is longer", async () => {
    await expect(of("none", "", "device")).rejects.toThrow(
      /row 0: .*none\.ts\/train\/0: data\.cache_on needs the duration of each row; add durationSec\(row, options\) to defineDataset, or set data\.cache_on to null/,
    );
    const short = await of("short", "durationSec: () => 0.2,", "device");
    await expect(contents(short, [[0, 0]])).rejects.toThrow(
      /expected at most 3202 samples by its header \(or by durationSec of its data set\), decoded \d{4}; correct durationSec/,
    );
  });
});

describe("data.cache_on refuses", () => {
  it("a set that does not fit, with the size that it needs", async () => {
    const of = (where: string, gb: string): Promise<unknown> =>
      loaderOf([`data.cache_on=${where}`, `data.cache_gb=${gb}`]);
    const error = await of("device", "0.0001").catch((thrown: unknown) => thrown as Error);
    expect(String(error)).toMatch(
      /data\.cache_on is device: the \d+ training clips take 0\.000\d+ GB as float32 at 16000 Hz, data\.cache_gb allows 0\.0001; set data\.cache_gb=0\.000\d+, or set data\.cache_on to pinned or ram/,
    );
    const [, enough] = /data\.cache_gb=(\S+),/.exec(String(error))!;
    await of("device", enough!);
    await expect(of("ram", "0.0001")).rejects.toThrow(/data\.cache_on is ram: .* take 0\.000\d+ GB/);
  });

  it("augmentations that only decoding threads apply, by their names", async () => {
    const list = JSON.stringify([{ name: "noise" }, { name: "gain" }, { name: "pitch_shift" }]);
    await expect(loaderOf([`data.augmentations=${list}`, "data.cache_on=device"])).rejects.toThrow(
      "data.augmentations.0 (noise) and data.augmentations.2 (pitch_shift) can run in decoding threads alone; leave them out, or set data.cache_on to ram",
    );
    await loaderOf([`data.augmentations=${list}`, "data.cache_on=ram"]);
  });

  it.skipIf(TEST_DEVICE !== "cpu")("memory that cannot be allocated", async () => {
    const { config } = configWith(root, "data.cache_on=pinned");
    const data = await openData(config);
    // No GPU is here whose driver would pin memory.
    const open = () => trainingLoader(config, data.train, createTask(config, data), World.solo(), FAKE_GPU);
    expect(open).toThrow(
      /data\.cache_on is pinned: \S+ GB for \d+ training clips could not be allocated.*; set data\.cache_on to ram \(/,
    );
  });
});
