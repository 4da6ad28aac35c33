import { SinkLogger, type SinkLoggerOptions } from "../sinks/logger.js";

/**
 * Writes TensorBoard's event files into `tensorboard` of the run's folder: `tensorboard --logdir` of the folder that
 * runs lie in shows all runs.
 */
export class TensorBoardLogger extends SinkLogger {
  constructor(options: SinkLoggerOptions = {}) {
    super("TensorBoard", "tensorboard/sink.js", {}, options);
  }
}
