// B = clips, A = channels of the audio, F = mel bands, T = frames, R = rows of patches, K = columns of patches, D = width.
import { LayerNorm, type Module } from "../../nn/index.js";
import { noGrad, type Tensor } from "../../tensor/index.js";
import type { ModelContext } from "../define.js";
import { Encoder, type Encoding } from "../encoder.js";
import { initLinear } from "../initial-weights.js";
import { planesOf } from "../planes.js";
import { AstEmbeddings, type EmbeddingsOptions } from "./embeddings.js";
import { AstLayer, EPS } from "./layers.js";
import type { AstChoice } from "./options.js";

/** Standard deviation of initial weights, as of vision transformers. */
const INITIAL_STD = 0.02;

export interface AstOptions extends Omit<EmbeddingsOptions, "width" | "audioChannels"> {
  /** Channels of the audio, which are the input planes; 1 if left out. */
  audioChannels?: number;
  /** Number of layers. */
  depth: number;
  heads: number;
  /** Values of each head. */
  headWidth: number;
}

/**
 * The Audio Spectrogram Transformer (Gong et al., 2021): patches of a log-mel spectrogram as tokens, transformer layers, and the
 * mean of the class and the distillation token. Layers and state dict are those of Hugging Face's `ASTModel` (transformers 5).
 */
export class Ast extends Encoder {
  readonly embeddings: AstEmbeddings;
  readonly layers: AstLayer[];
  readonly layernorm: LayerNorm;
  readonly width: number;
  readonly stride: number;
  readonly minFrames: number;
  readonly #audioChannels: number;

  constructor({ audioChannels = 1, depth, heads, headWidth, ...patches }: AstOptions) {
    super();
    const width = heads * headWidth;
    this.#audioChannels = audioChannels;
    this.width = width;
    this.stride = patches.patchStride;
    this.minFrames = patches.patchSize;
    this.embeddings = new AstEmbeddings({ ...patches, audioChannels, width });
    this.layers = Array.from({ length: depth }, () => new AstLayer(width, heads, patches.dropout));
    this.layernorm = new LayerNorm(width, { eps: EPS });
    initLinear(this, INITIAL_STD);
    const { clsToken, distillationToken, positionEmbeddings } = this.embeddings;
    noGrad(() => {
      for (const tensor of [clsToken, distillationToken, positionEmbeddings]) tensor.normal_(0, INITIAL_STD);
    });
  }

  /** The last norm has the depth of the layer before it, so that rates fall as in BEiT. */
  override get blocksInOrder(): readonly (Module | readonly Module[])[] {
    return [this.embeddings, ...this.layers.slice(0, -1), [this.layers.at(-1)!, this.layernorm]];
  }

  override get positions(): { name: string; numLeading: number; rows: number } {
    return { name: "embeddings.position_embeddings", numLeading: 2, rows: this.embeddings.numRows };
  }

  forward(features: Tensor): Encoding {
    let x = this.embeddings.forward(planesOf(features, this.#audioChannels)); // [B, 2 + R K, D]
    for (const layer of this.layers) x = layer.forward(x);
    const tokens = this.layernorm.forward(x);
    const numPatches = tokens.shape[1]! - 2;
    const grid = tokens.narrow(1, 2, numPatches).unflatten(1, [this.embeddings.numRows, -1]); // [B, R, K, D]
    return { clip: tokens.narrow(1, 0, 2).mean(1), frames: grid.mean(1).transpose(1, 2) };
  }
}

/** Builds the network of a recipe. */
export function createAst(choice: AstChoice, { channels, audioChannels = 1 }: ModelContext): Ast {
  const { depth, heads, head_width, patch_size, patch_stride, max_frames, dropout } = choice;
  return new Ast({
    ...{ numMels: channels / audioChannels, audioChannels, depth, heads, headWidth: head_width },
    ...{ patchSize: patch_size, patchStride: patch_stride, maxFrames: max_frames, dropout },
  });
}
