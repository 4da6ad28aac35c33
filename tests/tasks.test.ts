import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { CheckpointReader, findCheckpoint } from "../src/checkpoint/index.js";
import { loadConfig } from "../src/config/load.js";
import { evaluate } from "../src/evaluation/evaluate.js";
import { evaluationLoader } from "../src/inference/loaders.js";
import { openData } from "../src/inference/open-data.js";
import { restoreModel } from "../src/inference/restore.js";
import { createTask } from "../src/tasks/index.js";
import { TagAnnotations } from "../src/tasks/tagging/annotations.js";
import { addon } from "../src/tensor/addon.js";
import { scope, Tensor } from "../src/tensor/index.js";
import { dryRun } from "../src/train/dry-run.js";
import { type RunObserver, type RunResult, runTraining } from "../src/train/run.js";
import { settledLiveTensors } from "./support/gc.js";
import { numbersOf, tensorsOf } from "./support/run.js";
import { TASK_DATA } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const runs = mkdtempSync(join(tmpdir(), "woodshed-tasks-"));

function train(
  overrides: readonly string[],
  observer: RunObserver = {},
  signal = new AbortController().signal,
): Promise<RunResult> {
  const loaded = loadConfig("recipes/folder.yaml", overrides);
  return runTraining(loaded, observer, signal);
}

/** The metric of each task by which a run learns, its least value, and the losses besides the default. */
const MEASURES = {
  tagging: { metric: "validation/map", least: 0.6, losses: ["focal", "asymmetric"] },
  regression: { metric: "validation/r2", least: 0.6, losses: ["mae", "huber"] },
  // A label sounds in a tenth of the frames, which chance finds; a quarter of each recording is seen in an epoch.
  detection: { metric: "validation/frame_map", least: 0.4, losses: ["focal"] },
} as const;

describe.each(["tagging", "regression", "detection"] as const)("a run of %s", (task) => {
  const { metric, least, losses } = MEASURES[task];
  const manifest = TASK_DATA[task]();
  const overrides = (name: string, ...more: string[]): string[] => [
    ...toneOverrides(manifest, runs),
    ...[`name=${task}-${name}`, `task.name=${task}`, "training.epochs=8", "optimization.learning_rate=0.01"],
    ...["model.dropout=0.1", "optimization.ema_decay=0.9", ...more],
  ];
  let whole: RunResult;
  beforeAll(async () => {
    whole = await train(overrides("whole"));
  });

  it("learns", () => {
    expect(whole.metrics[metric]).toBeGreaterThan(least);
  });

  it("resumes to the bit from the middle of an epoch", async () => {
    const stop = new AbortController();
    const cut = await train(
      overrides("cut"),
      { onStep: ({ step }) => step === 10 && stop.abort() },
      stop.signal,
    );
    expect(cut).toMatchObject({ status: "interrupted", position: { step: 10 } });
    const resumed = await train(overrides("cut", "checkpoint.resume=auto"));
    expect(resumed.folder).toBe(cut.folder);
    expect(numbersOf(resumed.folder)).toEqual(numbersOf(whole.folder));
    expect(tensorsOf(resumed.folder)).toEqual(tensorsOf(whole.folder));
  });

  it("can be tried by a dry run", async () => {
    const { config } = loadConfig("recipes/folder.yaml", overrides("dry"));
    const { data } = await dryRun(config, 1, new AbortController().signal);
    const { labels, numTrain } = data;
    expect(numTrain).toBe(45);
    const counts = Object.fromEntries(labels.map(({ label, train }) => [label, train > 5]));
    expect(counts).toEqual(task === "regression" ? {} : { high: true, low: true, mid: true });
  });

  it("is not resumed as another task, whatever changes are allowed", async () => {
    const loaded = loadConfig("recipes/folder.yaml", [
      ...overrides("whole"),
      ...[`data.train=${makeTones(4)}`, "task.name=classification", "checkpoint.monitor=validation/loss"],
    ]);
    const options = { resume: whole.folder, allowChanges: true };
    await expect(runTraining(loaded, {}, new AbortController().signal, options)).rejects.toThrow(
      `was trained with task.name ${task}, and the recipe has classification`,
    );
  });

  it("is the same to the bit with other decoding threads, and leaves no live tensor behind", async () => {
    const before = await settledLiveTensors();
    const again = await train(overrides("again", "data.workers=2"));
    expect(addon.liveTensors()).toBe(before);
    expect(tensorsOf(again.folder)).toEqual(tensorsOf(whole.folder));
  });

  it("measures what its best checkpoint measures later, with the stored calibration", async () => {
    const model = restoreModel(whole.folder);
    const { validation } = await openData(model.config);
    const loader = evaluationLoader(model.config, validation, model.task.targetsOf(validation));
    const { summary } = await evaluate({ ...model, loader });
    await loader.close();
    const { manifest: saved } = new CheckpointReader(findCheckpoint(whole.folder));
    for (const [name, value] of Object.entries(summary.metrics))
      expect(value, name).toBeCloseTo(saved.metrics[`validation/${name}`]!, 6);
    // Names of JSON are in snake_case.
    expect(JSON.stringify(summary.json())).not.toMatch(/"[a-z_]+[A-Z]\w*":/);
    for (const holder of [model.model, model.frontEnd]) holder.dispose();
  });

  it.each(losses)("learns with the %s loss", async (loss) => {
    const { metrics } = await train(overrides(loss, `task.loss=${loss}`));
    expect(metrics[metric]).toBeGreaterThan(least - 0.1);
  });
});

