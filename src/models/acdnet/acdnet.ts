// B = clips, A = channels of the audio, T = samples, C = filters, F = frames, D = width of the embedding.
import { BatchNorm1d, BatchNorm2d, Conv1d, Conv2d, Dropout, type Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { initHe } from "../initial-weights.js";
import {
  ACDNET_CONVS,
  ACDNET_POOLINGS,
  type AcdNetChoice,
  acdNetFramePool,
  acdNetSamples,
} from "./options.js";

export interface AcdNetOptions {
  /** Channels of the audio; 1 if left out. */
  audioChannels?: number;
  /** Output channels of each of the twelve convolutions. */
  channels: readonly number[];
  /** Samples of a frame. */
  frameSamples: number;
  /** Dropout before the last convolution. */
  dropout: number;
}

/**
 * ACDNet and Micro-ACDNet of "Environmental sound classification on the edge" (Mohaimenuzzaman et al., 2023): two convolutions
 * over samples make frames, whose filters then are the height of an image for a small VGG. The mean over what is left of it is
 * the embedding. The published network ends in as many channels as there are classes. Takes samples [B, A, T] of the front end
 * `raw`.
 */
export class AcdNet extends Encoder {
  readonly dropout: Dropout;
  readonly width: number;
  readonly stride: number;
  readonly #framePool: number;
  readonly #minSamples: number;
  readonly #overSamples: readonly Conv1d[];
  readonly #overFrames: readonly Conv2d[];
  readonly #norms: readonly (BatchNorm1d | BatchNorm2d)[];

  constructor({ audioChannels = 1, channels, frameSamples, dropout }: AcdNetOptions) {
    super();
    const [first, second, ...rest] = channels as [number, number, ...number[]];
    this.#overSamples = [
      new Conv1d(audioChannels, first, 9, { stride: 2, bias: false }),
      new Conv1d(first, second, 5, { stride: 2, bias: false }),
    ];
    this.#overFrames = rest.map((out, i) => {
      const kernel = i < ACDNET_CONVS.frames ? 3 : 1;
      const options = { padding: (kernel - 1) / 2, bias: false };
      return new Conv2d(i === 0 ? 1 : rest[i - 1]!, out, kernel, options);
    });
    this.#norms = channels.map((out, i) => (i < 2 ? new BatchNorm1d(out) : new BatchNorm2d(out)));
    this.dropout = new Dropout(dropout);
    this.width = channels.at(-1)!;
    this.stride = frameSamples * 2 ** ACDNET_POOLINGS;
    this.#framePool = acdNetFramePool(frameSamples);
    this.#minSamples = acdNetSamples(frameSamples);
    initHe(this);
  }

  override *children(): Iterable<[string, Module]> {
    yield* super.children();
    for (const [i, conv] of this.#convs.entries()) {
      yield [`conv${i + 1}`, conv];
      yield [`bn${i + 1}`, this.#norms[i]!];
    }
  }

  get #convs(): readonly (Conv1d | Conv2d)[] {
    return [...this.#overSamples, ...this.#overFrames];
  }

  get minFrames(): number {
    return this.#minSamples;
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return this.#convs.map((conv, i) => [conv, this.#norms[i]!]);
  }

  forward(features: Tensor): Encoding {
    let filtered = features;
    for (const [i, conv] of this.#overSamples.entries())
      filtered = this.#norms[i]!.forward(conv.forward(filtered)).relu_();
    let x = filtered.maxPool1d(this.#framePool).unsqueeze(1); // [B, 1, C, F]
    for (const [i, conv] of this.#overFrames.entries()) {
      const isLast = i === ACDNET_CONVS.frames;
      x = conv.forward(isLast ? this.dropout.forward(x) : x);
      x = this.#norms[2 + i]!.forward(x).relu_();
      // One convolution before the first pooling, two before each other.
      if (!isLast && i % 2 === 0) x = x.maxPool2d([x.shape[2]! > 1 ? 2 : 1, 2]);
    }
    const frames = x.mean(2); // [B, D, F / 32]
    return { clip: frames.mean(2), frames };
  }
}

/** Builds the network of a recipe. */
export function createAcdNet(
  { channels, frame_samples, dropout }: AcdNetChoice,
  { audioChannels = 1 }: ModelContext,
): AcdNet {
  return new AcdNet({ audioChannels, channels, frameSamples: frame_samples, dropout });
}
