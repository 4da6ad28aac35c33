// `woodshed detect` from a trained model to files, read back by our own readers.
import { spawnSync } from "node:child_process";
import {
  existsSync,
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
import { loadConfig } from "../src/config/load.js";
import { READ_AS_FOUND } from "../src/data/annotation-files/reading.js";
import { openClips } from "../src/data/dataset.js";
import { randomFloat } from "../src/data/random.js";
import { predictSamples } from "../src/inference/predict.js";
import { type RestoredModel, restoreModel } from "../src/inference/restore.js";
import { timelineModel } from "../src/inference/timeline/model-timelines.js";
import { runTraining } from "../src/train/run.js";
import { runCli, startCli } from "./support/cli.js";
import { startOracle } from "./support/oracle.js";
import { Pause } from "./support/pause.js";
import { TASK_DATA } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const RATE_HZ = 16_000;
const PITCHES_HZ = { low: 300, mid: 900, high: 2700 };
type Label = keyof typeof PITCHES_HZ;

const root = mkdtempSync(join(tmpdir(), "woodshed-detect-"));
const tones = makeTones();
const oracle = startOracle();
afterAll(() => {
  rmSync(root, { recursive: true });
  rmSync(tones, { recursive: true });
});

let run: string;
beforeAll(async () => {
  // Until probabilities are far from the thresholds.
  const longer = ["training.epochs=12", "optimization.learning_rate=0.1", "model.dropout=0"];
  const overrides = [...toneOverrides(tones, join(root, "runs")), ...longer];
  const result = await runTraining(
    loadConfig("recipes/folder.yaml", overrides),
    {},
    new AbortController().signal,
  );
  run = result.folder;
});

/** Returns tones that follow each other. */
function sound(parts: readonly (readonly [Label, number])[], rateHz = RATE_HZ): Float32Array {
  const labels = parts.flatMap(([label, sec]) => new Array<Label>(Math.round(sec * rateHz)).fill(label));
  return Float32Array.from(
    labels,
    (label, i) =>
      0.4 * Math.sin((2 * Math.PI * 1.1 * PITCHES_HZ[label] * i) / rateHz) + 0.2 * (randomFloat(1, i) - 0.5),
  );
}

const SCENE = [
  ["low", 2],
  ["high", 3],
  ["mid", 1.5],
] as const;

function write(path: string, samples: Float32Array, rateHz = RATE_HZ): string {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), encodeWav16(samples, rateHz));
  return join(root, path);
}

function close({ model, frontEnd }: RestoredModel): void {
  for (const holder of [model, frontEnd]) holder.dispose();
}

const rowsOf = (csv: string): string[][] =>
  csv
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

