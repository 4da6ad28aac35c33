import { expect, it } from "vitest";
import { parseConfig } from "./load.js";
import type { Config } from "./schema.js";

const config = parseConfig({ data: { dataset: "instruments" } });

it("fills in every default", () => {
  expect(config.front_end).toEqual({
    name: "log_mel",
    num_mels: 64,
    window_ms: 25,
    hop_ms: 10,
    fft_samples: null,
    window_samples: null,
    hop_samples: null,
    min_hz: 50,
    max_hz: null,
    log_floor: 1e-5,
    ...{ mel_scale: "slaney", mel_norm: "slaney", power: 2, window: "hann" },
    ...{ log: "natural", db_floor: 1e-10, top_db: null, deltas: 0, delta_width: 9 },
    ...{ normalize: "none", normalize_over: "band", normalize_clips: 1000 },
  });
  expect(config.training.batch_size).toBe(64);
  expect(config.training.early_stopping.patience).toBeNull();
  expect(config.optimization.betas).toEqual([0.9, 0.999]);
});

it("has the sections for W&B, search, distributed training and MLflow", () => {
  expect(config.logging.wandb).toMatchObject({ enabled: false, project: "woodshed", entity: null });
  expect(config.optimization.hyperparameter_search).toMatchObject({ enabled: false });
  expect(config.training.distributed).toMatchObject({ backend: "auto", world_size: 1 });
  expect(config.registry.mlflow).toMatchObject({ enabled: false, tracking_uri: null });
});

it("is read-only, both by type and at run time", () => {
  const readonly: Config = config;
  expect(() => {
    // @ts-expect-error a configuration is read-only
    readonly.training.epochs = 3;
  }).toThrow(TypeError);
  expect(() => {
    // @ts-expect-error its lists are read-only
    readonly.model.channels.push(3);
  }).toThrow(TypeError);
});
