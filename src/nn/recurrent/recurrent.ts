// B = sequences of a batch, T = time steps, H = hidden size, L = layers times directions.
import { ShapeError } from "../../errors.js";
import { addon } from "../../tensor/addon.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { checkProbability, currentDropoutMasks, dropByMasks } from "../dropout-masks.js";
import { expectRank, Module, Parameter } from "../module.js";
import { countOf } from "../sizes.js";
import { flattenWeights, type RecurrentKind } from "./flat-weights.js";
import { createPacking, type Lengths, type Packing, pack, unpack } from "./packing.js";

export interface RecurrentOptions {
  /** Layers, each of which runs on the outputs of the one before. Default 1. */
  numLayers?: number;
  bias?: boolean;
  /** true: inputs and outputs are [B, T, ...]; false: [T, B, ...]. Default false. */
  batchFirst?: boolean;
  /** Probability of dropout between layers: without effect on one layer. Default 0. */
  dropout?: number;
  /** true: each layer also runs backwards in time. Default false. */
  bidirectional?: boolean;
}

/** Further inputs of a recurrent layer. */
export interface Sequences {
  /** Time steps of each sequence; later ones are padding, which changes nothing and whose outputs are 0. Default: all. */
  lengths?: Lengths;
}

/** A call of libtorch's operator: some layers on padded input, or on packed input with `batchSizes`. */
export interface RecurrentCall {
  input: Tensor;
  batchSizes: Tensor | null;
  /** Initial states, each [L, B, H]. */
  states: readonly Tensor[];
  weights: readonly Tensor[];
  hasBias: boolean;
  numLayers: number;
  dropout: number;
  training: boolean;
  bidirectional: boolean;
  batchFirst: boolean;
}

/** Shape of a recurrent layer: rows of weights for each hidden value, and the sizes of its states. */
interface RecurrentShape {
  layer: string;
  inputSize: number;
  hiddenSize: number;
  numGates: number;
  /** Sizes of the states; the first is that of the outputs. */
  stateSizes: readonly number[];
}

/**
 * The base of RNN, LSTM and GRU. Weights have PyTorch's names: `weight_ih_l0`, `weight_hh_l0`, `bias_ih_l0`, `bias_hh_l0`,
 * and the same with `_reverse`.
 */
export abstract class Recurrent extends Module {
  readonly #shape: RecurrentShape;
  readonly #numLayers: number;
  readonly #hasBias: boolean;
  readonly #batchFirst: boolean;
  readonly #dropout: number;
  readonly #bidirectional: boolean;
  /** Fields of the weights of each layer. */
  readonly #fields: readonly string[][];
  /** Handles of the weights of each operator call whose memory was arranged, by the call's first layer. */
  readonly #arranged = new Map<number, string>();

