import type { Config } from "../config/schema.js";
import type { Clip } from "../data/clip.js";
import type { Dataset } from "../data/dataset.js";

/** Returns the training clips that evaluations compute too, without augmentation: spread evenly, the same every time. */
export function trainSample(
  { logging }: Pick<Config, "logging">,
  { train }: Pick<Dataset, "train">,
): readonly Clip[] {
  const { enabled, train_clips } = logging.predictions;
  const count = enabled ? Math.min(train_clips, train.length) : 0;
  return Array.from({ length: count }, (_, i) => train[Math.floor((i * train.length) / count)]!);
}
