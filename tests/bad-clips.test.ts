import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { CheckpointReader } from "../src/checkpoint/index.js";
import { loadConfig, overrideConfig } from "../src/config/load.js";
import { planFolds } from "../src/cross-validation/plan.js";
import { openClips } from "../src/data/dataset.js";
import { ExaminedFiles } from "../src/data/examination/examined-files.js";
import { describeLeftOut } from "../src/data/examination/leave-out.js";
import { writeShards } from "../src/data/shards/write.js";
import { type DataOptions, openData } from "../src/inference/open-data.js";
import type { TableItem } from "../src/items.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type RunObserver, type RunOptions, runTraining } from "../src/train/run.js";
import { BAD, plantBadClips, tone, withNaN } from "./support/bad-clips.js";
import { runCli } from "./support/cli.js";
import { numbersOf, tensorsOf } from "./support/run.js";
import { toneOverrides } from "./support/tones.js";

const HZ = 16_000;
const root = mkdtempSync(join(tmpdir(), "woodshed-bad-clips-"));
afterAll(() => rmSync(root, { recursive: true }));

let tones: string;
let csv: string;
beforeAll(() => {
  ({ tones, csv } = plantBadClips());
});
afterAll(() => rmSync(tones, { recursive: true }));

const newRuns = (): string => mkdtempSync(join(root, "runs-"));

function configOf(train: string, overrides: readonly string[] = [], runs = newRuns()) {
  return loadConfig("recipes/folder.yaml", [
    ...toneOverrides(train, runs),
    "data.on_bad_clip=skip",
    ...overrides,
  ]);
}

async function open(train: string, overrides: readonly string[] = [], options: DataOptions = {}) {
  const warnings: string[] = [];
  const { config } = configOf(train, overrides);
  const data = await openData(config, { warn: (line) => warnings.push(line), ...options });
  return { data, warnings, leftOut: data.examined!.leftOut.map(describeLeftOut) };
}

const short = (lines: readonly string[]): string[] => lines.map((line) => line.replaceAll(`${tones}/`, ""));

