import type { Config } from "../config/schema.js";
import { Classification } from "./classification/index.js";

/** Creates the task of a recipe. @param labels those of the training clips */
export function createTask({ training }: Config, labels: readonly string[]): Classification {
  return new Classification(labels, { labelSmoothing: training.label_smoothing });
}
