import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.js";
import type { FrozenTrial } from "../../src/search/trial.js";

export interface PythonStudy {
  best: number[];
  directions: string[];
  trials: Omit<FrozenTrial, "startedMs" | "endedMs">[];
}

/** A study as Python's Optuna reads it: NaN and infinities come as null. */
export function readStudy(storage: string, name: string): PythonStudy {
  const python = join(packageRoot, ".venv", "bin", "python");
  const text = execFileSync(python, [join(packageRoot, "tests", "support", "study.py"), storage, name], {
    encoding: "utf8",
  });
  return JSON.parse(text.replace(/\b(NaN|-?Infinity)\b/g, "null")) as PythonStudy;
}

/** A recipe of a search on tones, of which a trial takes a second or two. */
export function searchRecipe(tones: string, runs: string, search: object, more: object = {}): string {
  return JSON.stringify({
    runs_dir: runs,
    name: "tones",
    data: { train: tones, clip_sec: 0.25, workers: 0, validation_fraction: 0.25 },
    front_end: { num_mels: 32 },
    model: { channels: [8, 16], dropout: 0 },
    training: { batch_size: 8, epochs: 5, precision: "fp32" },
    // Too small to learn in five epochs.
    optimization: {
      learning_rate: 0.0001,
      hyperparameter_search: {
        study_name: "study",
        search_space: {
          "optimization.learning_rate": { type: "float", low: 0.0001, high: 0.05, log: true },
          "optimization.optimizer": { type: "categorical", choices: ["adamw", "sgd"] },
          "optimization.momentum": {
            ...{ type: "float", low: 0, high: 0.95 },
            when: { "optimization.optimizer": "sgd" },
          },
        },
        pruner: { name: "median", options: { n_startup_trials: 3 } },
        ...search,
      },
    },
    checkpoint: { export: "none" },
    ...more,
  });
}
