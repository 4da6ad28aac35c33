import { bundlePath } from "../../package-root.js";
import { SinkLogger, type SinkLoggerOptions } from "../sinks/logger.js";
import type { WantedItems } from "../tracker.js";
import type { JsonLinesSinkOptions } from "./sink.js";

export interface JsonLinesLoggerOptions extends SinkLoggerOptions {
  /** Also writes the items of evaluations (confusion matrices, curves, tables, maps). By default false. */
  items?: boolean;
}

/** Writes `metrics.jsonl` in the run's folder: one JSON object per step, as format.ts describes. */
export class JsonLinesLogger extends SinkLogger {
  override readonly wants: WantedItems;

  constructor({ items = false, ...options }: JsonLinesLoggerOptions = {}) {
    const sinkOptions: JsonLinesSinkOptions = { withItems: items };
    super("JSON lines", bundlePath("tracking/jsonl/sink"), sinkOptions, options);
    this.wants = { media: items };
  }
}