describe("clips that cannot be used", () => {
  it("are left out of a folder, each with the reason", async () => {
    const { data, leftOut, warnings } = await open(tones);
    expect(data.train.length + data.validation.length).toBe(24);
    expect(data.labels).toEqual(["high", "low", "mid"]);
    expect(short(leftOut).map((line) => line.slice(0, 60))).toEqual([
      expect.stringMatching(/^mid\/cut\.wav: truncated/),
      expect.stringMatching(/^mid\/empty\.wav: an empty file/),
      expect.stringMatching(/^mid\/nan\.wav: holds samples that are not finite/),
      expect.stringMatching(/^mid\/text\.mp3: /),
    ]);
    expect(warnings).toContain("warning: 4 clips left out (data.on_bad_clip: skip): 4 of data.train");
    expect(warnings.filter((line) => line.startsWith("  "))).toHaveLength(4);
  });

  it("are left out of a manifest: missing files, stretches after the end, and those with NaN in them alone", async () => {
    const { data, leftOut } = await open(csv);
    expect(data.train.length + data.validation.length).toBe(25);
    const found = short(leftOut);
    expect(found).toHaveLength(9);
    expect(found.slice(4)).toEqual([
      expect.stringMatching(/^train\.csv:30: low\/gone\.wav: no such file/),
      expect.stringMatching(/^train\.csv:31: nowhere\/gone\.wav: no such file/),
      expect.stringMatching(/^train\.csv:32: low: a folder, expected an audio file/),
      "train.csv:34: long.wav: holds samples that are not finite (NaN, infinite or beyond 1e30), the first at 1.2 s; export it again from its source",
      "train.csv:35: long.wav: expected audio from 2.5 s on, the file has 2.000 s",
    ]);
  });

  it("stop the run by default, the first with its name", async () => {
    const { config } = configOf(csv, ["data.on_bad_clip=stop"]);
    await expect(openData(config)).rejects.toThrow(/train\.csv:30: .*low\/gone\.wav: no such file/);
  });

  it("are the same windows that a stretch with NaN overlaps, and whole recordings that are damaged", async () => {
    const folder = mkdtempSync(join(root, "windows-"));
    writeFileSync(join(folder, "a.wav"), withNaN(2, 1.2, 1.3));
    writeFileSync(join(folder, "b.wav"), encodeWav16(tone(2), HZ));
    writeFileSync(join(folder, "c.wav"), encodeWav16(tone(2), HZ).subarray(0, 20_000));
    const rows = ["a.wav,x,0,2", "b.wav,y,0,2", "c.wav,x,0,2", "a.wav,x,3,4"];
    writeFileSync(join(folder, "m.csv"), `path,label,start_sec,end_sec\n${rows.join("\n")}\n`);
    const { data, leftOut } = await open(join(folder, "m.csv"), ["data.windows.sec=0.5"]);
    const clips = [...data.train, ...data.validation];
    const places = clips.map(({ path, startSec }) => `${path.slice(folder.length + 1)} ${startSec}`);
    expect(places.sort()).toEqual([
      ...[0, 0.5, 1.5].map((sec) => `a.wav ${sec}`),
      ...[0, 0.5, 1, 1.5].map((sec) => `b.wav ${sec}`),
    ]);
    expect(leftOut.map((line) => line.replaceAll(`${folder}/`, ""))).toEqual([
      expect.stringMatching(/^m\.csv:4: c\.wav: truncated/),
      expect.stringMatching(/^m\.csv:5: a\.wav: expected an annotation within the file, which has 2\.000 s/),
      expect.stringMatching(/^m\.csv:2: a\.wav: holds samples that are not finite .*, the first at 1\.2 s/),
    ]);
  });

  it("are left out of shards, and when shards are written", async () => {
    const args = ["data", "shard", csv, join(root, "shards")];
    expect((await runCli(...args)).stderr).toMatch(/train\.csv:30: .*no such file/);
    const written = await runCli(...args, "--on-bad-clip", "skip");
    expect([written.code, written.stdout], written.stderr).toEqual([
      0,
      expect.stringContaining("25 clips in 1 shard"),
    ]);
    expect(written.stderr).toContain("9 clips left out (data.on_bad_clip: skip): 9 of source");

    // Headers alone are read when shards are written without it.
    const folder = mkdtempSync(join(root, "sharded-"));
    for (const label of ["a", "b"]) {
      mkdirSync(join(folder, label));
      for (let i = 0; i < 3; i++)
        writeFileSync(join(folder, label, `${i}.wav`), encodeWav16(tone(0.1, 99 * i), HZ));
    }
    writeFileSync(join(folder, "b", "nan.wav"), withNaN(0.1, 0.01, 0.02));
    const clips = openClips(folder, "source");
    await writeShards(clips, { output: join(root, "nan-shards"), clipsPerShard: 100, seed: 0 });
    const { data, leftOut } = await open(join(root, "nan-shards"));
    expect([data.train.length + data.validation.length, leftOut.length]).toEqual([6, 1]);
    expect(leftOut[0]).toMatch(/nan-shards\/.*\.tar: \d+-nan\.wav: holds samples that are not finite/);
  });

  it("are counted by a dry run, and by an evaluation of other clips", async () => {
    const runs = newRuns();
    const overrides = [...toneOverrides(csv, runs), "data.on_bad_clip=skip", "training.epochs=1"];
    const tried = await runCli("train", "recipes/folder.yaml", ...overrides, "--dry-run");
    expect(tried.code, tried.stderr).toBe(0);
    expect(tried.stdout).toContain("9 clips left out (data.on_bad_clip: skip)");
    expect(readdirSync(runs)).toEqual([]);
    const { folder } = await runTraining(loadConfig("recipes/folder.yaml", overrides));
    const evaluated = await runCli("evaluate", folder, "--data", tones, "--json");
    expect(evaluated.code, evaluated.stderr).toBe(0);
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ clips: 24 });
    expect(evaluated.stderr).toContain("4 clips left out (data.on_bad_clip: skip): 4 of --data");
  });

  it("do not take part in folds", async () => {
    const loaded = configOf(csv, ["data.folds=fold"]);
    const plan = await planFolds(loaded, {});
    expect(plan.clips).toHaveLength(25);
    // The runs of the folds find the reports in their runs_dir.
    const fold = plan.configOf(plan.folds[0]!);
    const onExamine = (): never => {
      throw new Error("examined again");
    };
    const data = await openData(fold, { files: new ExaminedFiles(fold.runs_dir), onExamine });
    expect(data.train.length + data.validation.length + data.test.length).toBe(25);
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    [
      "all clips",
      (folder) => {
        for (const label of ["a", "b"]) {
          mkdirSync(join(folder, label));
          writeFileSync(join(folder, label, "x.wav"), "text");
        }
      },
      /data\.train: .*: no clip is left: 2 clips cannot be used .*; the first: .*a\/x\.wav: /,
    ],
    [
      "all clips of a label",
      (folder) => {
        for (const label of ["a", "b", "c"]) mkdirSync(join(folder, label));
        writeFileSync(join(folder, "a", "x.wav"), encodeWav16(tone(0.1), HZ));
        writeFileSync(join(folder, "b", "x.wav"), "text");
        writeFileSync(join(folder, "c", "x.wav"), encodeWav16(tone(0.2), HZ));
      },
      /data\.train: no clip of the label "b" is left: .*; the first: .*b\/x\.wav: .*remove the label/,
    ],
  ])("are an error if they are %s", async (_, make, message) => {
    const folder = mkdtempSync(join(root, "all-"));
    make(folder);
    await expect(open(folder)).rejects.toThrow(message);
  });
});

