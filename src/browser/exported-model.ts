import type { ChannelChoice } from "../audio/reader.js";
import { createWindowing } from "../data/windows.js";
import { ConfigError } from "../errors.js";
import type { StreamMetadata } from "../export/onnx/stream-metadata.js";
import type { StreamModel } from "../streaming/stream-state.js";
import type { EventRules } from "../tasks/task.js";

/** The parts of an exported model's description that streams need. */
export type ExportedModel = Pick<StreamModel, "format" | "windowing"> & { rules: EventRules };

/**
 * Reads the metadata of an exported model.
 *
 * @throws ConfigError for a model that is not for streams, or that an older version exported
 */
export function readMetadata(metadata: Readonly<Record<string, string>>): ExportedModel {
  const { task, sample_rate_hz, channels, stream } = metadata;
  if (task === undefined || sample_rate_hz === undefined || channels === undefined)
    throw new ConfigError(
      "METADATA",
      "stream: expected the metadata of an exported model, with task, sample_rate_hz and channels: `metadata` in what woodshed export --json prints",
    );
  if (stream === undefined)
    throw new ConfigError(
      "METADATA",
      `stream: the metadata has no key stream: the task ${task} has no labels that sound at times (classification, tagging and detection have), or an older version exported the model; export it again`,
    );
  const { window_samples, shortest_samples, resampling, ...rules } = JSON.parse(stream) as StreamMetadata;
  const { labels, thresholds, median_sec: medianSec, min_sec: minSec } = rules;
  return {
    format: { sampleRateHz: Number(sample_rate_hz), channels: channelsOf(channels), resampling },
    windowing: createWindowing(window_samples, shortest_samples),
    rules: { labels, thresholds, medianSec, minSec },
  };
}

function channelsOf(text: string): ChannelChoice {
  const count = Number(text);
  return Number.isInteger(count) ? count : (text as ChannelChoice);
}
