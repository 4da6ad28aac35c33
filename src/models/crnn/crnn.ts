// B = clips, A = channels of the audio, F = mel bands, T = frames, D = width of the embedding.
import { ConfigError } from "../../errors.js";
import { BatchNorm1d, BatchNorm2d, Conv2d, Dropout, GRU, Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { planesOf } from "../planes.js";
import type { CrnnChoice } from "./options.js";

export interface CrnnOptions {
  /** Mel bands of the features of one channel of the audio. */
  numMels: number;
  /** Channels of the audio, which are the input planes; 1 if left out. */
  audioChannels?: number;
  /** Output channels of each block; each halves the mel bands. */
  channels: readonly number[];
  /** Blocks, from the first, that halve the frames too. */
  timePoolings: number;
  /** Values of the recurrent layers in each direction. */
  hidden: number;
  /** Number of recurrent layers. */
  layers: number;
  dropout: number;
}

/** Convolution 3x3, batch norm, ReLU, maximum of 2 bands and 1 or 2 frames. */
class ConvBlock extends Module {
  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;
  readonly #pooling: readonly [number, number];

  constructor(inChannels: number, outChannels: number, timePooling: number) {
    super();
    this.conv = new Conv2d(inChannels, outChannels, 3, { padding: 1, bias: false });
    this.bn = new BatchNorm2d(outChannels);
    this.#pooling = [2, timePooling];
  }

  forward(input: Tensor): Tensor {
    return this.bn.forward(this.conv.forward(input)).relu_().maxPool2d(this.#pooling);
  }
}

/**
 * A convolutional recurrent network for events in time (Cakir et al., 2017): convolutions that keep most frames, then gated
 * recurrent units in both directions. Their outputs are the embeddings of frames; maximum plus mean over time is that of the clip.
 */
export class Crnn extends Encoder {
  readonly bn0: BatchNorm1d;
  readonly blocks: ConvBlock[];
  readonly gru: GRU;
  readonly dropout: Dropout;
  readonly width: number;
  readonly stride: number;
  readonly #audioChannels: number;

  constructor(options: CrnnOptions) {
    super();
    const { numMels, audioChannels = 1, channels, timePoolings, hidden, layers, dropout } = options;
    if (timePoolings > channels.length)
      throw new ConfigError(
        "CRNN",
        `model.time_poolings: expected at most the ${channels.length} blocks of model.channels, got ${timePoolings}`,
      );
    this.#audioChannels = audioChannels;
    this.width = 2 * hidden;
    this.stride = 2 ** timePoolings;
    this.bn0 = new BatchNorm1d(audioChannels * numMels);
    this.blocks = channels.map(
      (out, i) => new ConvBlock(i === 0 ? audioChannels : channels[i - 1]!, out, i < timePoolings ? 2 : 1),
    );
    const numRows = Math.floor(numMels / 2 ** channels.length);
    this.gru = new GRU(channels.at(-1)! * numRows, hidden, {
      ...{ numLayers: layers, bidirectional: true, batchFirst: true, dropout: layers > 1 ? dropout : 0 },
    });
    this.dropout = new Dropout(dropout);
  }

  get minFrames(): number {
    return this.stride;
  }

  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return [this.bn0, ...this.blocks, this.gru];
  }

  forward(features: Tensor): Encoding {
    let x = planesOf(this.bn0.forward(features), this.#audioChannels); // [B, A, F, T]
    for (const block of this.blocks) x = this.dropout.forward(block.forward(x));
    const [outputs] = this.gru.forward(x.flatten(1, 2).transpose(1, 2)); // [B, T', D]
    const frames = this.dropout.forward(outputs).transpose(1, 2); // [B, D, T']
    return { clip: frames.amax(2).add(frames.mean(2)), frames };
  }
}

/** Builds the network of a recipe. */
export function createCrnn(
  { channels, time_poolings, hidden, layers, dropout }: CrnnChoice,
  { channels: numChannels, audioChannels = 1 }: ModelContext,
): Crnn {
  return new Crnn({
    ...{ numMels: numChannels / audioChannels, audioChannels, channels, timePoolings: time_poolings },
    ...{ hidden, layers, dropout },
  });
}
