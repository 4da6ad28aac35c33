// B = clips, C = samples of a frame (1024), F = frames, D = width of the embedding.
import {
  BatchNorm2d,
  Conv2d,
  defineModel,
  Encoder,
  type Encoding,
  Linear,
  type Module,
  ops,
  type Tensor,
  z,
} from "woodshed";

/** Channels of the six convolutions. */
const CHANNELS = { tiny: [128, 16, 16, 16, 32, 64], full: [1024, 128, 128, 128, 256, 512] } as const;
const FRAME_SAMPLES = 1024;
/** Height of a frame after the convolutions and poolings. */
const LAST_HEIGHT = 4;
const NUM_PITCHES = 360;

export type Size = keyof typeof CHANNELS;

/** Convolution over the samples of each frame, ReLU, batch norm. */
class Block {
  readonly conv: Conv2d;
  readonly norm: BatchNorm2d;

  constructor(
    inChannels: number,
    outChannels: number,
    readonly isFirst: boolean,
  ) {
    this.conv = isFirst
      ? new Conv2d(inChannels, outChannels, [512, 1], { stride: [4, 1] })
      : new Conv2d(inChannels, outChannels, [64, 1]);
    this.norm = new BatchNorm2d(outChannels, { eps: 0.0010000000474974513 });
  }

  forward(input: Tensor): Tensor {
    const padded = input.pad(this.isFirst ? [0, 0, 254, 254] : [0, 0, 31, 32]);
    return ops.maxPool2d(this.norm.forward(this.conv.forward(padded).relu()), [2, 1]);
  }
}

/**
 * CREPE (Kim et al., 2018, "CREPE: a convolutional representation for pitch estimation") with the names of torchcrepe
 * 0.0.24: frames of 1024 samples at 16 kHz to an embedding each, or to the probabilities of 360 pitches.
 */
export class Crepe extends Encoder {
  readonly width: number;
  readonly stride = 1;
  readonly minFrames = 1;
  readonly #blocks: readonly Block[];
  /** The last layer; null for embeddings. */
  readonly classifier: Linear | null;

  constructor(size: Size, output: "embeddings" | "pitches") {
    super();
    const channels = CHANNELS[size];
    this.#blocks = channels.map((outChannels, i) => new Block(channels[i - 1] ?? 1, outChannels, i === 0));
    const numFeatures = channels.at(-1)! * LAST_HEIGHT;
    this.classifier = output === "pitches" ? new Linear(numFeatures, NUM_PITCHES) : null;
    this.width = output === "pitches" ? NUM_PITCHES : numFeatures;
  }

  /** torchcrepe's names: `conv1`, `conv1_BN`. */
  override *children(): Iterable<[string, Module]> {
    for (const [i, { conv, norm }] of this.#blocks.entries()) {
      yield [`conv${i + 1}`, conv];
      yield [`conv${i + 1}_BN`, norm];
    }
    if (this.classifier !== null) yield ["classifier", this.classifier];
  }

  override get blocksInOrder(): (Module | Module[])[] {
    const blocks = this.#blocks.map(({ conv, norm }) => [conv, norm]);
    return this.classifier === null ? blocks : [...blocks, this.classifier];
  }

  forward(features: Tensor): Encoding {
    let x = features.unsqueeze(1); // [B, 1, C, F]: kernels are one frame wide, so that frames do not mix
    for (const block of this.#blocks) x = block.forward(x);
    let frames = x.permute([0, 2, 1, 3]).flatten(1, 2); // [B, D, F]
    if (this.classifier !== null)
      frames = this.classifier.forward(frames.transpose(1, 2)).sigmoid().transpose(1, 2);
    return { clip: frames.mean(2), frames };
  }
}

export default defineModel({
  options: z.strictObject({
    size: z.enum(["tiny", "full"]).default("tiny").describe("The network: 0.5 or 22 million weights."),
    output: z
      .enum(["embeddings", "pitches"])
      .default("embeddings")
      .describe("Embeddings of each frame, or the probabilities of 360 pitches, 20 cents apart."),
  }),
  needs: () => ({
    channels: FRAME_SAMPLES,
    frames: 1,
    keys: ["front_end.use"],
    reason: "it takes frames of 1024 samples",
    remedy: "front_end.use=./frames.ts",
  }),
  create: ({ size, output }) => new Crepe(size, output),
});
