/* Training from annotations of long recordings: Raven selection tables cut into windows, and DCASE weak labels. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { describeSource } from "../src/cli/dry-run.js";
import { loadConfig } from "../src/config/load.js";
import { randomFloat } from "../src/data/random.js";
import { dryRun } from "../src/train/dry-run.js";
import { runTraining } from "../src/train/run.js";
import { runCli } from "./support/cli.js";
import { toneOverrides } from "./support/tones.js";

const RATE_HZ = 16_000;
const root = mkdtempSync(join(tmpdir(), "woodshed-annotations-"));
afterAll(() => rmSync(root, { recursive: true }));

const PITCHES = { low: 300, high: 2700 };
type Label = keyof typeof PITCHES;

/** Noise of `sec` seconds with tones in it. */
function recording(
  sec: number,
  seed: number,
  tones: readonly [Label, startSec: number, endSec: number][],
): Uint8Array {
  const samples = Float32Array.from({ length: sec * RATE_HZ }, (_, i) => 0.1 * (randomFloat(seed, i) - 0.5));
  for (const [label, startSec, endSec] of tones)
    for (let i = Math.round(startSec * RATE_HZ); i < endSec * RATE_HZ; i++)
      samples[i]! += 0.4 * Math.sin((2 * Math.PI * PITCHES[label] * i) / RATE_HZ);
  return encodeWav16(samples, RATE_HZ);
}

/** Four recordings of 6 s: a tone of each second and a half is high, low, both, or there is none. */
beforeAll(() => {
  mkdirSync(join(root, "birds"));
  const weak = ["filename\tevent_labels"];
  for (let i = 0; i < 4; i++) {
    const tones = (["low", "high", "low", "high"] as const).flatMap((label, j): [Label, number, number][] =>
      (i + j) % 4 === 3 ? [] : [[label, 1.5 * j, 1.5 * j + 1]],
    );
    writeFileSync(join(root, "birds", `r${i}.wav`), recording(6, i, tones));
    const rows = tones.flatMap(([label, start, end], n) =>
      ["Waveform 1", "Spectrogram 1"].map((view) => [n + 1, view, start, end, label].join("\t")),
    );
    const head = "Selection\tView\tBegin Time (s)\tEnd Time (s)\tSpecies";
    writeFileSync(join(root, "birds", `r${i}.Table.1.selections.txt`), [head, ...rows].join("\n"));
  }
  mkdirSync(join(root, "weak"));
  const combinations: Label[][] = [["low"], ["high"], ["low", "high"], []];
  for (let i = 0; i < 24; i++) {
    const labels = combinations[i % 4]!;
    writeFileSync(
      join(root, "weak", `${i}.wav`),
      recording(
        0.25,
        100 + i,
        labels.map((label) => [label, 0, 0.25]),
      ),
    );
    weak.push(`${i}.wav\t${labels.join(",")}`);
  }
  writeFileSync(join(root, "weak.tsv"), weak.join("\n"));
});

const load = (...overrides: string[]) =>
  loadConfig("recipes/folder.yaml", [...toneOverrides(root, root), ...overrides]);

const QUICK = ["training.epochs=8", "training.batch_size=4", "optimization.learning_rate=0.01"];

const RAVEN = (): string[] => [
  ...["name=raven", `data.train=${join(root, "birds")}`, "data.columns.label=Species"],
  ...["data.windows.sec=0.25", "data.windows.min_overlap_sec=0.2", "data.windows.background={label: none}"],
];

it("learns from windows of recordings with Raven selection tables", async () => {
  const result = await runTraining(load(...RAVEN(), ...QUICK), {}, new AbortController().signal);
  // Half of the windows are background.
  expect(result.metrics["validation/accuracy"]).toBeGreaterThan(0.8);
});

it("learns several labels a clip from DCASE weak labels", async () => {
  const overrides = [
    ...["name=weak", `data.train=${join(root, "weak.tsv")}`, `data.audio_folders=[${join(root, "weak")}]`],
    ...["task.name=tagging", "training.epochs=8", "training.batch_size=4", "optimization.learning_rate=0.01"],
  ];
  const result = await runTraining(load(...overrides), {}, new AbortController().signal);
  expect(result.metrics["validation/map"]).toBeGreaterThan(0.8);
});

it("a dry run shows the files, rows and windows", async () => {
  const { config } = load(...RAVEN());
  const { data } = await dryRun(config, 1, new AbortController().signal);
  expect(data.sources.map(describeSource)).toEqual([
    `data.train: ${join(root, "birds")}, 4 Raven selection tables with 24 rows, 4 recordings; 96 windows, 48 of them background`,
  ]);
  expect(data.labels.map(({ label, train, validation }) => [label, train + validation])).toEqual([
    ["high", 24],
    ["low", 24],
    ["none", 48],
  ]);
});

it("the keys change no hash where they are left out, and the differences of a resumed run where they are not", () => {
  const hashes = [[], ["data.columns.label=species"], ["data.windows={}"], ["data.format=raven"]].map(
    (overrides) => load(...overrides).hash,
  );
  expect(new Set(hashes).size).toBe(4);
  expect(Object.keys(load().config.data)).not.toContain("windows");
});

it("shards have the annotated stretches, with a warning about copies of their recordings", async () => {
  const output = join(root, "shards");
  const source = join(root, "birds");
  const { code, stdout, stderr } = await runCli(
    "data",
    "shard",
    source,
    output,
    "--columns",
    "label=Species",
  );
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(
      /12 clips are parts of 4 recordings, .* shards store the whole recording for each/,
    ),
  });
  expect(stdout).toContain("12 clips in 1 shard");
  const bad = await runCli("data", "shard", source, join(root, "other"), "--columns", "Species");
  expect(bad.code).not.toBe(0);
  expect(bad.stderr).toContain("expected pairs such as label=species");
});