describe("an examination", () => {
  it("decodes each recording once, in threads with the same result, and again only where a file changed", async () => {
    const copy = mkdtempSync(join(root, "copy-"));
    for (const label of ["low", "mid", "high"]) {
      mkdirSync(join(copy, label));
      for (const name of readdirSync(join(tones, label)))
        copyFileSync(join(tones, label, name), join(copy, label, name));
    }
    const reports = newRuns();
    const examine = async (overrides: string[] = [], isWritten = true) => {
      const progress: [number, number][] = [];
      const { data } = await open(copy, overrides, {
        files: new ExaminedFiles(reports, isWritten),
        onExamine: (done, total) => progress.push([done, total]),
      });
      return { examination: data.examined!.examination, progress };
    };
    const unwritten = await examine([], false);
    expect(readdirSync(reports)).toEqual([]);
    const first = await examine(["data.workers=2"]);
    expect(first.examination).toEqual(unwritten.examination);
    expect([first.progress[0], first.progress.at(-1)]).toEqual([
      [0, 28],
      [28, 28],
    ]);
    expect((await examine()).progress).toEqual([]);
    // The end of a line is missing if its process was killed.
    const file = join(reports, readdirSync(reports)[0]!);
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -20));
    writeFileSync(join(copy, "low", "0.wav"), "text");
    const again = await examine();
    expect(again.progress).toEqual([
      [26, 28],
      [27, 28],
      [28, 28],
    ]);
    expect(again.examination.bad).toHaveLength(5);
    expect((await examine(["data.sample_rate_hz=8000"])).progress.at(-1)).toEqual([28, 28]);
  });

  it("ends when it is aborted", async () => {
    const stop = new AbortController();
    const onExamine = (done: number): void => {
      if (done === 3) stop.abort(new Error("stopped"));
    };
    await expect(open(tones, [], { signal: stop.signal, onExamine })).rejects.toThrow("stopped");
  });

  it("takes what throws in decode of a data set of one's own as a bad clip, with its file and line", async () => {
    const folder = mkdtempSync(join(root, "own-"));
    const module = join(folder, "set.ts");
    writeFileSync(
      module,
      `import { defineDataset } from "woodshed";
import { z } from "zod";
export default defineDataset({
  options: z.strictObject({}),
  rows: () => ({ train: [1, 2, 3, 4, 5, 6].map((id) => ({ id, label: id % 2 ? "odd" : "even" })) }),
  decode(row) {
    if (row.id === 3) throw new Error("no sound for 3");
    const samples = new Float32Array(4000).fill(0.1);
    if (row.id === 4) samples[17] = Number.NaN;
    return { samples, sampleRateHz: 16000 };
  },
});
`,
    );
    const { data, leftOut } = await open("x", ["data.train=null", `data.dataset={use: ${module}}`]);
    expect(data.train.length + data.validation.length).toBe(4);
    expect(leftOut).toEqual([
      expect.stringMatching(/train row 2: .*no sound for 3 \(.*set\.ts:7:\d+\)/),
      expect.stringMatching(/train row 3: .*holds samples that are not finite .*at 0\.001 s/),
    ]);
  });
});

