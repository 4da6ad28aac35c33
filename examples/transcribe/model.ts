// B = clips, C = channels of the features, F = frames, D = width of the embeddings.
import { BatchNorm1d, Conv1d, defineModel, Encoder, type Encoding, type Tensor, z } from "woodshed";

/** Two convolutions over time, each halving the number of frames: an embedding for each four frames of features. */
class Frames extends Encoder {
  readonly width: number;
  readonly minFrames = 4;
  readonly stride = 4;
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
    return { clip: x.mean(2), frames: x };
  }
}

export default defineModel({
  options: z.strictObject({
    width: z.int().min(1).default(64).describe("Width of the embedding of each frame."),
  }),
  create: ({ width }, { channels }) => new Frames(channels, width),
});
