// B = clips, A = channels of the audio, F = mel bands, T = frames, D = width of the embedding.
import { BatchNorm2d, Conv2d, type Module, ReLU, Sequential } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { planesOf } from "../planes.js";
import { BroadcastedResidual } from "./blocks.js";
import { type BcResNetChoice, LAST_KERNEL } from "./options.js";

export interface BcResNetOptions {
  /** Channels of the audio, which are the input planes; 1 if left out. */
  audioChannels?: number;
  /** Factor on the channels of every layer. */
  tau: number;
  /** Blocks of each of the four stages. */
  blocks: readonly number[];
  /** Parts of the frequency axis that batch norm treats alone. */
  subBands: number;
  /** Dropout of channels in each block. */
  dropout: number;
}

/** Strides of the stages along frequency. */
const STRIDES = [1, 2, 2, 1];

/**
 * BC-ResNet (Kim et al., 2021), which was made for keyword spotting: few parameters, and one embedding for each frame of the
 * features. Layers are those of github.com/Qualcomm-AI-research/bcresnet without the last one; its `BCBlocks` are `bc_blocks` here.
 */
export class BcResNet extends Encoder {
  readonly cnnHead: Sequential;
  readonly bcBlocks: Sequential[];
  readonly classifier: Sequential;
  readonly width: number;
  readonly stride = 1;
  readonly minFrames = 1;
  readonly #audioChannels: number;

  constructor({ audioChannels = 1, tau, blocks, subBands, dropout }: BcResNetOptions) {
    super();
    const base = Math.floor(8 * tau);
    const outs = [1, 1.5, 2, 2.5].map((factor) => Math.floor(factor * base));
    const last = outs.at(-1)!;
    this.#audioChannels = audioChannels;
    this.width = 4 * base;
    this.cnnHead = new Sequential(
      new Conv2d(audioChannels, 2 * base, 5, { stride: [2, 1], padding: 2, bias: false }),
      new BatchNorm2d(2 * base),
      new ReLU(),
    );
    this.bcBlocks = outs.map((out, stage) => {
      const before = stage === 0 ? 2 * base : outs[stage - 1]!;
      const shared = { dilation: 2 ** stage, numParts: subBands, dropout };
      const layers = Array.from({ length: blocks[stage]! }, (_, i) =>
        i === 0
          ? new BroadcastedResidual({ channels: [before, out], stride: STRIDES[stage]!, ...shared })
          : new BroadcastedResidual({ channels: [out, out], stride: 1, ...shared }),
      );
      return new Sequential(...layers);
    });
    this.classifier = new Sequential(
      new Conv2d(last, last, LAST_KERNEL, { padding: [0, 2], groups: last, bias: false }),
      new Conv2d(last, this.width, 1, { bias: false }),
      new BatchNorm2d(this.width),
      new ReLU(),
    );
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return [this.cnnHead, ...this.bcBlocks.flatMap(({ layers }) => layers), this.classifier];
  }

  forward(features: Tensor): Encoding {
    let x = this.cnnHead.forward(planesOf(features, this.#audioChannels)); // [B, 2 base, F / 2, T]
    for (const stage of this.bcBlocks) x = stage.forward(x);
    const frames = this.classifier.forward(x).mean(2); // [B, D, T]
    return { clip: frames.mean(2), frames };
  }
}

/** Builds the network of a recipe. */
export function createBcResNet(
  { tau, blocks, sub_bands, dropout }: BcResNetChoice,
  { audioChannels = 1 }: ModelContext,
): BcResNet {
  return new BcResNet({ audioChannels, tau, blocks, subBands: sub_bands, dropout });
}