describe("balanced weights of positive clips", () => {
  const weightsOf = (...rows: Record<string, string>[]): readonly number[] => {
    const reader = new TagAnnotations("ignore");
    const state = reader.fit(
      rows.map((row) => reader.parse(row, "row")),
      "rows",
    );
    const { config } = loadConfig("recipes/tagging.yaml", ["task.positive_weights=balanced"]);
    const task = createTask(config, state);
    return scope(() => {
      // A logit of 0 has the loss ln 2, positive or not, times the weight.
      const target = (value: number) => Tensor.from([Array(state.labels.length).fill(value)]);
      const loss = (label: number) =>
        task
          .trainingLoss(target(0), {
            labels: target(1),
            known: Tensor.from([state.labels.map((_, i) => Number(i === label))]),
          })
          .item();
      return state.labels.map((_, i) => (Number(loss(i)) * state.labels.length) / Math.LN2);
    });
  };

  it("leave out clips for which the label is unknown", () => {
    const [weight] = weightsOf(
      { labels: "a" },
      { labels: "" },
      { labels: "" },
      { labels: "", ignored_labels: "a" },
    );
    expect(weight).toBeCloseTo(2, 5);
  });

  it("are 1 for a label that every clip has, which is learnt too", () => {
    const [always, half] = weightsOf({ labels: "a" }, { labels: "a;b" });
    expect(always).toBeCloseTo(1, 5);
    expect(half).toBeCloseTo(1, 5);
  });
});

