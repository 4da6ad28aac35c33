// B = sequences of a batch, T = time steps, H = hidden size, D = directions.
import type { Call, Convert } from "../call.js";
import { isOperand } from "../call.js";
import type { Operand } from "../dynamic.js";
import type { Attribute } from "../model.js";

interface Kind {
  opType: "LSTM" | "GRU" | "RNN";
  /** Places in PyTorch's weights of the gates in ONNX's order. */
  gates: readonly number[];
  activation?: string;
}

// PyTorch: input, forget, cell, output; ONNX: input, output, forget, cell.
const LSTM: Kind = { opType: "LSTM", gates: [0, 3, 1, 2] };
// PyTorch: reset, update, new; ONNX: update, reset, hidden.
const GRU: Kind = { opType: "GRU", gates: [1, 0, 2] };
const rnn = (activation: string): Kind => ({ opType: "RNN", gates: [0], activation });

/** Returns a constant weight's numbers with the gates in ONNX's order. */
function reordered(call: Call, operand: Operand, { gates }: Kind): Uint8Array {
  if (operand.kind !== "constant" || operand.sizes !== null || operand.constant.dtype !== "float32") {
    return call.fail("its weights must be float32 constants");
  }
  const { bytes } = operand.constant;
  const size = bytes.length / gates.length;
  return Buffer.concat(gates.map((gate) => bytes.subarray(gate * size, (gate + 1) * size)));
}

/** The weights of one layer in one direction. */
interface Weights {
  input: Operand; // [gates * H, width]
  hidden: Operand; // [gates * H, H]
  biases: readonly Operand[]; // [gates * H] each; none or two
}

/** Runs one layer, in one or both directions; returns the outputs [T, B, D * H] and the final states [D, B, H]. */
function runLayer(
  call: Call,
  kind: Kind,
  input: string,
  states: readonly string[],
  directions: readonly Weights[],
): [output: string, states: string[]] {
  const { graph } = call;
  const numDirections = directions.length;
  const [rows, width] = shapeOf(directions[0]!.input);
  const size = rows! / kind.gates.length;
  const joined = (name: string, shape: number[], pick: (one: Weights) => readonly Operand[]) =>
    graph.constant(
      `${graph.place}.${name}`,
      "float32",
      [numDirections, ...shape],
      Buffer.concat(directions.flatMap((one) => pick(one).map((weight) => reordered(call, weight, kind)))),
    );
  const inputs = [
    input,
    joined("W", [rows!, width!], ({ input }) => [input]),
    joined("R", [rows!, size], ({ hidden }) => [hidden]),
    directions[0]!.biases.length === 0 ? "" : joined("B", [2 * rows!], ({ biases }) => biases),
    "",
    ...states,
  ];
  const attributes: Record<string, Attribute> = {
    hidden_size: size,
    direction: numDirections === 2 ? "bidirectional" : "forward",
  };
  // The reset gate is applied to the product with the hidden state, after its bias.
  if (kind.opType === "GRU") attributes["linear_before_reset"] = 1;
  if (kind.activation !== undefined) attributes["activations"] = directions.map(() => kind.activation!);
  const [outputs, ...final] = graph.addMany(kind.opType, inputs, 1 + states.length, attributes); // [T, D, B, H]
  const turned = graph.add("Transpose", [outputs!], { perm: [0, 2, 1, 3] });
  return [graph.add("Reshape", [turned, graph.numbers([0, 0, numDirections * size])]), final];
}

function shapeOf(operand: Operand): readonly (number | null)[] {
  return operand.kind === "value" ? operand.dims : operand.constant.shape;
}

function operandsOf(call: Call, name: string): Operand[] {
  const given = call.argument(name);
  const list: unknown[] = Array.isArray(given) ? given : [given];
  return list.map((one) => (isOperand(one) ? one : call.fail(`'${name}' is not a list of tensors`)));
}

/** All layers of a recurrent operator. */
const recurrent =
  (kind: Kind): Convert =>
  (call) => {
    const { graph } = call;
    if (call.flag("train", false) && call.number("dropout", 0) > 0)
      return call.fail("it drops; call eval() first");
    const numLayers = call.number("num_layers");
    const numDirections = call.flag("bidirectional", false) ? 2 : 1;
    const numBiases = call.flag("has_biases", true) ? 2 : 0;
    const params = operandsOf(call, "params");
    const numWeights = params.length / (numLayers * numDirections);
    if (numWeights !== 2 + numBiases) return call.fail("ONNX has no projections of hidden states");
    const weightsOf = (index: number): Weights => {
      const [input, hidden, ...biases] = params.slice(index * numWeights, (index + 1) * numWeights);
      return { input: input!, hidden: hidden!, biases };
    };
    const isBatchFirst = call.flag("batch_first", false);
    const swapped = (value: string) => graph.add("Transpose", [value], { perm: [1, 0, 2] });
    const initial = operandsOf(call, "hx").map(call.nameOf);
    let output = isBatchFirst ? swapped(call.tensor("input")) : call.tensor("input");
    const finals: string[][] = initial.map(() => []);
    for (let layer = 0; layer < numLayers; layer++) {
      const ends = [layer, layer + 1].map((one) => graph.numbers([one * numDirections])) as [string, string];
      const states =
        numLayers === 1
          ? initial
          : initial.map((state) => graph.add("Slice", [state, ...ends, graph.numbers([0])]));
      const directions = Array.from({ length: numDirections }, (_, i) =>
        weightsOf(layer * numDirections + i),
      );
      const [next, final] = runLayer(call, kind, output, states, directions);
      output = next;
      for (const [i, state] of final.entries()) finals[i]!.push(state);
    }
    const joined = finals.map((parts) =>
      parts.length === 1 ? parts[0]! : graph.add("Concat", parts, { axis: 0 }),
    );
    return [isBatchFirst ? swapped(output) : output, ...joined];
  };

/** One step: a layer on a sequence of one. */
const cell =
  (kind: Kind): Convert =>
  (call) => {
    const { graph } = call;
    const axes = graph.numbers([0]);
    const asSequence = (value: string) => graph.add("Unsqueeze", [value, axes]);
    const biases = call.has("b_ih") ? [call.operand("b_ih"), call.operand("b_hh")] : [];
    const weights = { input: call.operand("w_ih"), hidden: call.operand("w_hh"), biases };
    const states = operandsOf(call, "hx").map((state) => asSequence(call.nameOf(state)));
    const [, final] = runLayer(call, kind, asSequence(call.tensor("input")), states, [weights]);
    return final.map((state) => graph.add("Squeeze", [state, axes]));
  };

export const RECURRENT: Record<string, Convert> = {
  "aten::lstm.input": recurrent(LSTM),
  "aten::gru.input": recurrent(GRU),
  "aten::rnn_tanh.input": recurrent(rnn("Tanh")),
  "aten::rnn_relu.input": recurrent(rnn("Relu")),
  "aten::lstm_cell": cell(LSTM),
  "aten::gru_cell": cell(GRU),
  "aten::rnn_tanh_cell": cell(rnn("Tanh")),
  "aten::rnn_relu_cell": cell(rnn("Relu")),
};
