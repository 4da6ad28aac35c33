import type { Conflict } from "../../components/component.js";
import type { FrontEndContext, FrontEndOptions } from "../front-end-options.js";
import { edgeConflicts } from "../mel/conflicts.js";
import { deltaConflicts } from "../stages/conflicts.js";
import { kaldiFrames, kaldiMinSamples } from "./frames.js";
import { type KaldiFbankChoice, kaldiFbankSchema } from "./schema.js";

export const KALDI_FBANK: FrontEndOptions<typeof kaldiFbankSchema> = {
  options: kaldiFbankSchema,
  sizes(choice, context) {
    const frames = kaldiFrames(choice, context);
    const { windowSamples, hopSamples } = frames;
    const samples = kaldiMinSamples(frames);
    return {
      channels: {
        count: (choice.num_mels + Number(choice.energy)) * (1 + choice.deltas),
        keys: ["front_end.num_mels"],
      },
      hop: {
        samples: hopSamples,
        text: `front_end.hop_ms ${choice.hop_ms} ms (${hopSamples} samples)`,
        keys: ["front_end.hop_ms"],
      },
      shortest: {
        samples,
        reason: `frames of ${windowSamples} samples (front_end.window_ms ${choice.window_ms} ms) take ${samples} samples`,
        keys: ["front_end.window_ms", "front_end.snip_edges"],
      },
    };
  },
  conflicts: (choice, context) => [...kaldiConflicts(choice, context), ...deltaConflicts(choice)],
  resolve: (choice) => ({ ...choice }),
};

function kaldiConflicts(choice: KaldiFbankChoice, context: FrontEndContext): Conflict[] {
  const { window_ms, hop_ms, num_mels, energy, energy_floor } = choice;
  const { windowSamples, hopSamples, fftSamples } = kaldiFrames(choice, context);
  const conflicts = edgeConflicts(choice, context);
  const refuse = (keys: string[], message: string): void => void conflicts.push({ keys, message });
  if (hopSamples > windowSamples) {
    refuse(
      ["front_end.hop_ms", "front_end.window_ms"],
      `${hop_ms} ms is longer than front_end.window_ms ${window_ms}, so samples between frames would be lost.`,
    );
  }
  if (num_mels > fftSamples / 2) {
    refuse(
      ["front_end.num_mels", "front_end.window_ms", "data.sample_rate_hz"],
      `${num_mels} bands out of the ${fftSamples / 2} frequencies of a transform of ${fftSamples} samples (front_end.window_ms ${window_ms}); take at most ${fftSamples / 2}, or a longer window.`,
    );
  }
  if (!energy && energy_floor !== 0) {
    refuse(
      ["front_end.energy_floor", "front_end.energy"],
      `${energy_floor} given with front_end.energy false, which has no energy; set front_end.energy to true, or leave the floor out.`,
    );
  }
  return conflicts;
}
