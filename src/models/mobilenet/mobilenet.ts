// B = clips, A = channels of the audio, F = mel bands, T = frames, D = width of the embedding.
import {
  AdaptiveAvgPool2d,
  Dropout,
  Flatten,
  Hardswish,
  Linear,
  type Module,
  Sequential,
} from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { initKaiming, initLinear } from "../initial-weights.js";
import { planesOf } from "../planes.js";
import { BLOCKS, convNorm, InvertedResidual, toMultipleOf8 } from "./blocks.js";
import { MOBILENET_STRIDE, type MobileNetChoice } from "./options.js";

export interface MobileNetOptions {
  /** Channels of the audio, which are the input planes; 1 if left out. */
  audioChannels?: number;
  /** Factor on the channels of every layer. */
  width: number;
  /** Dropout of the embedding. */
  dropout: number;
  /** Weight of the newest batch in the running statistics of batch norm. */
  normMomentum: number;
}

/**
 * MobileNetV3-Large (Howard et al., 2019) over log-mel spectrograms as EfficientAT has it (Schmid et al., 2023), up to the last
 * layer of its head. The state dict has the names of the published checkpoints mn01 to mn40
 * (github.com/fschmid56/EfficientAT). It has no embeddings of frames.
 */
export class MobileNet extends Encoder {
  readonly features: Sequential;
  readonly classifier: Sequential;
  readonly width: number;
  readonly stride = MOBILENET_STRIDE;
  readonly minFrames = MOBILENET_STRIDE;
  readonly #audioChannels: number;

  constructor({ audioChannels = 1, width, dropout, normMomentum: momentum }: MobileNetOptions) {
    super();
    this.#audioChannels = audioChannels;
    const first = toMultipleOf8(16 * width);
    const outs = BLOCKS.map(({ out }) => toMultipleOf8(out * width));
    const last = 6 * outs.at(-1)!;
    this.width = toMultipleOf8(1280 * width);
    this.features = new Sequential(
      convNorm([audioChannels, first], { kernelSize: 3, stride: 2, momentum }, new Hardswish()),
      ...BLOCKS.map(
        (sizes, i) => new InvertedResidual(i === 0 ? first : outs[i - 1]!, sizes, width, momentum),
      ),
      convNorm([outs.at(-1)!, last], { kernelSize: 1, momentum }, new Hardswish()),
    );
    this.classifier = new Sequential(
      new AdaptiveAvgPool2d(1),
      new Flatten(),
      new Linear(last, this.width),
      new Hardswish(),
      new Dropout(dropout),
    );
    initKaiming(this);
    initLinear(this, 0.01);
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return [...this.features.layers, this.classifier];
  }

  forward(features: Tensor): Encoding {
    const x = this.features.forward(planesOf(features, this.#audioChannels)); // [B, 960 width, F / 32, T / 32]
    return { clip: this.classifier.forward(x), frames: null };
  }
}

/** Builds the network of a recipe. */
export function createMobileNet(
  { width, dropout, norm_momentum }: MobileNetChoice,
  { audioChannels = 1 }: ModelContext,
): MobileNet {
  return new MobileNet({ audioChannels, width, dropout, normMomentum: norm_momentum });
}
