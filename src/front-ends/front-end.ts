// B = clips, T = samples of a clip, C = channels of the features, F = frames.
import { Buffer, Module } from "../nn/module.js";
import { type DType, noGrad, scope, type Tensor } from "../tensor/index.js";
import type { Measurement } from "./stages/measurement.js";

/** Decibels of a unit of the natural logarithm of power. */
const DECIBELS_OF_LOG_POWER = 10 / Math.log(10);

/** Computes features [B, C, F] of sound [B, T], on the sound's device, outside of autocast. */
export abstract class FrontEnd extends Module {
  /** Computes features [B, C, F] of sound [B, T]. */
  abstract override forward(wave: Tensor): Tensor;
  /** Channels of the features, C: mel bands of a spectrogram. */
  abstract readonly channels: number;
  /** The fewest samples that it can process. */
  abstract readonly minSamples: number;
  /** Returns the number of frames of a clip of this many samples. */
  abstract numFrames(numSamples: number): number;

  readonly #constants: { buffer: Buffer; make: (dtype: DType) => Tensor }[] = [];

  /**
   * The parts that training or the training clips change, by name: they are trained, saved and averaged with the model, as
   * `front_end.<name>.<tensor>`. All other tensors must follow from the options.
   */
  get learned(): Readonly<Record<string, Module>> {
    return {};
  }

  /** Statistics of the training clips that it needs before the first step; null for none. */
  get measurement(): Measurement | null {
    return null;
  }

  /** Decibels of a unit of the features, for pictures; null if they are no logarithms of a spectrum. */
  get decibelsPerUnit(): number | null {
    return DECIBELS_OF_LOG_POWER;
  }

  /** Makes a buffer that follows from the options. `to("float64")` makes it anew, with all digits. */
  protected constant(make: (dtype: DType) => Tensor): Buffer {
    const buffer = scope(() => new Buffer(make("float32")));
    this.#constants.push({ buffer, make });
    return buffer;
  }

  override to(options: Parameters<Module["to"]>[0]): this {
    super.to(options);
    if (options.dtype === "float64")
      for (const module of this.modules()) if (module instanceof FrontEnd) module.#makeExact();
    return this;
  }

  #makeExact(): void {
    for (const { buffer, make } of this.#constants)
      noGrad(() => scope(() => void buffer.copy_(make("float64"))));
  }
}
