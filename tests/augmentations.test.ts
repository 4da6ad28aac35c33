// Training with augmentations: they change the run, and the run is exact, with any threads, ranks and parts of a batch.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config/load.js";
import { type Batch, Loader } from "../src/data/loader.js";
import { trainingLoaderOptions } from "../src/inference/loaders.js";
import { openData } from "../src/inference/open-data.js";
import { createTask } from "../src/tasks/index.js";
import { noGrad, scope, type Tensor } from "../src/tensor/index.js";
import { ops } from "../src/tensor/ops.js";
import { DECODE_PARTS } from "../src/timing/decode-clock.js";
import "../src/index.js"; // Modules of the user's get this library, not that of dist/.
import { FeatureChanges } from "../src/train/feature-changes.js";
import { type RunResult, runTraining } from "../src/train/run.js";
import { augmentationList } from "./support/augmentations.js";
import { runCli } from "./support/cli.js";
import { startOracle } from "./support/oracle.js";
import { numbersOf, tensorsOf } from "./support/run.js";
import { TASK_DATA } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const oracle = startOracle();
const tones = makeTones(5);
const runs = mkdtempSync(join(tmpdir(), "woodshed-augmented-"));
const LIST = augmentationList(join(tones, "low"));

const configWith = (...more: string[]) =>
  loadConfig("recipes/folder.yaml", [...toneOverrides(tones, runs), "training.epochs=2", ...more]);

function train(...more: string[]): Promise<RunResult> {
  return runTraining(configWith(...more), {}, new AbortController().signal);
}

let first: RunResult;
beforeAll(async () => {
  first = await train(`data.augmentations=${LIST}`);
});

describe("a run with augmentations", () => {
  it("is another one than without", async () => {
    const plain = await train();
    expect(tensorsOf(plain.folder)).not.toEqual(tensorsOf(first.folder));
  });

  it("is the same to the bit with decoding threads", async () => {
    const again = await train(`data.augmentations=${LIST}`, "data.workers=2");
    expect(numbersOf(again.folder)).toEqual(numbersOf(first.folder));
    expect(tensorsOf(again.folder)).toEqual(tensorsOf(first.folder));
  });

  it("learns tags of mixed clips, and refuses to mix numbers", async () => {
    const mix = "data.augmentations=[{name: mixup, probability: 0.5}]";
    const { status } = await train(`data.train=${TASK_DATA.tagging()}`, "task.name=tagging", mix);
    expect(status).toBe("finished");
    await expect(train(`data.train=${TASK_DATA.regression()}`, "task.name=regression", mix)).rejects.toThrow(
      /data\.augmentations\.0 mixes clips, and the targets of task regression .* cannot be mixed/,
    );
  });

  it("is not resumed with other files to mix in", async () => {
    const folder = mkdtempSync(join(tmpdir(), "woodshed-noise-"));
    cpSync(join(tones, "low", "0.wav"), join(folder, "a.wav"));
    const list = `data.augmentations=[{name: background, folder: ${folder}}]`;
    const { folder: run } = await train(list);
    cpSync(join(tones, "low", "1.wav"), join(folder, "b.wav"));
    const longer = configWith(list, "training.epochs=3");
    const resumed = runTraining(longer, {}, new AbortController().signal, { resume: run });
    await expect(resumed).rejects.toThrow(/files that data\.augmentations mix in: the text .* before/);
  });

  it.each([
    [
      "{name: low_pass, cutoff_hz: [100, 9000]}",
      /data\.augmentations\.0\.cutoff_hz: up to 9000 Hz, expected less than 8000/,
    ],
    ["{name: background, folder: /nowhere}", /data\.augmentations\.0\.folder: \/nowhere: no such folder/],
    [
      `{name: background, folder: ${runs}/files}`,
      /data\.augmentations\.0\.folder: .*no audio|no such folder/,
    ],
  ])("refuses %s", async (element, message) => {
    await expect(train(`data.augmentations=[${element}]`)).rejects.toThrow(message);
  });
});

