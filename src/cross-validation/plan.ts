/** The folds of a recipe, and the recipe of each fold's run. */
import { join } from "node:path";
import { childValues } from "../child-runs/child-values.js";
import { type LoadedConfig, parseConfig } from "../config/load.js";
import type { Config } from "../config/schema.js";
import { merge } from "../config/values.js";
import type { FoldedClips } from "../data/dataset.js";
import { ExaminedFiles } from "../data/examination/examined-files.js";
import { fingerprint } from "../data/fingerprint.js";
import { type DataOptions, openDataFolds } from "../inference/open-data.js";

/** One fold, which is the test set of a run. */
export interface Fold {
  /** The value of data.fold. */
  name: string;
  /** Name of the fold's run. */
  run: string;
  /** Places of its clips among all clips. */
  clips: readonly number[];
}

export interface FoldPlan {
  config: Config;
  /** Name of the folder and of the group of runs. */
  name: string;
  /** Holds the runs, their recipes and logs, and the results. */
  folder: string;
  /** All clips, each in one fold. */
  clips: FoldedClips["clips"];
  folds: readonly Fold[];
  /** sha256 of the clips by fold. */
  fingerprint: string;
  /** The configuration of a fold's run. */
  configOf(fold: Fold): Config;
}

/**
 * Reads the clips of a recipe and their folds.
 *
 * @throws ConfigError, DataError for a recipe without folds, and for folds that cannot be held out in turn
 */
export async function planFolds({ config, sources }: LoadedConfig, data: DataOptions): Promise<FoldPlan> {
  const name = `${config.name}-folds`;
  const folder = join(config.runs_dir, name);
  // The folder of the folds' runs, which find the reports there.
  const files = new ExaminedFiles(folder);
  const { names, ofClip, clips } = await openDataFolds(config, { files, ...data });
  const digits = String(names.length).length;
  const folds = names.map((fold, i) => ({
    name: fold,
    run: `${config.name.slice(0, 30)}-fold-${String(i + 1).padStart(digits, "0")}`,
    clips: [...clips.keys()].filter((clip) => ofClip[clip] === fold),
  }));
  const { wandb } = config.logging;
  return {
    ...{ config, name, folder, clips, folds },
    fingerprint: fingerprint(...folds.map((fold) => fold.clips.map((clip) => clips[clip]!))),
    configOf: (fold) =>
      parseConfig(
        merge(childValues(config, sources.modules), {
          name: fold.run,
          runs_dir: folder,
          data: { fold: fold.name },
          checkpoint: { resume: "auto" },
          // A model of a fold is made to be measured; the one to use is trained on all clips.
          registry: { mlflow: { register: null } },
          logging: { wandb: { group: wandb.group ?? name, job_type: wandb.job_type ?? "fold" } },
        }),
        new Map(),
        `the recipe of fold ${fold.name}`,
      ),
  };
}
