// B = clips, T = samples of a clip, C = samples of a frame, F = frames.
import type { Tensor } from "../../tensor/index.js";
import { FrontEnd } from "../front-end.js";
import { normalized } from "../stages/index.js";
import type { RawChoice } from "./options.js";

/** Passes samples on, in frames: [B, T] to [B, C, F]; [B, 1, T] for frames of one sample. */
export class Raw extends FrontEnd {
  readonly channels: number;
  readonly #hop: number;

  constructor(frameSamples: number, hopSamples: number) {
    super();
    this.channels = frameSamples;
    this.#hop = hopSamples;
  }

  get minSamples(): number {
    return this.channels;
  }

  numFrames(numSamples: number): number {
    return Math.floor((numSamples - this.channels) / this.#hop) + 1;
  }

  override get decibelsPerUnit(): null {
    return null;
  }

  forward(wave: Tensor): Tensor {
    if (this.channels === 1) return wave.unsqueeze(1); // [B, 1, T]
    return wave.unfold(1, this.channels, this.#hop).transpose(1, 2).contiguous();
  }
}

/** Builds the raw samples of a recipe. */
export function createRaw(choice: RawChoice): FrontEnd {
  const { frame_samples, hop_samples } = choice;
  return normalized(new Raw(frame_samples, hop_samples ?? frame_samples), choice);
}
