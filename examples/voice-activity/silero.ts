// B = clips, T = samples of a clip, N = chunks of a clip, D = width of the embedding (128).
import {
  Conv1d,
  defineModel,
  Encoder,
  type Encoding,
  LSTMCell,
  type Module,
  ops,
  type Tensor,
  z,
} from "woodshed";

/** Samples that the network takes at once, 32 ms, and those before them that it sees too. */
export const [CHUNK_SAMPLES, CONTEXT_SAMPLES] = [512, 64];
const WIDTH = 128;
const NUM_BINS = 129;

/** State between chunks: hidden and cell, [B, 128] each. */
export type State = [hidden: Tensor, cell: Tensor];

/**
 * The voice activity detector silero-vad 6.2.3 for 16 kHz, with the names that `convert.py` writes: samples [B, 1, T] to an
 * embedding of each chunk of 512 samples, or to the probability that it has speech.
 */
export class Silero extends Encoder {
  readonly width: number;
  readonly stride = CHUNK_SAMPLES;
  readonly minFrames = 1;
  /** A Fourier transform of 256 samples every 128: cosines, then sines. */
  readonly stftConv = new Conv1d(1, 2 * NUM_BINS, 256, { stride: 128, bias: false });
  readonly conv1 = new Conv1d(NUM_BINS, 128, 3, { padding: 1 });
  readonly conv2 = new Conv1d(128, 64, 3, { stride: 2, padding: 1 });
  readonly conv3 = new Conv1d(64, 64, 3, { stride: 2, padding: 1 });
  readonly conv4 = new Conv1d(64, WIDTH, 3, { padding: 1 });
  readonly lstmCell = new LSTMCell(WIDTH, WIDTH);
  /** The last layer; null for embeddings. */
  readonly finalConv: Conv1d | null;

  constructor(output: "embeddings" | "speech") {
    super();
    this.finalConv = output === "speech" ? new Conv1d(WIDTH, 1, 1) : null;
    this.width = output === "speech" ? 1 : WIDTH;
  }

  override get blocksInOrder(): Module[] {
    const { stftConv, conv1, conv2, conv3, conv4, lstmCell, finalConv } = this;
    return [stftConv, conv1, conv2, conv3, conv4, lstmCell, ...(finalConv === null ? [] : [finalConv])];
  }

  /** All chunks of clips at once; each clip begins with an empty state. */
  forward(features: Tensor): Encoding {
    const wave = features.squeeze(1); // [B, T]
    const numChunks = Math.ceil(wave.shape[1]! / CHUNK_SAMPLES);
    const padded = wave.pad([CONTEXT_SAMPLES, numChunks * CHUNK_SAMPLES - wave.shape[1]!]);
    const chunks = padded.unfold(1, CONTEXT_SAMPLES + CHUNK_SAMPLES, CHUNK_SAMPLES); // [B, N, 576]
    const encoded = this.#encode(chunks.flatten(0, 1)).unflatten(0, [-1, numChunks]); // [B, N, D]
    const { weightIh, weightHh, biasIh, biasHh } = this.lstmCell;
    const empty = encoded.select(1, 0).mul(0).unsqueeze(0); // [1, B, D]
    const weights = [weightIh, weightHh, biasIh!, biasHh!];
    // The cell over all chunks, in one call.
    const [hidden] = ops.lstm(encoded, [empty, empty], weights, true, 1, 0, this.training, false, true);
    const frames = this.#output(hidden.transpose(1, 2)); // [B, D, N]
    return { clip: frames.mean(2), frames };
  }

  /**
   * One chunk of a stream.
   *
   * @param chunk the last 64 samples before it, then its 512: [B, 576]
   * @param state what the call before returned; null at the start
   * @returns the output [B, D], and the state for the next chunk
   */
  stream(chunk: Tensor, state: State | null): [output: Tensor, state: State] {
    const next = this.lstmCell.forward(this.#encode(chunk), state);
    return [this.#output(next[0].unsqueeze(2)).squeeze(2), next];
  }

  /** Chunks with their contexts, [M, 576] to [M, D]. */
  #encode(chunks: Tensor): Tensor {
    const parts = this.stftConv.forward(chunks.unsqueeze(1).pad([0, 64], "reflect")); // [M, 258, 4]
    const power = parts
      .narrow(1, 0, NUM_BINS)
      .square()
      .add(parts.narrow(1, NUM_BINS, NUM_BINS).square());
    let x = power.clampMin(1e-20).sqrt(); // the gradient of the root has no value at 0
    for (const conv of [this.conv1, this.conv2, this.conv3, this.conv4]) x = conv.forward(x).relu();
    return x.squeeze(2);
  }

  #output(hidden: Tensor): Tensor {
    const x = hidden.relu();
    return this.finalConv === null ? x : this.finalConv.forward(x).sigmoid();
  }
}

export default defineModel({
  options: z.strictObject({
    output: z
      .enum(["embeddings", "speech"])
      .default("embeddings")
      .describe("Embeddings of each chunk, or the probability that it has speech."),
  }),
  needs: () => ({
    ...{ channels: 1, frames: 1, keys: ["front_end.name"] },
    ...{ reason: "it takes samples", remedy: "front_end.name=raw" },
    refuse: (channels: number) => (channels === 1 ? null : "it takes samples; set front_end.name=raw"),
  }),
  create: ({ output }) => new Silero(output),
});