interface Trained extends RunOptions {
  runs?: string;
  overrides?: string[];
  stopAfter?: number;
  observer?: RunObserver;
}

function train({ runs = newRuns(), overrides = [], stopAfter, observer = {}, ...options }: Trained) {
  const stop = new AbortController();
  const loaded = configOf(csv, ["training.epochs=2", ...overrides], runs);
  return runTraining(
    loaded,
    {
      ...observer,
      onStep(position, ...rest) {
        observer.onStep?.(position, ...rest);
        if (position.step === stopAfter) stop.abort();
      },
    },
    stop.signal,
    options,
  );
}

describe("a run that leaves out clips", () => {
  it("records them, and resumes with the same ones although a file was mended meanwhile", async () => {
    const whole = await train({});
    using store = RunStore.open(whole.folder);
    expect(store.info().summary).toMatchObject({ "data/num_left_out": 9 });
    const table = store.items().find(({ name }) => name === "data/left_out")!.item as TableItem;
    expect(table.rows).toHaveLength(9);
    expect(table.rows[0]).toEqual([
      "data.train",
      expect.stringMatching(/cut\.wav$/),
      0,
      expect.stringMatching(/^truncated/),
    ]);

    const runs = newRuns();
    const { folder } = await train({ runs, stopAfter: 3 });
    const { recipe } = new CheckpointReader(join(folder, "checkpoints", "last"));
    expect(recipe.data.examination!.bad).toHaveLength(8);
    const bad = join(tones, "mid", "cut.wav");
    writeFileSync(bad, encodeWav16(tone(0.25), HZ));
    const said: string[] = [];
    try {
      const observer = {
        onWarning: (line: string) => void said.push(line),
        onExamine: () => void said.push("x"),
      };
      const resumed = await train({ runs, resume: "last", observer });
      expect([resumed.folder, resumed.status]).toEqual([folder, "finished"]);
      expect(said.filter((line) => line.includes("left out") || line === "x")).toEqual([
        "9 clips left out (data.on_bad_clip: skip): 9 of data.train, as the run recorded",
      ]);
      expect(numbersOf(folder)).toEqual(numbersOf(whole.folder));
      expect(tensorsOf(folder)).toEqual(tensorsOf(whole.folder));
      // An evaluation of the run leaves out the same clips.
      const config = overrideConfig(recipe.config, []);
      const data = await openData(config, { known: recipe.data.examination });
      expect(data.examined!.leftOut).toHaveLength(9);
    } finally {
      writeFileSync(bad, BAD["cut.wav"]!);
    }
  });

  it("stops at a recording that changed after the examination, and says so", async () => {
    const path = join(tones, "low", "3.wav");
    const before = readFileSync(path);
    const observer = { onStart: () => writeFileSync(path, "text") };
    try {
      await expect(train({ observer })).rejects.toThrow(
        /low\/3\.wav: .*could be read when the run examined its recordings .*files must not change/,
      );
    } finally {
      writeFileSync(path, before);
    }
  });
});
