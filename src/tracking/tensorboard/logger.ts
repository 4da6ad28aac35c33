import { bundlePath } from "../../package-root.js";
import { SinkLogger, type SinkLoggerOptions } from "../sinks/logger.js";

/**
 * Writes TensorBoard's event files in the folder `tensorboard` of the run's folder: `tensorboard --logdir runs` shows
 * all runs.
 */
export class TensorBoardLogger extends SinkLogger {
  override readonly wants = { media: true };

  constructor(options: SinkLoggerOptions = {}) {
    super("TensorBoard", bundlePath("tracking/tensorboard/sink"), {}, options);
  }
}
