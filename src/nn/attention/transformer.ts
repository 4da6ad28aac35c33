// B = sequences of a batch, L = places of the input, S = places of the memory, E = embedding size.
import { getRandomState, scope, setRandomState, type Tensor } from "../../tensor/index.js";
import type { LayerNorm } from "../layer-norm.js";
import { Module } from "../module.js";
import { countOf } from "../sizes.js";
import type {
  DecoderLayerInputs,
  EncoderLayerInputs,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from "./transformer-layers.js";

/** Returns layers of the same initial weights, with the random numbers of one: PyTorch copies a layer. */
function createEqual<Kind extends Module>(layer: string, create: () => Kind, numLayers: number): Kind[] {
  countOf(layer, "numLayers", numLayers);
  const first = create();
  return scope(() => {
    const randomState = getRandomState();
    const others = Array.from({ length: numLayers - 1 }, create);
    setRandomState(randomState);
    for (const other of others) other.loadStateDict(first.stateDict());
    return [first, ...others];
  });
}

export interface EncoderInputs extends Omit<EncoderLayerInputs, "srcMask"> {
  /** Mask of the input: `srcMask` of the layers. */
  mask?: Tensor | null;
}

/** Encoder layers one after another, and a norm. Equals `torch.nn.TransformerEncoder`. */
export class TransformerEncoder extends Module {
  readonly layers: readonly TransformerEncoderLayer[];
  readonly norm: LayerNorm | null;

  /** @param create returns a layer; all layers begin with the weights of the first, as in PyTorch */
  constructor(
    create: () => TransformerEncoderLayer,
    numLayers: number,
    options: { norm?: LayerNorm | null } = {},
  ) {
    super();
    this.layers = createEqual("TransformerEncoder", create, numLayers);
    this.norm = options.norm ?? null;
  }

  /** [L, B, E], or [B, L, E] if the layers are `batchFirst`, to the same shape. */
  forward(src: Tensor, { mask = null, ...others }: EncoderInputs = {}): Tensor {
    const output = this.layers.reduce((x, layer) => layer.forward(x, { ...others, srcMask: mask }), src);
    return this.norm?.forward(output) ?? output;
  }
}

/** Decoder layers one after another, and a norm. Equals `torch.nn.TransformerDecoder`. */
export class TransformerDecoder extends Module {
  readonly layers: readonly TransformerDecoderLayer[];
  readonly norm: LayerNorm | null;

  /** @param create returns a layer; all layers begin with the weights of the first, as in PyTorch */
  constructor(
    create: () => TransformerDecoderLayer,
    numLayers: number,
    options: { norm?: LayerNorm | null } = {},
  ) {
    super();
    this.layers = createEqual("TransformerDecoder", create, numLayers);
    this.norm = options.norm ?? null;
  }

  /** Input [L, B, E] and memory [S, B, E], or [B, ...] if the layers are `batchFirst`, to the input's shape. */
  forward(tgt: Tensor, memory: Tensor, inputs: DecoderLayerInputs = {}): Tensor {
    const output = this.layers.reduce((x, layer) => layer.forward(x, memory, inputs), tgt);
    return this.norm?.forward(output) ?? output;
  }
}
