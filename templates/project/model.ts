// The model of recipe.yaml: features of clips to embeddings. The task adds the last layer.
//
// B = clips, C = channels of the features, F = frames, D = width of the embedding.

import { BatchNorm1d, Conv1d, defineModel, Encoder, type Encoding, type Tensor, z } from "woodshed";

/** Two convolutions over time, each halving the number of frames; the embedding is the mean plus the maximum over time. */
class Network extends Encoder {
  readonly width: number;
  readonly stride = 4;
  readonly minFrames = 4;
  readonly norm: BatchNorm1d;
  readonly conv1: Conv1d;
  readonly norm1: BatchNorm1d;
  readonly conv2: Conv1d;
  readonly norm2: BatchNorm1d;

  constructor(channels: number, width: number) {
    super();
    this.width = width;
    this.norm = new BatchNorm1d(channels);
    this.conv1 = new Conv1d(channels, width, 5, { stride: 2, padding: 2, bias: false });
    this.norm1 = new BatchNorm1d(width);
    this.conv2 = new Conv1d(width, width, 5, { stride: 2, padding: 2, bias: false });
    this.norm2 = new BatchNorm1d(width);
  }

  forward(features: Tensor): Encoding {
    let x = this.norm.forward(features); // [B, C, F]
    x = this.norm1.forward(this.conv1.forward(x)).relu(); // [B, D, F / 2]
    x = this.norm2.forward(this.conv2.forward(x)).relu(); // [B, D, F / 4]
    return { clip: x.mean(2).add(x.amax(2)), frames: x };
  }
}

export default defineModel({
  // Keys of the recipe's section `model`, with their defaults and their descriptions for `woodshed config keys`.
  options: z.strictObject({
    width: z.int().min(1).default(64).describe("Width of the embedding."),
  }),
  create: ({ width }, { channels }) => new Network(channels, width),
});