describe("woodshed detect", () => {
  it("prints the events of a recording, and ends", async () => {
    const path = write("scene.wav", sound(SCENE));
    const { code, stdout, stderr } = await startCli(["detect", run, path]).ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout.split("\n")[0]).toBe("path,start_sec,end_sec,label,score");
    const rows = rowsOf(stdout);
    expect(rows.every(([file]) => file === path)).toBe(true);
    for (const [label, from, to] of [
      ["low", 0, 2],
      ["high", 2, 5],
      ["mid", 5, 6.5],
    ] as const) {
      const own = rows.filter((row) => row[3] === label);
      expect(own).toHaveLength(1);
      expect(Math.abs(Number(own[0]![1]) - from)).toBeLessThanOrEqual(0.25);
      expect(Math.abs(Number(own[0]![2]) - to)).toBeLessThanOrEqual(0.25);
      expect(Number(own[0]![4])).toBeGreaterThan(0.5);
    }
    expect(stderr).toContain("1 recording, 0.1 min of audio");
  });

  it.each([
    ["csv", "a.csv"],
    ["jsonl", "a.jsonl"],
    ["raven", "a.Table.1.selections.txt"],
    ["audacity", "a.txt"],
  ])("writes a file for each recording that our own readers read back: %s", async (format, name) => {
    const folder = join(root, format);
    const recordings = join(folder, "recordings");
    write(`${format}/recordings/site 1/a.wav`, sound(SCENE));
    write(`${format}/recordings/b.wav`, sound([["low", 1]], 44_100), 44_100);
    const events = join(folder, "all.csv");
    const results = join(folder, "results");
    expect(await runCli("detect", run, recordings, "--out", events)).toMatchObject({ code: 0 });
    expect(await runCli("detect", run, recordings, "--out", results, "--format", format)).toMatchObject({
      code: 0,
    });
    expect(readdirSync(results).sort()).toEqual([name.replace("a", "b"), "site 1"]);
    const expected = rowsOf(readFileSync(events, "utf8")).filter(([path]) => path!.endsWith("a.wav"));
    expect(expected.length).toBeGreaterThan(2);
    // Audacity's files name no recording: it is beside them, or in a folder that is named.
    const reading = { ...READ_AS_FOUND, audioFolders: [join(recordings, "site 1")] };
    const clips = openClips(join(results, "site 1", name), "data.train", () => {}, undefined, reading);
    const read = clips.map(({ path, startSec, durationSec, label }) => [
      path,
      ...[startSec, startSec + durationSec!].map((sec) => sec.toFixed(6)),
      label,
    ]);
    expect(read).toEqual(
      expected.map(([, ...rest]) => [join(recordings, "site 1", "a.wav"), ...rest.slice(0, 3)]),
    );
    // The table of all recordings is a manifest, too.
    expect(openClips(events, "data.train")).toHaveLength(rowsOf(readFileSync(events, "utf8")).length);
    expect(existsSync(join(results, "detect.progress"))).toBe(false);
  });

  it("writes one Raven table of several recordings, with times of all and of each", async () => {
    const folder = join(root, "sequence");
    const [first, second] = [
      write("sequence/1.wav", sound([["low", 1.5]])),
      write("sequence/2.wav", sound([["high", 1]])),
    ];
    const table = join(folder, "all.txt");
    expect(await runCli("detect", run, first, second, "--out", table, "--format", "raven")).toMatchObject({
      code: 0,
    });
    const [head, ...rows] = readFileSync(table, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    const cell = (row: string[], name: string): string => row[head!.indexOf(name)]!;
    expect(
      rows.map((row) => [cell(row, "Selection"), cell(row, "Begin Path"), cell(row, "Annotation")]),
    ).toEqual([
      ["1", first, "low"],
      ["2", second, "high"],
    ]);
    expect(
      rows.map((row) => [
        cell(row, "Begin Time (s)"),
        cell(row, "End Time (s)"),
        cell(row, "File Offset (s)"),
      ]),
    ).toEqual([
      ["0.000000", "1.500000", "0.000000"],
      ["1.500000", "2.500000", "0.000000"],
    ]);
    expect(rows.map((row) => [cell(row, "Low Freq (Hz)"), cell(row, "High Freq (Hz)")])).toEqual([
      ["0.0", "8000.0"],
      ["0.0", "8000.0"],
    ]);
    expect(openClips(table, "data.train").map(({ path, startSec }) => [path, startSec])).toEqual([
      [first, 0],
      [second, 0],
    ]);
  });
});