  constructor(shape: RecurrentShape, options: RecurrentOptions) {
    super();
    const { layer, inputSize, hiddenSize, numGates, stateSizes } = shape;
    const { numLayers = 1, bias = true, batchFirst = false, dropout = 0, bidirectional = false } = options;
    countOf(layer, "inputSize", inputSize);
    countOf(layer, "hiddenSize", hiddenSize);
    this.#shape = shape;
    this.#numLayers = countOf(layer, "numLayers", numLayers);
    this.#hasBias = bias;
    this.#batchFirst = batchFirst;
    this.#dropout = checkProbability(layer, dropout);
    this.#bidirectional = bidirectional;
    const numDirections = bidirectional ? 2 : 1;
    const outputSize = stateSizes[0]!;
    const bound = 1 / Math.sqrt(hiddenSize);
    const rows = numGates * hiddenSize;
    this.#fields = Array.from({ length: numLayers }, (_, level) => {
      const width = level === 0 ? inputSize : numDirections * outputSize;
      const shapes: [string, number[]][] = [
        ["weightIh", [rows, width]],
        ["weightHh", [rows, outputSize]],
      ];
      if (bias) shapes.push(["biasIh", [rows]], ["biasHh", [rows]]);
      if (outputSize !== hiddenSize) shapes.push(["weightHr", [outputSize, hiddenSize]]);
      const ends = bidirectional ? ["", "Reverse"] : [""];
      return ends.flatMap((end) =>
        shapes.map(([name, size]) => {
          const field = `${name}L${level}${end}`;
          Object.assign(this, { [field]: new Parameter(ops.empty(size).uniform_(-bound, bound)) });
          return field;
        }),
      );
    });
  }

  /** The kind of layer, which decides the operator. */
  protected abstract readonly kind: RecurrentKind;

  /** Calls libtorch's operator; returns the output and the final states. */
  protected abstract call(given: RecurrentCall): Tensor[];

  /**
   * Runs all layers.
   *
   * @param states initial states, each [L, B, H]; null for zeros
   * @returns the output and the final states
   */
  protected run(
    input: Tensor,
    states: readonly Tensor[] | null,
    { lengths }: Sequences,
  ): [output: Tensor, ...states: Tensor[]] {
    const { layer, inputSize, stateSizes } = this.#shape;
    expectRank(layer, input, [2, 3]);
    const shape = input.shape;
    if (shape.at(-1) !== inputSize) {
      throw new ShapeError(
        "SHAPE",
        `${layer}: expected ${inputSize} values in the last dimension, input is [${shape.join(", ")}]`,
      );
    }
    const isBatched = shape.length === 3;
    const batchDim = this.#batchFirst ? 0 : 1;
    const batch = isBatched ? input : input.unsqueeze(batchDim);
    const batchSize = isBatched ? shape[batchDim]! : 1;
    const numSteps = shape.at(isBatched ? 1 - batchDim : 0)!;
    const numRows = this.#numLayers * (this.#bidirectional ? 2 : 1);
    const initial = stateSizes.map((size, i) => {
      const expected = isBatched ? [numRows, batchSize, size] : [numRows, size];
      const given = states?.[i];
      if (given === undefined)
        return ops.zeros([numRows, batchSize, size], { dtype: input.dtype, device: input.device });
      expectState(layer, given, expected, input);
      // cuDNN takes no others.
      return (isBatched ? given : given.unsqueeze(1)).contiguous();
    });
    const packing = lengths === undefined ? null : createPacking(layer, lengths, batchSize, numSteps, input);
    const [output, ...final] = this.#runLayers(batch, initial, packing);
    if (isBatched) return [output!, ...final];
    return [output!.squeeze(batchDim), ...final.map((state) => state.squeeze(1))];
  }

  #runLayers(input: Tensor, states: readonly Tensor[], packing: Packing | null): Tensor[] {
    const sorted = packing === null ? states : states.map((one) => one.indexSelect(1, packing.order));
    const results = this.#runsLayerByLayer(input)
      ? this.#runByLayer(input, sorted, packing)
      : this.#runSome(input, sorted, packing, 0, this.#numLayers);
    if (packing === null) return results;
    return results.map((one, i) => (i === 0 ? one : one.indexSelect(1, packing.inverse)));
  }

  /**
   * Returns whether dropout runs between operator calls of one layer each: where masks are given, because the operator
   * itself would draw them from the default generator; and on a GPU, because cuDNN would draw them from a generator of its
   * own, which neither a checkpoint nor gradient checkpointing restores. In evaluation too, so that the weights of a call
   * stay where they are.
   */
  #runsLayerByLayer({ device }: Tensor): boolean {
    if (this.#dropout === 0 || this.#numLayers === 1) return false;
    return device !== "cpu" || (this.training && currentDropoutMasks() !== null);
  }

  #runByLayer(input: Tensor, states: readonly Tensor[], packing: Packing | null): Tensor[] {
    const numRows = this.#bidirectional ? 2 : 1;
    let output = input;
    const finals: Tensor[][] = states.map(() => []);
    for (let level = 0; level < this.#numLayers; level++) {
      if (level > 0) output = this.#drop(output);
      const own = states.map((one) => one.narrow(0, level * numRows, numRows));
      const [next, ...final] = this.#runSome(output, own, packing, level, 1);
      output = next!;
      for (const [i, state] of final.entries()) finals[i]!.push(state);
    }
    return [output, ...finals.map((parts) => ops.cat(parts, 0))];
  }

  /** Masks have a row for each sequence. */
  #drop(values: Tensor): Tensor {
    if (!this.training) return values;
    const rows = this.#batchFirst ? values : values.transpose(0, 1);
    const dropped = dropByMasks(rows, this.#dropout, 3) ?? ops.dropout(rows, this.#dropout, true);
    return this.#batchFirst ? dropped : dropped.transpose(0, 1);
  }

  #runSome(
    input: Tensor,
    states: readonly Tensor[],
    packing: Packing | null,
    first: number,
    numLayers: number,
  ): Tensor[] {
    const fields = this as unknown as Record<string, Tensor>;
    const weights = this.#fields
      .slice(first, first + numLayers)
      .flatMap((names) => names.map((name) => fields[name]!));
    const isOnGpu = input.device !== "cpu";
    if (isOnGpu) this.#arrange(weights, first, numLayers);
    const batchFirst = this.#batchFirst;
    const given = {
      ...{
        states,
        weights,
        hasBias: this.#hasBias,
        numLayers,
        batchFirst,
        bidirectional: this.#bidirectional,
      },
      // Only dropout depends on it, but cuDNN has no gradients without it: a frozen layer may be behind others that train.
      training: this.training || (isOnGpu && addon.gradMode()),
      dropout: this.training && numLayers > 1 ? this.#dropout : 0,
    };
    if (packing === null) return this.call({ ...given, input, batchSizes: null });
    const [data, batchSizes] = pack(input, packing, batchFirst);
    const [output, ...final] = this.call({ ...given, input: data, batchSizes });
    return [unpack(output!, batchSizes, packing, batchFirst), ...final];
  }

  /** Arranges the weights of an operator call in memory, once for each place that they are moved to. */
  #arrange(weights: readonly Tensor[], first: number, numLayers: number): void {
    const handles = weights.map(({ handle }) => handle).join();
    if (this.#arranged.get(first) === handles) return;
    this.#arranged.set(first, handles);
    const { inputSize, hiddenSize, stateSizes } = this.#shape;
    const [outputSize] = stateSizes as [number];
    const numDirections = this.#bidirectional ? 2 : 1;
    flattenWeights(weights, {
      ...{ kind: this.kind, numTensors: this.#fields[0]!.length / numDirections, hiddenSize, numLayers },
      inputSize: first === 0 ? inputSize : numDirections * outputSize,
      projSize: outputSize === hiddenSize ? 0 : outputSize,
      ...{ batchFirst: this.#batchFirst, bidirectional: this.#bidirectional },
    });
  }
}

function expectState(layer: string, state: Tensor, expected: readonly number[], input: Tensor): void {
  const shape = state.shape;
  if (shape.join() === expected.join()) return;
  throw new ShapeError(
    "SHAPE",
    `${layer}: expected an initial state [${expected.join(", ")}] for input [${input.shape.join(", ")}], got [${shape.join(", ")}]`,
  );
}
