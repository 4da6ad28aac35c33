import type { Tensor } from "../../tensor/index.js";
import type { FrontEnd } from "../front-end.js";
import type { FrontEndContext } from "../front-end-options.js";
import { type Level, levelOf, naturalLevel } from "../mel/level.js";
import { MelFrontEnd, type MelSpectrogramOptions, melSpectrogramOptions } from "../mel/mel-front-end.js";
import { normalized, withDeltas } from "../stages/index.js";
import type { LogMelChoice } from "./options.js";

export interface LogMelOptions extends MelSpectrogramOptions {
  /** Added to the mel power before the logarithm. */
  logFloor: number;
  /** The logarithm, instead of the natural one with `logFloor`. */
  level?: Level;
}

/** Log-mel spectrograms of a batch, on the batch's device: [B, T] to [B, numMels, T / hop + 1]. */
export class LogMel extends MelFrontEnd {
  readonly #level: Level;

  constructor(options: LogMelOptions) {
    super(options);
    this.#level = options.level ?? naturalLevel(options.logFloor, options.spectrum?.power ?? 2);
  }

  get channels(): number {
    return this.numMels;
  }

  override get decibelsPerUnit(): number {
    return this.#level.decibelsPerUnit;
  }

  forward(wave: Tensor): Tensor {
    return this.levelOf(wave, this.#level); // [B, mel, frames]
  }
}

/** Builds the log-mel spectrogram of a recipe. */
export function createLogMel(choice: LogMelChoice, context: FrontEndContext): FrontEnd {
  const logMel = new LogMel({
    ...melSpectrogramOptions(choice, context),
    logFloor: choice.log_floor,
    level: levelOf(choice, choice),
  });
  return normalized(withDeltas(logMel, choice), choice);
}
