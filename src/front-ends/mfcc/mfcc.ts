// B = clips, T = samples of a clip, C = coefficients.
import type { Buffer } from "../../nn/module.js";
import { Tensor } from "../../tensor/index.js";
import type { FrontEnd } from "../front-end.js";
import type { FrontEndContext } from "../front-end-options.js";
import { type Level, levelOf } from "../mel/level.js";
import { MelFrontEnd, melSpectrogramOptions } from "../mel/mel-front-end.js";
import { normalized, withDeltas } from "../stages/index.js";
import type { MfccChoice } from "./options.js";

/**
 * Mel frequency cepstral coefficients: [B, T] to [B, C, T / hop + 1], the cosine transform (type 2) of the mel bands' levels.
 * Equal to `librosa.feature.mfcc` (0.11) and `torchaudio.transforms.MFCC` (2.11) by the options that docs/front-ends.md lists.
 */
export class Mfcc extends MelFrontEnd {
  readonly transform: Buffer; // [C, mels]
  readonly channels: number;
  readonly #level: Level;

  constructor(choice: MfccChoice, context: FrontEndContext) {
    super(melSpectrogramOptions(choice, context));
    this.channels = choice.num_mfcc;
    this.#level = levelOf(choice, choice);
    const matrix = cosines(choice);
    const shape = [choice.num_mfcc, choice.num_mels];
    this.transform = this.constant((dtype) => Tensor.from(matrix, { shape }).to(dtype));
  }

  override get decibelsPerUnit(): null {
    return null;
  }

  forward(wave: Tensor): Tensor {
    return this.transform.matmul(this.levelOf(wave, this.#level)); // [B, C, frames]
  }
}

/** Returns the weighted rows of the cosine transform, row-major [C, mels]. */
function cosines({ num_mfcc, num_mels, dct_norm, lifter }: MfccChoice): Float64Array {
  const matrix = new Float64Array(num_mfcc * num_mels);
  for (let k = 0; k < num_mfcc; k++) {
    const norm = dct_norm === "none" ? 2 : Math.sqrt((k === 0 ? 1 : 2) / num_mels);
    const weight = lifter === 0 ? 1 : 1 + (lifter / 2) * Math.sin((Math.PI * (k + 1)) / lifter);
    for (let m = 0; m < num_mels; m++)
      matrix[k * num_mels + m] = norm * weight * Math.cos((Math.PI * k * (m + 0.5)) / num_mels);
  }
  return matrix;
}

/** Builds the cepstral coefficients of a recipe. */
export function createMfcc(choice: MfccChoice, context: FrontEndContext): FrontEnd {
  return normalized(withDeltas(new Mfcc(choice, context), choice), choice);
}
