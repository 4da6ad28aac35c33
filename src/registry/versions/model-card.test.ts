import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { TaskDescription } from "../../tasks/answer.js";
import { Tensor } from "../../tensor/index.js";
import { parseDescription, VERSION_FORMAT, type VersionDescription } from "./description.js";
import { writeMlmodel } from "./mlmodel.js";
import { modelCard } from "./model-card.js";

const task: TaskDescription = {
  name: "tuning",
  summary: "2 numbers",
  purpose: "predicts 2 numbers",
  output: { name: "numbers", size: 2, meaning: "Numbers in the order of the targets." },
  properties: { targets: ["pitch", "a|b"], scale_of: { pitch: 0.5, loudness: [1, 2] } },
};

const description: VersionDescription = {
  ...{ format: VERSION_FORMAT, woodshed: "0.1.0", createdAt: "2026-11-27T08:00:00.000Z" },
  model: { name: "Cnn", numParameters: 1234 },
  task,
  audio: { sampleRateHz: 16_000, clipSec: 1, channels: "mix" },
  features: { numMels: 64 },
  metrics: { "test/mae": 0.123456 },
  result: null,
  lineage: {
    ...{
      runId: "run-1",
      checkpoint: "step-1",
      step: 1,
      configHash: "abc",
      git: null,
      command: [],
      host: null,
    },
    data: { fingerprint: "f", numClips: 2, train: "sounds", test: null },
  },
  environment: { versions: {}, platform: {} },
  onnx: { opset: 18, maxDifference: null },
};

describe("the model card", () => {
  it("gives purpose, properties and output as the task describes them", () => {
    const card = modelCard("tuner", description, task);
    expect(card).toContain("It predicts 2 numbers for mono audio at 16000 Hz");
    expect(card).toContain("\nTargets: pitch, a\\|b.\n\nScale of: pitch 0.5, loudness 1, 2.\n");
    expect(card).toContain("outputs `numbers` [batch, 2] and `embedding`");
    expect(card).not.toContain("clips:");
  });

  it.each([
    ["stereo", "for stereo audio at", "`waveform` [batch, 2, samples]", [-1, 2, -1]],
    [6, "for 6-channel audio at", "`waveform` [batch, 6, samples]", [-1, 6, -1]],
    ["first", "for mono audio at", "`waveform` [batch, samples]", [-1, -1]],
  ] as const)(
    "and MLflow's signature have the channels of data.channels %s",
    (channels, purpose, input, shape) => {
      const audio = { ...description.audio, channels };
      const card = modelCard("tuner", { ...description, audio }, task);
      expect(card).toContain(purpose);
      expect(card).toContain(input);
      const folder = mkdtempSync(join(tmpdir(), "woodshed-mlmodel-"));
      const ids = { modelId: "m", artifactUri: "a", runId: null, embeddingSize: 4, exampleSamples: 8 };
      writeMlmodel(folder, { description: { ...description, audio }, task, ...ids });
      const { signature } = parse(readFileSync(join(folder, "MLmodel"), "utf8"));
      expect(JSON.parse(signature.inputs)[0]["tensor-spec"].shape).toEqual(shape);
      const { waveform } = JSON.parse(readFileSync(join(folder, "input_example.json"), "utf8"));
      expect(Tensor.from(waveform).shape).toEqual([1, ...shape.slice(1, -1), 8]);
      rmSync(folder, { recursive: true });
    },
  );

  it("shows a table of an evaluation without its media", () => {
    const columns = [
      { name: "target", type: "text" as const },
      { name: "sound", type: "audio" as const },
      { name: "MAE", type: "number" as const },
    ];
    const item = {
      kind: "table" as const,
      columns,
      rows: [
        ["a|b", "x.wav", 1.234567],
        ["pitch", null, 3],
      ],
    };
    const result = { split: "test", name: "per_target", item };
    expect(modelCard("tuner", { ...description, result }, task)).toContain(
      "per target of the test clips:\n\n| target | MAE |\n| --- | --- |\n| a\\|b | 1.235 |\n| pitch | 3 |\n",
    );
  });

  it("shows a confusion matrix with the recall of each label", () => {
    const item = {
      ...{ kind: "confusion_matrix" as const, labels: ["dog", "rain"] },
      counts: [
        [3, 1],
        [0, 0],
      ],
    };
    const result = { split: "validation", name: "confusion_matrix", item };
    expect(modelCard("ears", { ...description, result }, task)).toContain(
      "| **dog** | 3 | 1 | 75.0% |\n| **rain** | . | . |  |\n",
    );
  });
});

describe("a description", () => {
  it("is read as it was written", () => {
    expect(parseDescription(JSON.stringify(description))).toEqual({ description });
  });

  it("of format 1 is read without its task", () => {
    const { task: _, result: __, ...rest } = description;
    const before = { ...rest, format: 1, labels: ["dog", "rain"], confusion: null };
    expect(parseDescription(JSON.stringify(before))).toEqual({
      description: { ...rest, format: 1, task: null, result: null },
    });
  });
});
