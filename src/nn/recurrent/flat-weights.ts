import { noGrad, scope, type Tensor } from "../../tensor/index.js";
import { op } from "../../tensor/ops.js";
import { Parameter } from "../module.js";

/** cuDNN's numbers of the kinds of layers. */
const KINDS = { rnn_relu: 0, rnn_tanh: 1, lstm: 2, gru: 3 };

export type RecurrentKind = keyof typeof KINDS;

/** Sizes of layers that one operator call runs. */
export interface FlatShape {
  kind: RecurrentKind;
  /** Weights and biases of a layer in one direction. */
  numTensors: number;
  inputSize: number;
  hiddenSize: number;
  /** 0 without projections. */
  projSize: number;
  numLayers: number;
  batchFirst: boolean;
  bidirectional: boolean;
}

const isAcceptable = op("aten::cudnn_is_acceptable");
const flatten = op("aten::_cudnn_rnn_flatten_weight");

/**
 * Moves the weights of recurrent layers on a GPU into one block of memory, in place, as `torch.nn.RNN.flatten_parameters`
 * does: else cuDNN copies them in every call, with a warning. Does nothing for weights that it does not run.
 */
export function flattenWeights(weights: readonly Tensor[], shape: FlatShape): void {
  // A computed weight, such as that of weight norm, belongs to a graph.
  if (!weights.every((weight) => weight instanceof Parameter && isAcceptable(weight))) return;
  const { kind, numTensors, inputSize, hiddenSize, projSize, numLayers, batchFirst, bidirectional } = shape;
  noGrad(() =>
    scope(
      () =>
        void flatten(
          ...([weights, numTensors, inputSize, KINDS[kind], hiddenSize] as const),
          ...([projSize, numLayers, batchFirst, bidirectional] as const),
        ),
    ),
  );
}
