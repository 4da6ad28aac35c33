// B = clips, A = channels of the audio, T = samples, D = width of the embedding.
import { BatchNorm1d, Conv1d, Dropout, type Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { type M5Choice, m5Stride } from "./options.js";

export interface M5Options {
  /** Channels of the audio; 1 if left out. */
  audioChannels?: number;
  /** Output channels of each convolution. */
  channels: readonly number[];
  /** Samples that a filter of the first convolution covers. */
  kernelSamples: number;
  /** Dropout of the embedding. */
  dropout: number;
}

/**
 * M5 of "Very deep convolutional neural networks for raw waveforms" (Dai et al., 2016): a long filter, then short ones, each with
 * batch norm, ReLU and maximum of 4; the mean over time is the embedding. Takes samples [B, A, T] of the front end `raw`.
 */
export class M5 extends Encoder {
  readonly dropout: Dropout;
  readonly width: number;
  readonly stride: number;
  readonly #convs: readonly Conv1d[];
  readonly #norms: readonly BatchNorm1d[];

  constructor({ audioChannels = 1, channels, kernelSamples, dropout }: M5Options) {
    super();
    this.#convs = channels.map((out, i) =>
      i === 0
        ? new Conv1d(audioChannels, out, kernelSamples, {
            ...{ stride: 4, padding: Math.ceil((kernelSamples - 4) / 2) },
          })
        : new Conv1d(channels[i - 1]!, out, 3, { padding: 1 }),
    );
    this.#norms = channels.map((out) => new BatchNorm1d(out));
    this.width = channels.at(-1)!;
    this.stride = m5Stride(channels.length);
    this.dropout = new Dropout(dropout);
  }

  override *children(): Iterable<[string, Module]> {
    yield* super.children();
    for (const [i, conv] of this.#convs.entries()) {
      yield [`conv${i + 1}`, conv];
      yield [`bn${i + 1}`, this.#norms[i]!];
    }
  }

  get minFrames(): number {
    return this.stride;
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return this.#convs.map((conv, i) => [conv, this.#norms[i]!]);
  }

  forward(features: Tensor): Encoding {
    let frames = features;
    for (const [i, conv] of this.#convs.entries())
      frames = this.#norms[i]!.forward(conv.forward(frames)).relu_().maxPool1d(4);
    return { clip: this.dropout.forward(frames.mean(2)), frames };
  }
}

/** Builds the network of a recipe. */
export function createM5(
  { channels, kernel_samples, dropout }: M5Choice,
  { audioChannels = 1 }: ModelContext,
): M5 {
  return new M5({ audioChannels, channels, kernelSamples: kernel_samples, dropout });
}
