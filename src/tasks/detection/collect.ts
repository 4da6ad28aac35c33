// C = labels, F = frames of a window, R = rows of outputs.
import type { TargetTable } from "../../data/targets.js";
import type { ScoreTrack } from "../../events/score-track.js";
import type { RecordingOutputs } from "../task.js";
import type { CountLayout } from "./count-layout.js";
import { countRecording, trueSeconds } from "./count-recording.js";
import { trackOf, untilEnd } from "./events.js";
import { encodeLevels } from "./level-trace.js";
import { eventsOf } from "./targets.js";

interface Collecting {
  clip: number;
  targets: TargetTable;
  numSamples: number;
  sampleRateHz: number;
  /** R. */
  numRows: number;
  layout: CountLayout;
}

/** Collects the scores of a recording's windows, side by side, and counts the events in them. */
export function collectFrames({
  clip,
  targets,
  numSamples,
  sampleRateHz,
  numRows,
  layout,
}: Collecting): RecordingOutputs {
  const { numLabels } = layout;
  /** Scores of each window, [C, F]. */
  const windows: Float32Array[] = [];
  let frameSec = 0;
  const durationSec = numSamples / sampleRateHz;
  let track: ScoreTrack | null = null;
  const sideBySide = (): ScoreTrack => {
    const numFrames = windows[0]!.length / numLabels;
    const scores = new Float32Array(numLabels * numFrames * windows.length);
    for (const [w, window] of windows.entries())
      for (let label = 0; label < numLabels; label++) {
        const from = label * numFrames;
        scores.set(window.subarray(from, from + numFrames), (label * windows.length + w) * numFrames);
      }
    return untilEnd(trackOf(scores, numLabels, numLabels, frameSec), durationSec);
  };
  return {
    add(outputs, row, size, { padded }) {
      const width = outputs.length / size;
      const numFrames = width / numRows;
      frameSec = padded / numFrames / sampleRateHz;
      windows.push(outputs.slice(row * width, row * width + numLabels * numFrames));
    },
    row() {
      track = sideBySide();
      const truth = eventsOf(targets, clip);
      // Events without times cannot be compared.
      if (truth === null) return new Float32Array(layout.size);
      const recording = { name: `recording ${clip + 1}`, durationSec, trueEvents: truth, track };
      return countRecording(recording, trueSeconds(targets, numLabels), layout);
    },
    trace: () => encodeLevels(track!, frameSec, durationSec, layout),
  };
}