describe("bad input", () => {
  const clips = join(dirname(TASK_DATA.regression()), "clips");
  const wav = join(clips, "0.wav");
  const folder = mkdtempSync(join(tmpdir(), "woodshed-bad-task-"));
  const write = (name: string, lines: readonly string[]): string => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, name);
    writeFileSync(path, `${lines.join("\n")}\n`);
    return path;
  };
  const csv = (head: string, ...values: string[]): string =>
    write(`${values.length}-${head.replace(/\W/g, "_")}.csv`, [
      head,
      ...values.map((value, i) => `${join(clips, `${i}.wav`)},${value}`),
    ]);

  it.each([
    [
      "labels in a classification",
      "classification",
      () => csv("path,labels", "a;b"),
      /:1: expected the columns path,label.*set task\.name to tagging/,
    ],
    [
      "a list in a classification",
      "classification",
      () => write("c.jsonl", [JSON.stringify({ path: wav, label: ["a", "b"] })]),
      /c\.jsonl:1: label: expected text, got \["a","b"\]; for several labels a clip, set task\.name to tagging/,
    ],
    [
      "a list as text in a classification",
      "classification",
      () => csv("path,label", "a", '"[""a"", ""b""]"'),
      /:3: label: expected one label, got the list \["a", "b"\]; for several labels a clip, set task\.name to tagging/,
    ],
    [
      "no target of a clip",
      "regression",
      () => csv("path,target", "60", ""),
      /:3: target: expected a number .*got ""; leave out clips without a target/,
    ],
    [
      "one label in a tagging",
      "tagging",
      () => csv("path,label", "a"),
      /:1: expected the columns path,labels.*set task\.name to classification/,
    ],
    ["no label in any clip", "tagging", () => csv("path,labels", "", ""), /no clip has a label/],
    [
      "an empty label",
      "tagging",
      () => csv("path,labels", "a;b", "a;;b"),
      /:3: labels: expected labels separated by semicolons.*an empty label; remove it/,
    ],
    [
      "a number among labels",
      "tagging",
      () => write("t.jsonl", [JSON.stringify({ path: wav, labels: ["a", 1] })]),
      /t\.jsonl:1: labels: .* with 1; write labels as text/,
    ],
    [
      "text for a number",
      "regression",
      () => csv("path,target", "60", "high", "61"),
      /:3: target: expected a number from -1e37 to 1e37, .* got "high"/,
    ],
    [
      "targets that are all equal",
      "regression",
      () => csv("path,target", "60", "60", "60.0"),
      /the target is 60 in every clip/,
    ],
    [
      "a target beyond float32",
      "regression",
      () => csv("path,target", "1", "-2e37"),
      /:3: target: expected a number from -1e37 to 1e37, .* got "-2e37"/,
    ],
    [
      "targets that float32 cannot tell apart",
      "regression",
      () => csv("path,target", "1700000000", "1700000010", "1700000020", "1700000030"),
      /a standard deviation of 11\.18 around 1700000000, which float32 cannot resolve; subtract a constant/,
    ],
    [
      "targets whose deviation float32 rounds to 0",
      "regression",
      () => csv("path,target", "1e-200", "2e-200", "3e-200", "4e-200", "5e-200"),
      /which float32 cannot resolve/,
    ],
    [
      "numbers in a tagging",
      "tagging",
      () => csv("path,target", "60"),
      /expected the columns path,labels.*for numbers, set task\.name to regression/,
    ],
    [
      "different numbers of targets",
      "regression",
      () => csv("path,target", "1;2", "1;2;3"),
      /data\.train: .*\.csv:3: .*1\.wav: expected 2 numbers in the column target, as in .*\.csv:2: .*0\.wav, got 3; give every clip the same/,
    ],
    [
      "tags of a clip that differ",
      "tagging",
      () => write("twice.csv", ["path,labels,ignored_labels", `${wav},rain;dog,`, `${wav},dog,hum`]),
      /twice\.csv:3: .*0\.wav has the labels "dog" \(ignored: "hum"\), and .*twice\.csv:2, the same clip, has "dog;rain"/,
    ],
    [
      "targets of a clip that differ",
      "regression",
      () => write("twice-target.csv", ["path,target", `${wav},61.50;2`, `${wav},60;2`]),
      /:3: .*0\.wav has the target "60;2", and .*:2, the same clip, has "61\.5;2"/,
    ],
    [
      "labels in a regression",
      "regression",
      () => csv("path,label", "a"),
      /expected the columns path,target.*for labels, set task\.name to classification or tagging/,
    ],
  ] as const)("%s names the line and the remedy", async (_, task, manifest, message) => {
    const { config } = loadConfig("recipes/folder.yaml", [
      `data.train=${manifest()}`,
      ...["data.test=null", `task.name=${task}`],
    ]);
    await expect(openData(config)).rejects.toThrow(message);
  });

  it.each([
    [
      "a metric of another task",
      ["task.name=regression", "checkpoint.monitor=validation/map"],
      /checkpoint\.monitor: expected one of validation\/loss, validation\/mae/,
    ],
    [
      "a loss of another task",
      ["task.name=tagging", "task.loss=huber"],
      /task\.loss expects .*bce \| focal \| asymmetric \| \{use\} \(tagging\).*, got the text "huber"/,
    ],
    [
      "a key of another task",
      ["task.class_weights=balanced", "task.name=regression"],
      /task\.class_weights is an option of task\.name classification, and task\.name is regression; leave it out/,
    ],
  ])("%s names the key and the choices", async (_, overrides, message) => {
    const run = async () => train([...toneOverrides(TASK_DATA.regression(), runs), ...overrides]);
    await expect(run()).rejects.toThrow(message);
  });
});
