import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadConfig } from "./load.js";

const recipe = fileURLToPath(new URL("../../recipes/quickstart.yaml", import.meta.url));

describe("rules between keys", () => {
  it.each([
    [["data.dataset=null"], /^override "data.dataset=null": data.train: required/],
    [["data.fold=2"], /^override "data.fold=2": data.fold: 2 needs folds; set data.folds to the column/],
    [
      ["data.folds=5"],
      /^override "data.folds=5": data.folds: 5 makes the fold that is held out the test set, and data.dataset instruments has test clips too/,
    ],
    [
      ["data.dataset=null", "data.train=sounds", "data.folds=5", "data.test=more"],
      /^override "data.folds=5": data.folds: 5 makes the fold .* the test set, and more has test clips too; set one of them to null/,
    ],
    [
      ["data.dataset=null", "data.train=sounds", "data.folds=fold", "training.early_stopping.patience=3"],
      /training.early_stopping.patience: needs validation clips, and there are none/,
    ],
    [
      [
        "data.dataset=null",
        "data.train=a",
        "data.validation_fraction=0",
        "checkpoint.save=[{best: validation/loss}]",
      ],
      /checkpoint.save: needs validation clips, and there are none/,
    ],
    [
      ["data.clip_sec=1", "data.prediction_hop_sec=1.5"],
      /^override "data.prediction_hop_sec=1.5": data.prediction_hop_sec: 1.5 s are more than data.clip_sec 1 s/,
    ],
    [["data.train=sounds"], /^override "data.train=sounds": data.train: given together with data.dataset/],
    [
      ["front_end.window_samples=600", "front_end.fft_samples=512"],
      /front_end.window_samples: 600 is longer than front_end.fft_samples 512/,
    ],
    [
      ["front_end.fft_samples=256"],
      /^override "front_end.fft_samples=256": front_end.window_ms: 25 ms \(400 samples\) is longer than front_end.fft_samples 256/,
    ],
    [
      ["front_end.hop_samples=401"],
      /front_end.hop_samples: 401 is longer than front_end.window_ms 25 ms \(400 samples\)/,
    ],
    [
      ["front_end.window_ms=20", "front_end.window_samples=400"],
      /^override "front_end.window_samples=400": front_end.window_samples: 400 given together with front_end.window_ms 20; keep one/,
    ],
    [
      ["front_end.hop_ms=5", "front_end.hop_samples=80"],
      /front_end.hop_samples: 80 given together with front_end.hop_ms 5/,
    ],
    [["front_end.hop_ms=null"], /front_end.hop_ms: null, and front_end.hop_samples is null; set one of them/],
    [
      ["front_end.num_mels=300"],
      /front_end.num_mels: 300 bands out of the 257 frequencies of a transform of 512 samples/,
    ],
    [
      ["front_end.num_mels=15"],
      /front_end.num_mels: 15 channels of features are too few for the model: 4 blocks of model.channels halve them; take at least 16, or fewer blocks/,
    ],
    [
      ["model.name=m5"],
      /^override "model.name=m5": .*the model takes samples, and the front end computes 64 channels of features; set front_end.name=raw, with front_end.frame_samples 1\.$/,
    ],
    [
      ["model.name=bc_resnet"],
      /64 channels of features become 32, 16, 8 rows in the model, .* such as front_end.num_mels=40\.$/,
    ],
    [
      ["model.name=m5", "front_end.name=raw", "data.clip_sec=0.06"],
      /data.clip_sec: 0.06 s are 960 samples .* the model needs 1024 frames, .* take at least 0.064 s/,
    ],
    [
      ["model.name=ast", "model.max_frames=50"],
      /1 s are about 100 frames, .* the model takes at most 55; .* a larger model.max_frames than 50/,
    ],
    [["front_end.max_hz=8001"], /front_end.max_hz: 8001 Hz is above half .* take at most 8000, or null/],
    [["front_end.max_hz=40"], /front_end.min_hz: 50 Hz is not below the upper edge of 40 Hz/],
    [
      ["data.clip_sec=0.02", "model.channels=[8]"],
      /data.clip_sec: 0.02 s are 320 samples at data.sample_rate_hz 16000, and one transform takes 512 samples .* take at least 0.032 s/,
    ],
    [
      ["data.clip_sec=0.05"],
      /^override "data.clip_sec=0.05": data.clip_sec: .* the model needs 16 frames, front_end.hop_ms 10 ms .* take at least 0.15 s/,
    ],
    [
      ["data.sample_rate_hz=8000", "front_end.hop_samples=200", "data.clip_sec=0.3"],
      /data.clip_sec: 0.3 s are 2400 samples at .* front_end.hop_samples 200 apart \(4 blocks .*; take at least 0.375 s/,
    ],
    [
      ["training.accumulation_steps=3"],
      /training.batch_size: 64 clips cannot be split .* take a multiple of 3/,
    ],
    [
      ["checkpoint.mode=min"],
      /checkpoint.mode: min would prefer the worst validation\/accuracy; set it to max/,
    ],
    [["training.early_stopping.mode=max"], /training.early_stopping.mode: max would prefer the worst/],
    [
      ["checkpoint.save=[{every_steps: 5, every_epochs: 1}]"],
      /checkpoint.save\[0\]: expects one of every_steps, every_epochs, every_minutes and best, got every_steps and every_epochs/,
    ],
    [["checkpoint.save=[{keep_last: 2}]"], /checkpoint.save\[0\]: expects one of .*, got none of them/],
    [
      ["checkpoint.save=[{every_steps: 5, keep_top: 2}]"],
      /checkpoint.save\[0\]: keep_top does not go with every_steps; use keep_last or keep_every/,
    ],
    [
      ["checkpoint.save=[{best: validation/loss, keep_last: 2}]"],
      /checkpoint.save\[0\]: keep_last does not go with best; use keep_top/,
    ],
    [
      ["checkpoint.save=[{best: validation/loss, mode: max}]"],
      /checkpoint.save\[0\].mode: max would prefer the worst validation\/loss; set it to min/,
    ],
    [
      ["checkpoint.save=[{every_steps: 5}, {every_steps: 5, keep_last: all}]"],
      /checkpoint.save\[1\]: every_steps 5 is given twice; keep one/,
    ],
    [
      ["checkpoint.save=[{best: validation/accuracy}]"],
      /checkpoint.save\[0\]: best validation\/accuracy is given twice/,
    ],
    [
      ["checkpoint.save=[{every_step: 5}]"],
      /no key is called checkpoint.save.every_step. Did you mean checkpoint.save.every_steps\?/,
    ],
    [
      ["optimization.parameter_groups=[{match: [a], epochs: 1}]"],
      /no key is called optimization.parameter_groups.epochs. Did you mean optimization.parameter_groups.frozen_epochs\?/,
    ],
  ])("refuses %s", (overrides, message) => {
    expect(() => loadConfig(recipe, overrides)).toThrow(message);
  });

  it("accepts values at the limits", () => {
    const overrides = ["front_end.max_hz=8000", "front_end.window_samples=512", "data.clip_sec=0.15"];
    expect(() => loadConfig(recipe, [...overrides, "training.accumulation_steps=64"])).not.toThrow();
    const short = ["model.channels=[8]", "data.clip_sec=0.032", "front_end.num_mels=2"];
    expect(() => loadConfig(recipe, short)).not.toThrow();
  });

  it("accepts any mode for a metric of unknown direction", () => {
    expect(() =>
      loadConfig(recipe, ["checkpoint.monitor=validation/odd", "checkpoint.mode=min"]),
    ).not.toThrow();
  });
});
