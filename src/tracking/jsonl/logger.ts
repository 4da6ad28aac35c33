import { SinkLogger, type SinkLoggerOptions } from "../sinks/logger.js";
import type { JsonLinesSinkOptions } from "./sink.js";

export interface JsonLinesLoggerOptions extends SinkLoggerOptions {
  /** Also what evaluations show (confusion matrices, curves, tables, maps). By default false. */
  items?: boolean;
}

/** Writes `metrics.jsonl` into the run's folder: a line of JSON a step, as format.ts says. */
export class JsonLinesLogger extends SinkLogger {
  constructor({ items = false, ...options }: JsonLinesLoggerOptions = {}) {
    super("JSON lines", "jsonl/sink.js", { withItems: items } satisfies JsonLinesSinkOptions, options);
  }
}
