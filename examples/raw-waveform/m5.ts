// B = clips, C = channels of the features, F = frames, D = width of the embedding.
import {
  BatchNorm1d,
  Conv1d,
  defineModel,
  Encoder,
  type Encoding,
  Module,
  ops,
  type Tensor,
  z,
} from "woodshed";

/** Convolution, batch norm, ReLU and maximum pooling by four. */
class Block extends Module {
  readonly conv: Conv1d;
  readonly norm: BatchNorm1d;

  constructor(inChannels: number, outChannels: number, kernel: number, stride: number) {
    super();
    this.conv = new Conv1d(inChannels, outChannels, kernel, { stride, padding: kernel >> 1, bias: false });
    this.norm = new BatchNorm1d(outChannels);
  }

  forward(input: Tensor): Tensor {
    return ops.maxPool1d(this.norm.forward(this.conv.forward(input)).relu(), 4);
  }
}

/**
 * M5 of Dai et al. (2017), "Very deep convolutional neural networks for raw waveforms", table 1, with any width: the first
 * convolution takes 80 samples, a hundredth of a second at 8 kHz, and finds its own filters.
 */
class M5 extends Encoder {
  readonly width: number;
  /** The first convolution and each of four poolings divide the number of frames by four. */
  readonly stride = 4 ** 5;
  readonly minFrames = 4 ** 5;
  readonly blocks: Block[];

  constructor(channels: number, width: number) {
    super();
    this.width = 4 * width;
    this.blocks = [
      new Block(channels, width, 80, 4),
      new Block(width, width, 3, 1),
      new Block(width, 2 * width, 3, 1),
      new Block(2 * width, 4 * width, 3, 1),
    ];
  }

  forward(features: Tensor): Encoding {
    let x = features;
    for (const block of this.blocks) x = block.forward(x);
    return { clip: x.mean(2), frames: x }; // [B, D], [B, D, F / 1024]
  }
}

export default defineModel({
  options: z.strictObject({
    width: z
      .int()
      .min(1)
      .default(32)
      .describe("Channels of the first convolution; the embedding has four times as many."),
  }),
  create: ({ width }, { channels }) => new M5(channels, width),
});
