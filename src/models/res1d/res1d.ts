// B = clips, A = channels of the audio, T = samples, D = width of the embedding.
import {
  AvgPool1d,
  BatchNorm1d,
  Conv1d,
  Dropout,
  type Layer,
  Linear,
  Module,
  Sequential,
} from "../../nn/index.js";
import { noGrad, type Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { initXavier } from "../initial-weights.js";
import { RES1D_FIRST_STRIDE, RES1D_POOLING, type Res1dChoice, res1dSamples } from "./options.js";

export interface Res1dOptions {
  /** Channels of the audio; 1 if left out. */
  audioChannels?: number;
  /** Output channels of each stage. */
  channels: readonly number[];
  /** Residual blocks of each stage. */
  blocks: number;
  /** Dropout inside of each block. */
  blockDropout: number;
  /** Dropout before the embedding layer. */
  dropout: number;
}

/** Two convolutions beside a shortcut, after a pooling: [B, in, T] to [B, out, T / pooling]. */
class Block extends Module {
  readonly conv1: Conv1d;
  readonly bn1: BatchNorm1d;
  readonly dropout: Dropout;
  readonly conv2: Conv1d;
  readonly bn2: BatchNorm1d;
  readonly downsample: Layer | null;
  readonly #pooling: number;

  constructor(inChannels: number, outChannels: number, pooling: number, dropout: number) {
    super();
    this.#pooling = pooling;
    this.conv1 = new Conv1d(inChannels, outChannels, 3, { padding: 1, bias: false });
    this.bn1 = new BatchNorm1d(outChannels);
    this.dropout = new Dropout(dropout);
    this.conv2 = new Conv1d(outChannels, outChannels, 3, { padding: 2, dilation: 2, bias: false });
    this.bn2 = new BatchNorm1d(outChannels);
    const shortcut = [
      new Conv1d(inChannels, outChannels, 1, { bias: false }),
      new BatchNorm1d(outChannels),
    ] as const;
    const isPlain = pooling === 1 && inChannels === outChannels;
    this.downsample = isPlain
      ? null
      : pooling === 1
        ? new Sequential(...shortcut)
        : new Sequential(new AvgPool1d(pooling), ...shortcut);
  }

  forward(input: Tensor): Tensor {
    const pooled = this.#pooling === 1 ? input : input.maxPool1d(this.#pooling);
    const x = this.dropout.forward(this.bn1.forward(this.conv1.forward(pooled)).relu_());
    const residual = this.bn2.forward(this.conv2.forward(x));
    return residual.add_(this.downsample === null ? input : this.downsample.forward(input)).relu_();
  }
}

/** The stages, named as in the published checkpoints. */
class Stages extends Module {
  readonly #stages: readonly Sequential[];

  constructor({ channels, blocks, blockDropout }: Res1dOptions) {
    super();
    this.#stages = channels.map((out, stage) => {
      const first = new Block(
        ...([channels[Math.max(0, stage - 1)]!, out, stage === 0 ? 1 : RES1D_POOLING, blockDropout] as const),
      );
      const others = Array.from({ length: blocks - 1 }, () => new Block(out, out, 1, blockDropout));
      return new Sequential(first, ...others);
    });
  }

  get blocks(): readonly Module[] {
    return this.#stages.flatMap(({ layers }) => layers);
  }

  override *children(): Iterable<[string, Module]> {
    for (const [i, stage] of this.#stages.entries()) yield [`layer${i + 1}`, stage];
  }

  forward(input: Tensor): Tensor {
    return this.#stages.reduce((x, stage) => stage.forward(x), input);
  }
}

/**
 * Res1dNet of PANNs (Kong et al., 2020): a one-dimensional residual network over samples [B, A, T] of the front end `raw`, maximum
 * plus mean over time, and an embedding layer. The state dict has the names of Res1dNet31's published checkpoint.
 */
export class Res1d extends Encoder {
  readonly conv0: Conv1d;
  readonly bn0: BatchNorm1d;
  readonly resnet: Stages;
  readonly fc1: Linear;
  readonly dropout: Dropout;
  readonly width: number;
  readonly stride: number;
  readonly minFrames: number;

  constructor(options: Res1dOptions) {
    super();
    const { audioChannels = 1, channels, dropout } = options;
    const first = channels[0]!;
    this.width = channels.at(-1)!;
    this.stride = RES1D_FIRST_STRIDE * RES1D_POOLING ** (channels.length - 1);
    this.minFrames = res1dSamples(channels.length);
    this.conv0 = new Conv1d(audioChannels, first, 11, {
      stride: RES1D_FIRST_STRIDE,
      padding: 5,
      bias: false,
    });
    this.bn0 = new BatchNorm1d(first);
    this.resnet = new Stages(options);
    this.fc1 = new Linear(this.width, this.width);
    this.dropout = new Dropout(dropout);
    initXavier(this);
    // Each block begins as its shortcut.
    noGrad(() => {
      for (const module of this.modules()) if (module instanceof Block) module.bn2.weight.zero_();
    });
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return [[this.conv0, this.bn0], ...this.resnet.blocks, this.fc1];
  }

  forward(features: Tensor): Encoding {
    const frames = this.resnet.forward(this.bn0.forward(this.conv0.forward(features))); // [B, D, T']
    const pooled = frames.amax(2).add(frames.mean(2)); // [B, D]
    return { clip: this.fc1.forward(this.dropout.forward(pooled)).relu(), frames };
  }
}

/** Builds the network of a recipe. */
export function createRes1d(
  { channels, blocks, block_dropout, dropout }: Res1dChoice,
  { audioChannels = 1 }: ModelContext,
): Res1d {
  return new Res1d({ audioChannels, channels, blocks, blockDropout: block_dropout, dropout });
}
