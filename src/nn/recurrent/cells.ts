// B = sequences of a batch, H = hidden size.
import { ConfigError, ShapeError } from "../../errors.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { expectRank, Module, Parameter } from "../module.js";
import { countOf } from "../sizes.js";

export interface CellOptions {
  bias?: boolean;
}

/** One time step of a recurrent layer. Weights have PyTorch's names: `weight_ih`, `weight_hh`, `bias_ih`, `bias_hh`. */
abstract class Cell extends Module {
  readonly weightIh: Parameter; // [gates * H, inputSize]
  readonly weightHh: Parameter; // [gates * H, H]
  readonly biasIh: Parameter | null; // [gates * H]
  readonly biasHh: Parameter | null; // [gates * H]
  readonly #layer: string;
  readonly #inputSize: number;
  readonly #hiddenSize: number;

  constructor(layer: string, numGates: number, inputSize: number, hiddenSize: number, options: CellOptions) {
    super();
    this.#layer = layer;
    this.#inputSize = countOf(layer, "inputSize", inputSize);
    this.#hiddenSize = countOf(layer, "hiddenSize", hiddenSize);
    const bound = 1 / Math.sqrt(hiddenSize);
    const rows = numGates * hiddenSize;
    const weight = (...shape: number[]) => new Parameter(ops.empty(shape).uniform_(-bound, bound));
    const hasBias = options.bias ?? true;
    this.weightIh = weight(rows, inputSize);
    this.weightHh = weight(rows, hiddenSize);
    this.biasIh = hasBias ? weight(rows) : null;
    this.biasHh = hasBias ? weight(rows) : null;
  }

  /** Runs `step` on a batch; input and states of one sequence get a dimension for it. */
  protected run(
    input: Tensor,
    states: readonly (Tensor | null)[],
    step: (input: Tensor, states: Tensor[]) => Tensor[],
  ): Tensor[] {
    expectRank(this.#layer, input, [1, 2]);
    const shape = input.shape;
    const isBatched = shape.length === 2;
    if (shape.at(-1) !== this.#inputSize) {
      throw new ShapeError(
        "SHAPE",
        `${this.#layer}: expected ${this.#inputSize} values in the last dimension, input is [${shape.join(", ")}]`,
      );
    }
    const expected = isBatched ? [shape[0]!, this.#hiddenSize] : [this.#hiddenSize];
    const initial = states.map((state) => {
      const { dtype, device } = input;
      if (state === null) return ops.zeros([isBatched ? shape[0]! : 1, this.#hiddenSize], { dtype, device });
      if (state.shape.join() === expected.join()) return isBatched ? state : state.unsqueeze(0);
      throw new ShapeError(
        "SHAPE",
        `${this.#layer}: expected a state [${expected.join(", ")}] for input [${shape.join(", ")}], got [${state.shape.join(", ")}]`,
      );
    });
    const results = step(isBatched ? input : input.unsqueeze(0), initial);
    return isBatched ? results : results.map((one) => one.squeeze(0));
  }
}

/** One step of `RNN`: input [B, inputSize] and state [B, H] to the next state. Equals `torch.nn.RNNCell`. */
export class RNNCell extends Cell {
  readonly #nonlinearity: "tanh" | "relu";

  constructor(
    inputSize: number,
    hiddenSize: number,
    options: CellOptions & { nonlinearity?: "tanh" | "relu" } = {},
  ) {
    super("RNNCell", 1, inputSize, hiddenSize, options);
    this.#nonlinearity = options.nonlinearity ?? "tanh";
    if (this.#nonlinearity !== "tanh" && this.#nonlinearity !== "relu") {
      throw new ConfigError(
        "VALUE",
        `RNNCell: nonlinearity: expected tanh or relu, got ${String(this.#nonlinearity)}`,
      );
    }
  }

  /** @param hx state [B, H]. Default: zeros */
  forward(input: Tensor, hx: Tensor | null = null): Tensor {
    const step = this.#nonlinearity === "tanh" ? ops.rnnTanhCell : ops.rnnReluCell;
    return this.run(input, [hx], (x, [h]) => [
      step(x, h!, this.weightIh, this.weightHh, this.biasIh, this.biasHh),
    ])[0]!;
  }
}

/** One step of `GRU`: input [B, inputSize] and state [B, H] to the next state. Equals `torch.nn.GRUCell`. */
export class GRUCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super("GRUCell", 3, inputSize, hiddenSize, options);
  }

  /** @param hx state [B, H]. Default: zeros */
  forward(input: Tensor, hx: Tensor | null = null): Tensor {
    return this.run(input, [hx], (x, [h]) => [
      ops.gruCell(x, h!, this.weightIh, this.weightHh, this.biasIh, this.biasHh),
    ])[0]!;
  }
}

/** One step of `LSTM`: input [B, inputSize] and states [B, H] to the next hidden and cell states. Equals `torch.nn.LSTMCell`. */
export class LSTMCell extends Cell {
  constructor(inputSize: number, hiddenSize: number, options: CellOptions = {}) {
    super("LSTMCell", 4, inputSize, hiddenSize, options);
  }

  /** @param hx hidden and cell states, each [B, H]. Default: zeros */
  forward(input: Tensor, hx: readonly [Tensor, Tensor] | null = null): [Tensor, Tensor] {
    const [hidden, cell] = this.run(input, hx ?? [null, null], (x, states) =>
      ops.lstmCell(x, states, this.weightIh, this.weightHh, this.biasIh, this.biasHh),
    );
    return [hidden!, cell!];
  }
}
