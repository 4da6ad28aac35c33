// B = clips, A = channels of the audio, F = mel bands, T = frames, R = rows of patches, K = columns of patches, D = width.
import { ShapeError } from "../../errors.js";
import { Conv2d, Dropout, Module, Parameter } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { countPatches } from "./options.js";

/** Cuts a spectrogram into overlapping patches and projects each. */
class PatchEmbeddings extends Module {
  readonly projection: Conv2d;

  constructor(audioChannels: number, width: number, size: number, stride: number) {
    super();
    this.projection = new Conv2d(audioChannels, width, size, { stride });
  }

  forward(planes: Tensor): Tensor {
    return this.projection.forward(planes); // [B, D, R, K]
  }
}

export interface EmbeddingsOptions {
  /** Mel bands of the features of one channel of the audio. */
  numMels: number;
  audioChannels: number;
  /** Width of the network, D. */
  width: number;
  patchSize: number;
  patchStride: number;
  /** Frames of the longest clip. */
  maxFrames: number;
  dropout: number;
}

/** Tokens of a spectrogram: [B, A, F, T] to [B, 2 + R K, D], the class and the distillation token first. */
export class AstEmbeddings extends Module {
  readonly clsToken: Parameter; // [1, 1, D]
  readonly distillationToken: Parameter; // [1, 1, D]
  readonly positionEmbeddings: Parameter; // [1, 2 + R K, D]
  readonly patchEmbeddings: PatchEmbeddings;
  readonly dropout: Dropout;
  readonly numRows: number;
  readonly #numColumns: number;
  readonly #maxFrames: number;

  constructor(options: EmbeddingsOptions) {
    super();
    const { numMels, audioChannels, width, patchSize, patchStride, maxFrames, dropout } = options;
    this.numRows = countPatches(numMels, patchSize, patchStride);
    this.#numColumns = countPatches(maxFrames, patchSize, patchStride);
    this.#maxFrames = maxFrames;
    this.clsToken = new Parameter(ops.zeros([1, 1, width]));
    this.distillationToken = new Parameter(ops.zeros([1, 1, width]));
    this.positionEmbeddings = new Parameter(ops.zeros([1, 2 + this.numRows * this.#numColumns, width]));
    this.patchEmbeddings = new PatchEmbeddings(audioChannels, width, patchSize, patchStride);
    this.dropout = new Dropout(dropout);
  }

  forward(planes: Tensor): Tensor {
    const patches = this.patchEmbeddings.forward(planes); // [B, D, R, K]
    const [numClips, , , numColumns] = patches.shape as [number, number, number, number];
    const first = [this.clsToken, this.distillationToken].map((token) => token.expand([numClips, -1, -1]));
    const tokens = ops.cat([...first, patches.flatten(2).transpose(1, 2)], 1); // [B, 2 + R K, D]
    return this.dropout.forward(tokens.add(this.#positions(numColumns)));
  }

  /** Returns the positions of a clip's tokens [1, 2 + R K, D]; a clip shorter than the longest has the first columns. */
  #positions(numColumns: number): Tensor {
    if (numColumns > this.#numColumns) {
      throw new ShapeError(
        "SHAPE",
        `Ast: the features have ${numColumns} columns of patches, and model.max_frames ${this.#maxFrames} has positions for ${this.#numColumns}; take shorter clips or a larger model.max_frames`,
      );
    }
    const all = this.positionEmbeddings;
    const grid = all.narrow(1, 2, this.numRows * this.#numColumns).unflatten(1, [this.numRows, -1]); // [1, R, all columns, D]
    return ops.cat([all.narrow(1, 0, 2), grid.narrow(2, 0, numColumns).flatten(1, 2)], 1);
  }
}