describe("samples that are not finite", () => {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-not-finite-"));
  const module = join(folder, "nan.ts");
  writeFileSync(
    module,
    `import { defineAugmentation } from "woodshed";
import { z } from "zod";
export default defineAugmentation({
  options: z.strictObject({}),
  create: () => ({
    apply({ samples }, random) {
      if (random() < 0.5) samples[samples.length >> 1] = Number.NaN;
    },
  }),
});
`,
  );
  const own = `{use: ${module}}`;

  it.each([
    ["{name: polarity, probability: 1}, X", 1],
    ["X, {name: gain, gain_db: [1, 2], probability: 1}", 0],
    // The clip that is mixed in is changed before.
    ["X, {name: mixup, probability: 1}", 0],
  ])("of the augmentation in [%s] are reported with its place and the clip", async (list, place) => {
    const augmentations = `data.augmentations=[${list.replace("X", own)}]`;
    await expect(train(augmentations)).rejects.toThrow(
      new RegExp(
        `^data\\.augmentations\\.${place} \\(.*nan\\.ts\\): made samples of the clip .*\\.wav that are not finite`,
      ),
    );
  });

  it("of a file are reported with the file, although augmentations change it", async () => {
    const set = join(folder, "set");
    cpSync(tones, set, { recursive: true });
    const path = join(set, "low", "0.wav");
    const bytes = readFileSync(path);
    const float = new Float32Array((bytes.length - 44) / 2).fill(Number.NaN);
    const head = Buffer.from(bytes.subarray(0, 44));
    head.writeUInt32LE(36 + float.byteLength, 4);
    head.writeUInt16LE(3, 20);
    head.writeUInt32LE(4 * 16_000, 28);
    head.writeUInt16LE(4, 32);
    head.writeUInt16LE(32, 34);
    head.writeUInt32LE(float.byteLength, 40);
    writeFileSync(path, Buffer.concat([head, Buffer.from(float.buffer)]));
    const split = [`data.train=${set}`, `data.validation=${tones}`];
    await expect(train(...split, "data.augmentations=[{name: polarity, probability: 1}]")).rejects.toThrow(
      /low\/0\.wav: holds samples that are not finite/,
    );
    writeFileSync(path, Buffer.concat([head, Buffer.from(float.fill(3e38).buffer)]));
    await expect(train(...split, "data.augment.gain_db=60", "training.epochs=20")).rejects.toThrow(
      /^data\.augment\.gain_db: made samples of the clip .*low\/0\.wav that are not finite/,
    );
  });
});

