// B = clips, T = samples of a clip, C = channels of the features, F = frames.
import { Module } from "../nn/module.js";
import type { Tensor } from "../tensor/index.js";

/** Computes features [B, C, F] of sound [B, T], on the sound's device, outside of autocast and without gradient. */
export abstract class FrontEnd extends Module {
  /** Computes features [B, C, F] of sound [B, T]. */
  abstract override forward(wave: Tensor): Tensor;
  /** Channels of the features, C: mel bands of a spectrogram. */
  abstract readonly channels: number;
  /** The fewest samples that it can process. */
  abstract readonly minSamples: number;
  /** Returns the number of frames of a clip of this many samples. */
  abstract numFrames(numSamples: number): number;
}
