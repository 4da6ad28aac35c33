// The predictions that a run records at each evaluation.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeColumns } from "../src/columns.js";
import { loadConfig } from "../src/config/load.js";
import { isSignedHere } from "../src/machine-signature.js";
import type { PredictedClips } from "../src/predictions.js";
import { RunStore } from "../src/tracking/store/store.js";
import { type RunResult, runTraining } from "../src/train/run.js";
import { type Recorded, recordedBy } from "./support/predictions.js";
import { makeMixtures, makePitches } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const tones = makeTones();
const runs = mkdtempSync(join(tmpdir(), "woodshed-predictions-"));

function train(...more: string[]): Promise<RunResult> {
  const overrides = [...toneOverrides(tones, runs), "training.epochs=2", ...more];
  return runTraining(loadConfig("recipes/folder.yaml", overrides), {}, new AbortController().signal);
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("a classification", () => {
  it("records label, probabilities and loss of each clip at each evaluation", async () => {
    const { folder } = await train();
    const recorded = recordedBy(folder);
    using store = RunStore.open(folder);
    const [losses, accuracies] = ["validation/loss", "validation/accuracy"].map((name) =>
      store.metrics(name),
    );
    expect(recorded.map(({ meta }) => meta.step)).toEqual(losses!.map(({ step }) => step));
    for (const [i, { meta, columns }] of recorded.entries()) {
      expect(meta).toMatchObject({ split: "validation", kind: "one_label", labels: ["high", "low", "mid"] });
      const { truth, predicted, scores, loss, is_correct } = columns;
      expect(columns["clip"]!.values).toEqual(Int32Array.from({ length: meta.numClips }, (_, clip) => clip));
      expect(mean(loss!.values)).toBeCloseTo(losses![i]!.value, 5);
      expect(mean(is_correct!.values)).toBeCloseTo(accuracies![i]!.value, 10);
      for (const [clip, label] of truth!.values.entries()) {
        const row = [...scores!.values.subarray(3 * clip, 3 * clip + 3)];
        expect(row[predicted!.values[clip]!]).toBe(Math.max(...row));
        expect(meta.texts[columns["truth_text"]!.values[clip]!]).toBe(meta.labels[label]);
        expect(-Math.log(row[label]!)).toBeCloseTo(loss!.values[clip]!, 4);
      }
    }
  });

  it("records the clips' files with the signature of this machine, and their embeddings", async () => {
    const { folder } = await train();
    const [{ item, meta }] = recordedBy(folder) as [Recorded];
    const bytes = readFileSync(join(folder, item.clips));
    expect(isSignedHere(bytes, item.signature)).toBe(true);
    const { clips, source } = JSON.parse(bytes.toString()) as PredictedClips;
    expect(source).toBe(tones);
    expect(clips).toHaveLength(meta.numClips);
    for (const { file, startSec, label } of clips) {
      expect(isAbsolute(file!) && startSec === 0 && meta.labels.includes(label)).toBe(true);
      expect(readFileSync(file!).toString("latin1", 0, 4)).toBe("RIFF");
    }
    const [clip, embedding] = decodeColumns(
      new Uint8Array(readFileSync(join(folder, item.embeddings!))),
    ).columns;
    expect(clip!.values).toHaveLength(meta.numClips);
    expect(embedding!.values).toHaveLength(meta.numClips * embedding!.shape[0]!);
    expect(embedding!.values.some((value) => value !== 0)).toBe(true);
  });

  it("records a sample of the training clips too if it is asked for, and the weights of the test clips", async () => {
    const { folder } = await train(
      ...[`data.test=${tones}`, "logging.predictions.train_clips=7", "training.epochs=3"],
      // The loss falls, so that the first evaluation stays the best.
      "checkpoint.mode=max",
    );
    const [sampled, validated] = ["train", "validation"].map((split) => recordedBy(folder, split));
    expect(sampled!.map(({ meta }) => meta.step)).toEqual(validated!.map(({ meta }) => meta.step));
    for (const { meta, columns, item } of sampled!) {
      expect(meta).toMatchObject({ split: "train", numClips: 7 });
      expect(columns["clip"]!.values).toHaveLength(7);
      expect(item.embeddings).not.toBeNull();
      expect(item.weightsStep).toBeUndefined();
    }
    const labels = new Set(sampled![0]!.columns["truth"]!.values);
    expect(labels.size).toBe(3);
    const [tested] = recordedBy(folder, "test");
    expect(tested!.meta.step).toBe(validated!.at(-1)!.meta.step);
    expect(tested!.item.weightsStep).toBe(validated![0]!.meta.step);
  });

  it("records as many clips as fit, spread evenly, and none if that is switched off", async () => {
    const [whole] = recordedBy((await train()).folder);
    const [part] = recordedBy((await train("logging.predictions.max_mb=0.001")).folder);
    const clips = part!.columns["clip"]!.values;
    expect(clips.length).toBeGreaterThan(1);
    expect(clips.length).toBeLessThan(part!.meta.numClips);
    const gaps = clips.slice(1).map((clip, i) => clip - clips[i]!);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
    for (const [i, clip] of clips.entries())
      expect(part!.columns["loss"]!.values[i]).toBe(whole!.columns["loss"]!.values[clip]);
    expect(recordedBy((await train("logging.predictions.enabled=false")).folder)).toEqual([]);
  });
});

it("a run with test clips records their predictions too", async () => {
  const { folder, metrics } = await train(`data.test=${tones}`);
  const [{ columns, meta }] = recordedBy(folder, "test") as [Recorded];
  expect(meta.split).toBe("test");
  expect(mean(columns["is_correct"]!.values)).toBeCloseTo(metrics["test/accuracy"]!, 10);
});

it("tagging records the labels, unknown ones apart, and the thresholds", async () => {
  const manifest = makeMixtures();
  const { folder } = await train("task.name=tagging", `data.train=${manifest}`);
  const { meta, columns } = recordedBy(folder).at(-1)!;
  expect(meta.kind).toBe("labels");
  expect(meta.thresholds).toHaveLength(3);
  const { truth, scores } = columns;
  expect(new Set(truth!.values)).toEqual(new Set([0, 1, 2]));
  expect(scores!.shape).toEqual([3]);
  const named = (row: number, isChosen: (k: number) => boolean): string =>
    meta.labels.filter((_, k) => isChosen(3 * row + k)).join(", ");
  for (const [row, place] of columns["predicted_text"]!.values.entries()) {
    const predicted = named(row, (k) => scores!.values[k]! >= meta.thresholds![k % 3]!);
    expect(meta.texts[place]).toBe(predicted);
    expect(meta.texts[columns["truth_text"]!.values[row]!]).toBe(named(row, (k) => truth!.values[k] === 1));
  }
});

it("a regression records numbers, which are close rather than correct", async () => {
  const { folder, metrics } = await train("task.name=regression", `data.train=${makePitches()}`);
  const { meta, columns } = recordedBy(folder).at(-1)!;
  expect(meta).toMatchObject({ kind: "numbers", labels: ["target"] });
  const { truth, predicted, is_correct } = columns;
  expect([...is_correct!.values].every((value) => value === 2)).toBe(true);
  const errors = truth!.values.map((value, i) => Math.abs(value - predicted!.values[i]!));
  expect(mean(errors)).toBeCloseTo(metrics["validation/mae"]!, 3);
});