it("data listen writes the same page each time, with what was drawn", async () => {
  const write = async (name: string): Promise<string> => {
    const out = join(runs, "pages", name);
    const overrides = [...toneOverrides(tones, runs), `data.augmentations=${LIST}`];
    const args = [
      "data",
      "listen",
      "recipes/folder.yaml",
      ...overrides,
      "--clips",
      "2",
      "--epochs",
      "3",
      "--out",
      out,
    ];
    const { code, stdout, stderr } = await runCli(...args);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("2 clips, 3 epochs each");
    return readFileSync(out, "utf8");
  };
  const page = await write("a.html");
  expect(page.match(/<audio [^>]*src="data:audio\/wav;base64,/g)).toHaveLength(8);
  expect(page.match(/<img [^>]*src="data:image\/png;base64,/g)).toHaveLength(8);
  expect(new Set(page.match(/base64,[^"]+/g)).size).toBe(16);
  expect(page).toMatch(/<li>speed: factor (0\.9|1)/);
  expect(page).toMatch(/<li>spec_augment/);
  expect(page).not.toMatch(/(src|href)="(?!data:)/);
  expect(await write("b.html")).toBe(page);
});

/** Returns the clips of an epoch in the order of the set: samples and targets. */
async function clipsOf(options: {
  ranks: number;
  parts: number;
  workers: number;
}): Promise<Map<number, string>> {
  const { config } = configWith(
    `data.augmentations=${LIST}`,
    `training.accumulation_steps=${options.parts}`,
    `data.workers=${options.workers}`,
  );
  const data = await openData(config);
  const task = createTask(config, data);
  const found = new Map<number, string>();
  for (let rank = 0; rank < options.ranks; rank++) {
    const world = { rank, size: options.ranks, localSize: options.ranks };
    const loader = new Loader(trainingLoaderOptions(config, data.train, task, world));
    try {
      for await (const batch of loader.epoch(1)) {
        for (let row = 0; row < batch.size; row++) found.set(batch.indices[row]!, rowText(batch, row));
        batch.release();
      }
    } finally {
      await loader.close();
    }
  }
  return found;
}

/** Sleeps for at least SLOW_MS. */
const SLOW_MS = 4;
const SLOW_AUGMENTATION = `
import { defineAugmentation } from "woodshed";
import { z } from "zod";
export default defineAugmentation({
  options: z.strictObject({}),
  create: () => ({
    apply({ samples }) {
      const startMs = performance.now();
      while (performance.now() - startMs < ${SLOW_MS});
      samples[0] += 0.001;
    },
  }),
});
`;

function rowText({ wave, size, targets }: Batch, row: number): string {
  const samples = wave.length / size;
  const own = wave.slice(row * samples, (row + 1) * samples);
  const { values, shape } = targets["soft_label"]!;
  const shares = values.slice(row * shape[0]!, (row + 1) * shape[0]!);
  return Buffer.from(own.buffer).toString("base64") + String(shares);
}

it("a clip is changed and mixed alike on any rank, in any part of a batch and in any thread", async () => {
  const one = await clipsOf({ ranks: 1, parts: 1, workers: 0 });
  expect(one.size).toBe(12);
  expect([...(await clipsOf({ ranks: 2, parts: 2, workers: 2 }))].sort()).toEqual([...one].sort());
});

const LOUDER = (shape: string): string => `
import { defineAugmentation, ops, Tensor } from "woodshed";
import { z } from "zod";
export default defineAugmentation({
  changes: "features",
  options: z.strictObject({ most: z.number().default(1) }),
  create: ({ most }) => ({
    apply(features, randoms) {
      const added = Float32Array.from(randoms, (random) => most * (random?.() ?? 0));
      const factors = Tensor.from(added, { shape: [added.length, 1, 1] }).to({ device: features.device });
      return features.add(factors)${shape};
    },
  }),
});
`;

it("a module's augmentation of features runs on the training device alone, with any decoding threads", async () => {
  const own = join(runs, "louder.mjs");
  writeFileSync(own, LOUDER(""));
  const list = `data.augmentations=[{use: ${own}, most: 3}]`;
  const [plain, here, threads] = [await train(), await train(list), await train(list, "data.workers=1")];
  expect(tensorsOf(here.folder)).not.toEqual(tensorsOf(plain.folder));
  expect(tensorsOf(threads.folder)).toEqual(tensorsOf(here.folder));
  const shorter = join(runs, "shorter.mjs");
  writeFileSync(shorter, LOUDER(".narrow(2, 0, 5)"));
  await expect(train(`data.augmentations=[{use: ${shorter}}]`)).rejects.toThrow(
    /data\.augmentations\.0 \(.*shorter\.mjs\): apply returned \[\d+, \d+, 5\]; expected the shape of the features, \[\d+, \d+, \d+\]/,
  );
});

it.each([0, 1])("times are measured for each augmentation, by %d decoding threads", async (workers) => {
  const own = join(runs, "slow.mjs");
  writeFileSync(own, SLOW_AUGMENTATION);
  const list = [{ use: own }, { name: "spec_augment" }, { name: "background", folder: join(tones, "low") }];
  const { config } = configWith(
    `data.augmentations=${JSON.stringify([...list, { name: "polarity", probability: 0 }])}`,
    `data.workers=${workers}`,
  );
  const data = await openData(config);
  const loader = new Loader(trainingLoaderOptions(config, data.train, createTask(config, data)));
  for await (const { release } of loader.epoch(1)) release();
  const { numClips, times, augmentations } = loader.decodeTimes;
  await loader.close();
  const [slow, ofFeatures, background, ...others] = augmentations;
  expect(slow!).toBeGreaterThanOrEqual(numClips * SLOW_MS);
  expect(background!).toBeGreaterThan(0);
  // Augmentations of features run elsewhere, and the last one changed no clip.
  expect([ofFeatures, others]).toEqual([0, []]);
  // Reading a background is a part of the augmentation, not of reading the clip.
  expect(times[DECODE_PARTS.indexOf("augment")]!).toBeGreaterThanOrEqual(slow! + background! - 1e-6);
});

it("features of a clip are changed alike in any batch", () => {
  const { config } = configWith(`data.augmentations=${LIST}`);
  const changes = new FeatureChanges(config.data.augmentations, 5);
  noGrad(() =>
    scope(() => {
      const features = ops.randn([6, 8, 40]);
      const all = changes.apply(features, 2, Int32Array.of(4, 9, 1, 30, 2, 0));
      expect(all.equal(features)).toBe(false);
      const some = changes.apply(features.narrow(0, 2, 2), 2, Int32Array.of(1, 30));
      // Means are sums of the same numbers in the same order.
      expect(some.toFloat32Array()).toEqual(all.narrow(0, 2, 2).contiguous().toFloat32Array());
      const later = changes.apply(features, 3, Int32Array.of(4, 9, 1, 30, 2, 0));
      expect(later.equal(all)).toBe(false);
    }),
  );
});

it("masks and rolls equal torchaudio's and torch's for the same random numbers", async () => {
  const { config } = configWith(
    `data.augmentations=${JSON.stringify([{ name: "spec_augment", time_share: 0.4, freq_share: 0.5 }])}`,
  );
  const [choice] = config.data.augmentations;
  const { createFeatureAugmentation } = await import("../src/augment/features/index.js");
  const drawn = Array.from({ length: 8 }, (_, i) => ((i * 7 + 3) % 10) / 10);
  const random = () => {
    let at = 0;
    return () => drawn[at++ % drawn.length]!;
  };
  const features = ops.randn([2, 10, 50]);
  const apply = (one: object) => createFeatureAugmentation(one as never, 0).apply(features, [random(), null]);
  const ours = {
    mean: apply(choice!),
    zero: apply({ ...choice, fill: "zero" }),
    time: apply({ name: "time_roll", fraction: [-0.5, 0.5] }),
    freq: apply({ name: "freq_roll", bands: [-4, 4] }),
  };
  const expected = await oracle.run<Record<keyof typeof ours, Tensor>>(
    `
    def masks(size, param, u):
        # torchaudio.functional.mask_along_axis_iid 2.0: value, then the place of the mask
        keep = torch.ones(size, dtype=torch.bool)
        for i in range(2):
            value = u[2 * i] * param
            start = u[2 * i + 1] * (size - value)
            keep[int(start) : int(start) + int(value)] = False
        return keep
    clip = features[0]
    keep = masks(50, 0.4 * 50, drawn[:4])[None] & masks(10, 0.5 * 10, drawn[4:])[:, None]
    for fill, value in (("mean", clip.mean()), ("zero", torch.tensor(0.0))):
        out[fill] = torch.stack([torch.where(keep, clip, value), features[1]])
    out["time"] = torch.stack([clip.roll(round((drawn[0] - 0.5) * 50), 1), features[1]])
    out["freq"] = torch.stack([clip.roll(-4 + int(drawn[0] * 9), 0), features[1]])`,
    { features, drawn },
  );
  for (const name of ["mean", "zero", "time", "freq"] as const)
    expect(ours[name].sub(expected[name]).abs().max().item(), name).toBeLessThan(1e-6);
});