describe("the inputs and options of detect", () => {
  it("reads each recording of manifests and folders once, and reports what cannot be read", async () => {
    const folder = join(root, "inputs");
    const first = write("inputs/sounds/1.wav", sound([["low", 0.5]]));
    write("inputs/sounds/deep/2.wav", sound([["high", 0.5]]));
    writeFileSync(
      join(folder, "list.csv"),
      "path,start_sec\nsounds/1.wav,0\nsounds/1.wav,0.2\nsounds/lost.wav,0\n",
    );
    writeFileSync(join(folder, "bad.csv"), "file\na.wav\n");
    const inputs = ["list.csv", "sounds", "bad.csv", "none.wav"].map((name) => join(folder, name));
    const summary = join(folder, "new", "summary.csv");
    const { code, stdout, stderr } = await runCli("detect", run, ...inputs, "--summary", summary);
    expect(code).toBe(1);
    expect(rowsOf(stdout).map(([path, , , label]) => [path, label])).toEqual([
      [first, "low"],
      [join(folder, "sounds/deep/2.wav"), "high"],
    ]);
    expect(readFileSync(summary, "utf8")).toBe(
      `path,hour,label,count,seconds\n${first},0,low,1,0.500\n${join(folder, "sounds/deep/2.wav")},0,high,1,0.500\n`,
    );
    expect(stderr).toContain(`note: ${inputs[0]}: start_sec is not read`);
    expect(stderr.slice(stderr.indexOf("3 inputs"))).toBe(
      [
        "3 inputs could not be searched, the others were:",
        `  ${inputs[0]}:4: ${join(folder, "sounds/lost.wav")}: no such file; paths are relative to the manifest`,
        `  ${inputs[2]}:1: expected a column path or filename, got file; add it, with paths relative to this file`,
        `  ${inputs[3]}: no such file or folder`,
        "",
      ].join("\n"),
    );
  });

  it("searches other recordings beside a FLAC that was cut short, which it names", async () => {
    const folder = join(root, "flac");
    mkdirSync(folder);
    await oracle.run(
      `
      import soundfile as sf
      t = np.arange(8000 * 2) / 8000
      x = 0.4 * np.sin(2 * np.pi * 330 * t)
      sf.write(f"{folder}/8 kHz.flac", np.stack([x, x], 1), 8000, subtype="PCM_16")
      `,
      { folder },
    );
    const whole = readFileSync(join(folder, "8 kHz.flac"));
    writeFileSync(join(folder, "cut.flac"), whole.subarray(0, whole.length / 2));
    const { code, stdout, stderr } = await runCli("detect", run, folder);
    expect(code).toBe(1);
    expect(rowsOf(stdout).map((row) => row.slice(0, 3))).toEqual([
      [join(folder, "8 kHz.flac"), "0.000000", "2.000000"],
    ]);
    expect(stderr).toMatch(/8 kHz\.flac: its sample rate is 8000 Hz, the model's 16000 Hz: it is resampled/);
    expect(stderr).toMatch(/1 input could not be searched, the others were:\n {2}.*cut\.flac: /);
  });

  it("takes thresholds by label, gaps and shortest events", async () => {
    const path = write(
      "thresholds.wav",
      sound([
        ["low", 1],
        ["high", 0.25],
        ["low", 1],
        ["mid", 0.5],
      ]),
    );
    const spansOf = async (...options: string[]) =>
      rowsOf((await runCli("detect", run, path, ...options)).stdout).map(([, from, to, label]) => [
        label,
        Number(from),
        Number(to),
      ]);
    expect(await spansOf("--threshold", "0", "--threshold", "mid=1", "--threshold", "high=1")).toEqual([
      ["low", 0, 2.75],
    ]);
    const separate = (await spansOf()).filter(([label]) => label === "low");
    expect(separate).toHaveLength(2);
    const joined = await spansOf("--merge", "0.6", "--min-duration", "1");
    expect(joined).toEqual([["low", separate[0]![1], separate[1]![2]]]);
    expect((await spansOf("--median", "0.9")).filter(([label]) => label === "high")).toEqual([]);
  });

  it.each([
    [
      ["--threshold", "owl=0.5"],
      '--threshold owl=0.5: the model has no label "owl". Expected one of high, low, mid',
    ],
    [["--threshold", "Hig=0.5"], 'the model has no label "Hig". Did you mean high? Expected one of high'],
    [
      ["--threshold", "1.5"],
      "--threshold 1.5: expected a number from 0 to 1, or LABEL=NUMBER, such as high=0.7",
    ],
    [["--hop", "0.3"], "a hop of 0.3 s, expected at most a window of the model, 0.25 s"],
    [["--resume"], "--resume: expected --out, whose results it continues"],
    [
      ["--format", "audacity"],
      "--format audacity: a file is of one recording, these are 2; name a folder (--out labels/)",
    ],
    [["--out", join(root, "same/")], `would both have their results in same; name the folder that has both`],
    [["--embeddings", "/dev/null/vectors"], "--embeddings /dev/null/vectors: cannot be written: "],
    [["--out", "/dev/null/events.csv"], "--out /dev/null/events.csv: cannot be written: "],
    [["--merge", "-1"], "expected a number, 0 or more."],
  ])("are refused before the work: %s", async (options, message) => {
    const other = options[0] === "--embeddings" ? "other" : "same";
    const paths = [
      write("one/same.wav", sound([["low", 0.3]])),
      write(`two/${other}.wav`, sound([["low", 0.3]])),
    ];
    const { code, stdout, stderr } = await runCli("detect", run, ...paths, ...options);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("are refused if they would replace an input, another output, or files of a folder", async () => {
    const own = write("own/a.wav", sound([["low", 0.3]]));
    const labels = join(root, "own", "a.txt");
    writeFileSync(labels, "0.1\t0.2\thand-made\n");
    const manifest = join(root, "own", "list.csv");
    writeFileSync(manifest, "filename\na.wav\n");
    const folder = join(root, "own");
    for (const [options, message] of [
      [[own, "--out", own], `--out ${own}: is an input, which would be lost`],
      [[manifest, "--out", manifest], `--out ${manifest}: is an input`],
      [[own, "--out", labels, "--summary", labels], `--summary ${labels}: --out names the same file`],
      [[own, "--format", "audacity", "--out", folder], `1 file would be replaced; the first: ${labels}`],
    ] as const) {
      const { code, stderr } = await runCli("detect", run, ...options);
      expect(stderr).toContain(message);
      expect(code).toBe(1);
    }
    expect(readFileSync(labels, "utf8")).toBe("0.1\t0.2\thand-made\n");
    const { code } = await runCli(
      "detect",
      run,
      manifest,
      "--format",
      "audacity",
      "--out",
      folder,
      "--overwrite",
    );
    expect(code).toBe(0);
    expect(readFileSync(labels, "utf8")).not.toContain("hand-made");
  });

  it("are refused with a model whose task has no labels", async () => {
    const manifest = join(root, "numbers.csv");
    const rows = Array.from({ length: 8 }, (_, i) => `${join(tones, "low", `${i}.wav`)},${i}`);
    writeFileSync(manifest, `path,target\n${rows.join("\n")}\n`);
    const overrides = [
      ...toneOverrides(manifest, join(root, "runs")),
      "task.name=regression",
      "training.epochs=1",
    ];
    const { folder } = await runTraining(
      loadConfig("recipes/folder.yaml", overrides),
      {},
      new AbortController().signal,
    );
    const { code, stderr } = await runCli("detect", folder, join(tones, "low"));
    expect(code).toBe(1);
    expect(stderr).toContain(
      "a model of task regression has no labels that sound at times; use woodshed predict",
    );
  });

  it("keep what was found where the summary cannot be written", async () => {
    const path = write("summary/a.wav", sound([["low", 0.5]]));
    const args = ["detect", run, path, "--out", join(root, "summary.csv"), "--summary"];
    const failed = await runCli(...args, "/dev/null/hours.csv");
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("--summary /dev/null/hours.csv: cannot be written: ");
    const hours = join(root, "hours.csv");
    expect(await runCli(...args, hours, "--resume")).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("0 recordings (1 before)"),
    });
    expect(readFileSync(hours, "utf8")).toBe(`path,hour,label,count,seconds\n${path},0,low,1,0.500\n`);
  });

  it("with --resume are those of the interrupted detection, also if it had no result yet", async () => {
    const path = write("early/a.wav", sound([["low", 0.5]]));
    const out = join(root, "early.csv");
    // The journal of a detection that was killed before its first recording was done.
    const head = { settings: { mergeSec: 0.5 }, process: { pid: 2 ** 22 + 1, start: "" } };
    writeFileSync(`${out}.progress`, `${JSON.stringify(head)}\n`);
    const { code, stderr } = await runCli("detect", run, path, "--out", out, "--resume");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /--resume needs the model and the options of the interrupted.*mergeSec was 0\.5 and is 0/,
    );
    // Without --resume it starts again.
    expect(await runCli("detect", run, path, "--out", out)).toMatchObject({ code: 0 });
    expect(existsSync(`${out}.progress`)).toBe(false);
  });

  it("names standard input as the user did", () => {
    const detect = (input: Uint8Array, ...options: string[]) =>
      spawnSync(process.execPath, ["dist/cli/main.js", "detect", run, "-", ...options], {
        input,
        encoding: "utf8",
      });
    const wav = encodeWav16(sound([["low", 0.5]]), RATE_HZ);
    const { stdout, stderr, status } = detect(wav);
    expect(status, stderr).toBe(0);
    expect(rowsOf(stdout).map(([file]) => file)).toEqual(["-"]);
    const table = join(root, "stdin.csv");
    expect(detect(wav, "--out", table).status).toBe(0);
    expect(rowsOf(readFileSync(table, "utf8")).map(([file]) => file)).toEqual(["-"]);
    for (const bytes of [new Uint8Array(0), wav.subarray(0, 1000), Buffer.from("no audio at all")]) {
      const failed = detect(bytes);
      expect(failed.status).toBe(1);
      expect(failed.stderr).toMatch(/^ {2}-: /m);
      expect(failed.stderr).not.toContain("/dev/stdin");
    }
  });

  it("stops at Ctrl-C with the command that continues", async () => {
    const folder = join(root, "stopped");
    for (const name of ["1", "2", "3"]) {
      const bytes = Buffer.from(encodeWav16(sound([["low", 0.5]]), RATE_HZ));
      // The warning about a header without a length is the line at which the process is held.
      bytes.writeUInt32LE(0xffffffff, 40);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}.wav`), bytes);
    }
    const args = ["detect", run, folder, "--out", join(root, "stopped.csv")];
    const pause = new Pause(/^warning: .*2\.wav/);
    const { child, ended } = startCli(args, pause.env);
    await pause.reached(ended);
    const isStopping = new Promise<void>((resolve) =>
      child.stderr!.on("data", (text) => /^stopping/m.test(String(text)) && resolve()),
    );
    child.kill("SIGINT");
    await isStopping;
    pause.end();
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    const [, words] = /stopped after 2 of 3 recordings; to continue: woodshed (.*)\n/.exec(stderr)!;
    expect(words).toBe([...args, "--resume"].join(" "));
    expect(await runCli(...words!.split(" "))).toMatchObject({ code: 0 });
    expect(rowsOf(readFileSync(join(root, "stopped.csv"), "utf8")).map(([path]) => path)).toEqual(
      ["1", "2", "3"].map((name) => join(folder, `${name}.wav`)),
    );
    const again = await runCli(...words!.split(" "));
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toContain("stopped.csv is complete");
  });
});

describe("woodshed detect --review", () => {
  it("writes a page with all events, also those of a process that was interrupted before", async () => {
    const folder = join(root, "review");
    const recordings = ["a", "b"].map((name) => write(`review/${name}.wav`, sound(SCENE)));
    const [events, page] = [join(folder, "events.csv"), join(folder, "pages", "page.html")];
    const detect = (...more: string[]) =>
      runCli("detect", run, ...recordings, "--out", events, "--review", page, ...more);
    // The page is written under another name first, which is taken: the recordings are done, the page is not.
    mkdirSync(join(folder, "pages", ".page.html.unfinished"), { recursive: true });
    const failed = await detect();
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("page.html: cannot be written"),
    });
    rmSync(join(folder, "pages"), { recursive: true });
    const { code, stderr } = await detect("--resume");
    expect(code).toBe(0);
    const rows = rowsOf(readFileSync(events, "utf8"));
    expect(stderr).toContain("0 recordings (2 before)");
    expect(stderr).toMatch(new RegExp(`page\\.html: ${rows.length} events, .*B; open it in a browser`));
    const data = JSON.parse(/id="data">(.*?)<\/script>/.exec(readFileSync(page, "utf8"))![1]!);
    const found = data.events.map(([recording, label, onsetSec, offsetSec]: number[]) => [
      ...[data.recordings[recording!][0], onsetSec!.toFixed(6), offsetSec!.toFixed(6), data.labels[label!]],
    ]);
    expect(found).toEqual(rows.map((row) => row.slice(0, 4)));
  });

  it("refuses a folder as page, and recordings that can be read only once", async () => {
    const path = write("scene.wav", sound(SCENE));
    expect(await runCli("detect", run, path, "--review", root)).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining(`--review ${root}: is a folder; name a file`) },
    });
    expect(await runCli("detect", run, "-", "--review", join(root, "page.html"))).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining(": - cannot be read a second time") },
    });
    expect(existsSync(join(root, "page.html"))).toBe(false);
  });
});

describe("a trained model's scores in time", () => {
  let model: RestoredModel;
  beforeAll(() => {
    model = restoreModel(run);
  });
  afterAll(() => close(model));

  it("are those that predict returns for each window, merged", () => {
    const samples = sound(SCENE);
    const { grid, start } = timelineModel(model, { hopSec: null });
    const timeline = start();
    const parts = [
      timeline.push(samples.subarray(0, 33_333)),
      timeline.push(samples.subarray(33_333)),
      timeline.end(),
    ];
    const scores = parts.flatMap((part) => [...part.scores]);
    const windowSec = 0.25;
    const ofWindow = (window: number): Float64Array => {
      const first = grid.windowStart(window);
      return predictSamples(model, samples.subarray(first, first + windowSec * RATE_HZ)).outputs;
    };
    // Half a window before this frame, and half a window behind.
    for (const frame of [1, 7, 23]) {
      const [before, behind] = [ofWindow(frame - 1), ofWindow(frame)];
      for (const [label, score] of scores.slice(3 * frame, 3 * frame + 3).entries())
        expect(Math.abs(score - (before[label]! + behind[label]!) / 2)).toBeLessThan(1e-5);
    }
    expect(scores).toHaveLength(3 * grid.numFrames(samples.length));
  });

  it("do not depend on the windows that are computed at once, nor on the parts that are read", () => {
    const samples = sound(SCENE);
    const scoresIn = (batchWindows: number, part: number): number[] => {
      const timeline = timelineModel(model, { hopSec: 0.1, batchWindows }).start();
      const scores: number[] = [];
      for (let at = 0; at < samples.length; at += part)
        scores.push(...timeline.push(samples.subarray(at, at + part)).scores);
      return [...scores, ...timeline.end().scores];
    };
    const expected = scoresIn(64, samples.length);
    for (const [batchWindows, part] of [
      [1, 7919],
      [7, 1234],
      [64, 50_000],
    ] as const) {
      const scores = scoresIn(batchWindows, part);
      expect(scores).toHaveLength(expected.length);
      expect(Math.max(...scores.map((x, i) => Math.abs(x - expected[i]!)))).toBeLessThan(1e-5);
    }
  });
});

describe("a detection model's scores in time", () => {
  it("are the frames that predict returns, for windows side by side, and smooth means for others", async () => {
    const manifest = TASK_DATA.detection();
    const overrides = [
      ...toneOverrides(manifest, join(root, "runs")),
      "task.name=detection",
      "training.epochs=1",
    ];
    const result = await runTraining(
      loadConfig("recipes/folder.yaml", overrides),
      {},
      new AbortController().signal,
    );
    rmSync(join(manifest, ".."), { recursive: true });
    const model = restoreModel(result.folder);
    try {
      const samples = sound(SCENE).subarray(0, 6.3 * RATE_HZ);
      const { outputs } = predictSamples(model, samples);
      const numLabels = model.labels.length;
      const scoresAt = (hopSec: number) => {
        const { grid, start } = timelineModel(model, { hopSec });
        const timeline = start();
        const scores = [...timeline.push(samples).scores, ...timeline.end().scores];
        expect(scores).toHaveLength(numLabels * grid.numFrames(samples.length));
        return { grid, scores };
      };
      const { grid, scores } = scoresAt(0.25);
      // With attention, the weights of frames follow the labels.
      const numFrames = outputs.length / (2 * numLabels);
      expect(numFrames).toBeGreaterThanOrEqual(grid.numFrames(samples.length));
      const predicted = scores.map(
        (_, i) => outputs[(i % numLabels) * numFrames + Math.floor(i / numLabels)]!,
      );
      expect(Math.max(...scores.map((x, i) => Math.abs(x - predicted[i]!)))).toBeLessThan(1e-5);
      const overlapping = scoresAt(0.05).scores;
      expect(overlapping.every((x) => x > 0 && x < 1)).toBe(true);
      expect(overlapping).not.toEqual(scores);
    } finally {
      close(model);
    }
  });
});
