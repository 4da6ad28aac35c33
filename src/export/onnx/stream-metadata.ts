import type { Resampling } from "../../audio/sinc-kernel.js";
import type { Windowing } from "../../data/windows.js";
import type { EventRules } from "../../tasks/task.js";

/** The properties of an exported model that a stream needs besides its sample rate and channels: the metadata `stream`, as JSON. */
export interface StreamMetadata {
  /** Samples of a window. */
  window_samples: number;
  /** Fewest samples that the last window is padded to. */
  shortest_samples: number;
  resampling: Resampling;
  labels: readonly string[];
  thresholds: readonly number[];
  median_sec: readonly number[];
  min_sec: readonly number[];
}

export function streamMetadata(
  { clipSamples, paddedSamples }: Windowing,
  resampling: Resampling,
  { labels, thresholds, medianSec, minSec }: EventRules,
): StreamMetadata {
  return {
    ...{ window_samples: clipSamples, shortest_samples: paddedSamples[0]!, resampling },
    ...{ labels, thresholds, median_sec: medianSec, min_sec: minSec },
  };
}
