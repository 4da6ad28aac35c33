// B = clips, A = channels of the audio, F = bands of one channel, T = frames.
import type { Tensor } from "../tensor/index.js";

/** Returns the features of each channel of the audio as a plane of its own: [B, A F, T] to [B, A, F, T]. */
export function planesOf(features: Tensor, audioChannels: number): Tensor {
  return audioChannels === 1 ? features.unsqueeze(1) : features.unflatten(1, [audioChannels, -1]);
}
