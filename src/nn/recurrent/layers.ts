// B = sequences of a batch, T = time steps, H = hidden size, L = layers times directions.
import { ConfigError, ShapeError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";
import { op } from "../../tensor/ops.js";
import { countOf } from "../sizes.js";
import { Recurrent, type RecurrentCall, type RecurrentOptions, type Sequences } from "./recurrent.js";

/** Arguments that all recurrent operators have after those of data and states. */
type Settings = [
  weights: readonly Tensor[],
  hasBias: boolean,
  numLayers: number,
  dropout: number,
  training: boolean,
  bidirectional: boolean,
];

function settingsOf(given: RecurrentCall): Settings {
  const { weights, hasBias, numLayers, dropout, training, bidirectional } = given;
  return [weights, hasBias, numLayers, dropout, training, bidirectional];
}

export interface RNNOptions extends RecurrentOptions {
  /** Default `tanh`. */
  nonlinearity?: "tanh" | "relu";
}

/**
 * Recurrent layers of one state (Elman, 1990). Input [T, B, inputSize], or [B, T, inputSize] with `batchFirst`, or
 * [T, inputSize]. Equals `torch.nn.RNN`.
 */
export class RNN extends Recurrent {
  protected readonly kind: "rnn_tanh" | "rnn_relu";

  constructor(inputSize: number, hiddenSize: number, options: RNNOptions = {}) {
    super({ layer: "RNN", inputSize, hiddenSize, numGates: 1, stateSizes: [hiddenSize] }, options);
    const { nonlinearity = "tanh" } = options;
    if (nonlinearity !== "tanh" && nonlinearity !== "relu") {
      throw new ConfigError("VALUE", `RNN: nonlinearity: expected tanh or relu, got ${String(nonlinearity)}`);
    }
    this.kind = `rnn_${nonlinearity}`;
  }

  /**
   * Returns the outputs [T, B, H times directions] and the final state [L, B, H].
   *
   * @param hx initial state [L, B, H]. Default: zeros
   */
  forward(input: Tensor, hx: Tensor | null = null, sequences: Sequences = {}): [Tensor, Tensor] {
    const [output, state] = this.run(input, hx === null ? null : [hx], sequences);
    return [output, state!];
  }

  protected call(given: RecurrentCall): Tensor[] {
    const { input, batchSizes, states, batchFirst } = given;
    return batchSizes === null
      ? op(`aten::${this.kind}.input`)(input, states[0]!, ...settingsOf(given), batchFirst)
      : op(`aten::${this.kind}.data`)(input, batchSizes, states[0]!, ...settingsOf(given));
  }
}

/**
 * Gated recurrent units (Cho et al., 2014). Input [T, B, inputSize], or [B, T, inputSize] with `batchFirst`, or
 * [T, inputSize]. Equals `torch.nn.GRU`.
 */
export class GRU extends Recurrent {
  protected readonly kind = "gru";

  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super({ layer: "GRU", inputSize, hiddenSize, numGates: 3, stateSizes: [hiddenSize] }, options);
  }

  /**
   * Returns the outputs [T, B, H times directions] and the final state [L, B, H].
   *
   * @param hx initial state [L, B, H]. Default: zeros
   */
  forward(input: Tensor, hx: Tensor | null = null, sequences: Sequences = {}): [Tensor, Tensor] {
    const [output, state] = this.run(input, hx === null ? null : [hx], sequences);
    return [output, state!];
  }

  protected call(given: RecurrentCall): Tensor[] {
    const { input, batchSizes, states, batchFirst } = given;
    return batchSizes === null
      ? op("aten::gru.input")(input, states[0]!, ...settingsOf(given), batchFirst)
      : op("aten::gru.data")(input, batchSizes, states[0]!, ...settingsOf(given));
  }
}

export interface LSTMOptions extends RecurrentOptions {
  /** Size of outputs and hidden states, if they are projected (Sak et al., 2014). Default: the hidden size. */
  projSize?: number;
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997). Input [T, B, inputSize], or [B, T, inputSize] with
 * `batchFirst`, or [T, inputSize]. Equals `torch.nn.LSTM`.
 */
export class LSTM extends Recurrent {
  protected readonly kind = "lstm";

  constructor(inputSize: number, hiddenSize: number, options: LSTMOptions = {}) {
    const projSize = countOf("LSTM", "projSize", options.projSize ?? 0, 0);
    if (projSize >= hiddenSize) {
      throw new ShapeError(
        "SHAPE",
        `LSTM: projSize: expected less than hiddenSize=${hiddenSize}, got ${projSize}`,
      );
    }
    const stateSizes = [projSize === 0 ? hiddenSize : projSize, hiddenSize];
    super({ layer: "LSTM", inputSize, hiddenSize, numGates: 4, stateSizes }, options);
  }

  /**
   * Returns the outputs [T, B, H times directions] and the final hidden and cell states, each [L, B, H].
   *
   * @param hx initial hidden and cell states, each [L, B, H]. Default: zeros
   */
  forward(
    input: Tensor,
    hx: readonly [Tensor, Tensor] | null = null,
    sequences: Sequences = {},
  ): [Tensor, [Tensor, Tensor]] {
    const [output, hidden, cell] = this.run(input, hx, sequences);
    return [output, [hidden!, cell!]];
  }

  protected call(given: RecurrentCall): Tensor[] {
    const { input, batchSizes, states, batchFirst } = given;
    return batchSizes === null
      ? op("aten::lstm.input")(input, states, ...settingsOf(given), batchFirst)
      : op("aten::lstm.data")(input, batchSizes, states, ...settingsOf(given));
  }
}
