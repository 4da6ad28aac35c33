// B = clips, A = channels of the audio, F = mel bands, T = frames, D = width of the embedding.
import { BatchNorm2d, Conv2d, Dropout, type Layer, Module, Sequential } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { initKaiming } from "../initial-weights.js";
import { planesOf } from "../planes.js";
import { RESNET_STRIDE, type ResNetChoice } from "./options.js";

export interface ResNetOptions {
  /** Channels of the audio, which are the input planes; 1 if left out. */
  audioChannels?: number;
  /** Blocks of each stage. */
  blocks: readonly number[];
  /** Factor on the channels of every layer. */
  width: number;
  /** Dropout of the embedding. */
  dropout: number;
}

/** Two convolutions beside a shortcut: [B, in, F, T] to [B, out, F / stride, T / stride]. */
class BasicBlock extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Layer | null;

  constructor(inChannels: number, outChannels: number, stride: number) {
    super();
    this.conv1 = new Conv2d(inChannels, outChannels, 3, { stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(outChannels);
    this.conv2 = new Conv2d(outChannels, outChannels, 3, { padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(outChannels);
    this.downsample =
      stride === 1 && inChannels === outChannels
        ? null
        : new Sequential(
            new Conv2d(inChannels, outChannels, 1, { stride, bias: false }),
            new BatchNorm2d(outChannels),
          );
  }

  forward(input: Tensor): Tensor {
    const x = this.bn1.forward(this.conv1.forward(input)).relu_();
    const residual = this.bn2.forward(this.conv2.forward(x));
    return residual.add_(this.downsample === null ? input : this.downsample.forward(input)).relu_();
  }
}

/**
 * A residual network (He et al., 2016) over spectrograms, with a plane for each channel of the audio. Layers and state dict are
 * those of torchvision's `resnet18` and `resnet34` without `fc`.
 */
export class ResNet extends Encoder {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly dropout: Dropout;
  readonly width: number;
  readonly stride = RESNET_STRIDE;
  readonly minFrames = RESNET_STRIDE;
  readonly #stages: readonly Sequential[];
  readonly #audioChannels: number;

  constructor({ audioChannels = 1, blocks, width, dropout }: ResNetOptions) {
    super();
    const channels = blocks.map((_, stage) => Math.max(1, Math.round(64 * width)) * 2 ** stage);
    const [first] = channels as [number];
    this.#audioChannels = audioChannels;
    this.width = channels.at(-1)!;
    this.conv1 = new Conv2d(audioChannels, first, 7, { stride: 2, padding: 3, bias: false });
    this.bn1 = new BatchNorm2d(first);
    this.#stages = channels.map((out, stage) => {
      const before = stage === 0 ? first : channels[stage - 1]!;
      const layers = Array.from({ length: blocks[stage]! }, (_, i) =>
        i === 0 ? new BasicBlock(before, out, stage === 0 ? 1 : 2) : new BasicBlock(out, out, 1),
      );
      return new Sequential(...layers);
    });
    this.dropout = new Dropout(dropout);
    initKaiming(this);
  }

  override *children(): Iterable<[string, Module]> {
    yield* super.children();
    for (const [i, stage] of this.#stages.entries()) yield [`layer${i + 1}`, stage];
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return [[this.conv1, this.bn1], ...this.#stages.flatMap(({ layers }) => layers)];
  }

  forward(features: Tensor): Encoding {
    const planes = planesOf(features, this.#audioChannels); // [B, A, F, T]
    let x = this.bn1.forward(this.conv1.forward(planes)).relu_().maxPool2d(3, 2, 1);
    for (const stage of this.#stages) x = stage.forward(x);
    const frames = x.mean(2); // [B, D, T']
    return { clip: this.dropout.forward(frames.mean(2)), frames };
  }
}

/** Builds the network of a recipe. */
export function createResNet(
  blocks: readonly number[],
  { width, dropout }: ResNetChoice,
  { audioChannels = 1 }: ModelContext,
): ResNet {
  return new ResNet({ audioChannels, blocks, width, dropout });
}
