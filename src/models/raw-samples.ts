/** Parts of the options of models that take samples in place of a spectrogram. */
import type { FeatureNeeds, ModelOptions } from "./model-options.js";

/** The front end that passes samples on. */
export const RAW_FRONT_END: NonNullable<ModelOptions["frontEnd"]> = { name: "raw" };

/** One channel of samples; more are the bands of a spectrogram. */
export const ONE_CHANNEL: Pick<FeatureNeeds, "channels" | "refuse"> = {
  channels: 1,
  refuse: (channels) =>
    channels === 1
      ? null
      : `the model takes samples, and the front end computes ${channels} channels of features; set front_end.name=raw, with front_end.frame_samples 1.`,
};
