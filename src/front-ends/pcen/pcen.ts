// B = clips, T = samples of a clip, C = mel bands.
import { type Module, Parameter } from "../../nn/module.js";
import { scope, Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import type { FrontEnd } from "../front-end.js";
import type { FrontEndContext } from "../front-end-options.js";
import { melLengths } from "../mel/lengths.js";
import { MelFrontEnd, melSpectrogramOptions } from "../mel/mel-front-end.js";
import { normalized, withDeltas } from "../stages/index.js";
import { Pcen } from "./compression.js";
import type { PcenChoice } from "./options.js";

/**
 * Mel spectra with per-channel energy normalization: [B, T] to [B, C, T / hop + 1], the numbers fixed or trained. Equal to
 * `librosa.pcen` (0.11) with `start: one`.
 */
export class PcenMel extends MelFrontEnd {
  readonly pcen: Pcen;
  readonly #isTrained: boolean;
  readonly #scale: number;

  constructor(choice: PcenChoice, context: FrontEndContext) {
    super(melSpectrogramOptions(choice, context));
    this.#isTrained = choice.trainable;
    this.#scale = choice.scale;
    const framesPerSec = context.sampleRateHz / melLengths(choice, context).hopSamples;
    const make = (value: number) =>
      choice.trainable
        ? scope(() => new Parameter(ops.full([choice.num_mels], value, { dtype: "float32" })))
        : this.constant((dtype) => Tensor.from(Float64Array.of(value)).to(dtype));
    this.pcen = new Pcen(
      {
        alpha: make(choice.gain),
        delta: make(choice.bias),
        root: make(1 / choice.root),
        smoothing: make(smoothingOf(choice.time_constant_sec * framesPerSec)),
      },
      choice.eps,
      choice.start,
    );
  }

  get channels(): number {
    return this.numMels;
  }

  override get learned(): Readonly<Record<string, Module>> {
    return this.#isTrained ? { pcen: this.pcen } : {};
  }

  override get decibelsPerUnit(): null {
    return null;
  }

  forward(wave: Tensor): Tensor {
    return this.pcen.forward(this.melOf(wave).mul(this.#scale)); // [B, C, frames]
  }
}

/** Returns librosa's weight of the newest frame for a time constant in frames. */
function smoothingOf(frames: number): number {
  return (Math.sqrt(1 + 4 * frames ** 2) - 1) / (2 * frames ** 2);
}

/** Builds the normalized mel spectrum of a recipe. */
export function createPcen(choice: PcenChoice, context: FrontEndContext): FrontEnd {
  return normalized(withDeltas(new PcenMel(choice, context), choice), choice);
}
