/** The command line, and what every run of the check overrides. */
export const COMMAND = "dist/cli/main.js";

export function baseOverrides(sounds, runs) {
  return [
    ...["recipes/folder.yaml", `data.train=${sounds}`, "data.test=null", "data.clip_sec=1"],
    ...["data.validation_fraction=0.25", `runs_dir=${runs}`, "logging.wandb.enabled=false"],
    ...["training.epochs=4", "training.early_stopping.patience=null"],
  ];
}
