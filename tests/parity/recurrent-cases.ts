// Recurrent layers with their counterparts in PyTorch, and inputs.
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell, weightNorm } from "../../src/nn/index.js";
import type { DType, Tensor } from "../../src/tensor/index.js";
import { ops } from "../../src/tensor/ops.js";
import type { LayerCase } from "./layer.js";

export const RECURRENT_DEFINITIONS = `
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
def packed(model, x, lengths, hx=None):
    batch_first = model.batch_first
    data = pack_padded_sequence(x, torch.tensor(lengths), batch_first=batch_first, enforce_sorted=False)
    output, state = model(data, hx)
    output, _ = pad_packed_sequence(output, batch_first=batch_first, total_length=x.shape[1 if batch_first else 0])
    return output, state
`;

const given =
  (...shapes: number[][]) =>
  (dtype: DType): Tensor[] =>
    shapes.map((shape) => ops.randn(shape, { dtype }));

const LENGTHS = [4, 6, 1, 4];

export const RECURRENT_CASES: Record<string, LayerCase> = {
  RNN: { layer: () => new RNN(3, 5), torch: "nn.RNN(3, 5)", input: [6, 4, 3] },
  "RNN of two layers by relu, both directions, one sequence": {
    layer: () => new RNN(3, 5, { numLayers: 2, nonlinearity: "relu", bidirectional: true, bias: false }),
    torch: "nn.RNN(3, 5, num_layers=2, nonlinearity='relu', bidirectional=True, bias=False)",
    input: given([6, 3], [4, 5]),
  },
  "RNN by lengths": {
    layer: () => new RNN(3, 5, { bidirectional: true }),
    torch: "nn.RNN(3, 5, bidirectional=True)",
    input: [6, 4, 3],
    call: (layer: RNN, x) => layer.forward(x!, null, { lengths: LENGTHS }),
    torchCall: `packed(model, x[0], [${LENGTHS}])`,
  },
  LSTM: { layer: () => new LSTM(3, 5), torch: "nn.LSTM(3, 5)", input: [6, 4, 3] },
  "LSTM of two layers, batch first, both directions, with states": {
    layer: () => new LSTM(3, 5, { numLayers: 2, batchFirst: true, bidirectional: true }),
    torch: "nn.LSTM(3, 5, num_layers=2, batch_first=True, bidirectional=True)",
    input: given([4, 6, 3], [4, 4, 5], [4, 4, 5]),
    call: (layer: LSTM, x, h, c) => layer.forward(x!, [h!, c!]),
    torchCall: "model(x[0], (x[1], x[2]))",
  },
  "LSTM of one sequence, batch first": {
    layer: () => new LSTM(3, 5, { batchFirst: true, bias: false }),
    torch: "nn.LSTM(3, 5, batch_first=True, bias=False)",
    input: given([6, 3], [1, 5], [1, 5]),
    call: (layer: LSTM, x, h, c) => layer.forward(x!, [h!, c!]),
    torchCall: "model(x[0], (x[1], x[2]))",
  },
  "LSTM by lengths, two layers, both directions, with states": {
    layer: () => new LSTM(3, 5, { numLayers: 2, batchFirst: true, bidirectional: true }),
    torch: "nn.LSTM(3, 5, num_layers=2, batch_first=True, bidirectional=True)",
    input: given([4, 6, 3], [4, 4, 5], [4, 4, 5]),
    call: (layer: LSTM, x, h, c) => layer.forward(x!, [h!, c!], { lengths: LENGTHS }),
    torchCall: `packed(model, x[0], [${LENGTHS}], (x[1], x[2]))`,
  },
  "LSTM by lengths, all shorter than the input": {
    layer: () => new LSTM(3, 5),
    torch: "nn.LSTM(3, 5)",
    input: [6, 2, 3],
    call: (layer: LSTM, x) => layer.forward(x!, null, { lengths: Int32Array.of(2, 4) }),
    torchCall: "packed(model, x[0], [2, 4])",
  },
  "LSTM with projections": {
    layer: () => new LSTM(3, 5, { numLayers: 2, bidirectional: true, projSize: 2 }),
    torch: "nn.LSTM(3, 5, num_layers=2, bidirectional=True, proj_size=2)",
    input: [6, 4, 3],
  },
  "LSTM with dropout: the masks of the same seed": {
    layer: () => new LSTM(3, 5, { numLayers: 3, dropout: 0.4 }),
    torch: "nn.LSTM(3, 5, num_layers=3, dropout=0.4)",
    input: [6, 4, 3],
    numSteps: 2,
    // In Python, cuDNN draws the masks from a generator of its own, which is seeded once in a process.
    isForCpu: true,
  },
  "LSTM with dropout in evaluation": {
    layer: () => new LSTM(3, 5, { numLayers: 2, dropout: 0.4 }),
    torch: "nn.LSTM(3, 5, num_layers=2, dropout=0.4)",
    input: [6, 4, 3],
    isEval: true,
  },
  "LSTM with weight norm": {
    layer: () => weightNorm(new LSTM(3, 5), { name: "weightHhL0" }),
    torch: "nn.utils.parametrizations.weight_norm(nn.LSTM(3, 5), name='weight_hh_l0')",
    input: [6, 4, 3],
  },
  GRU: { layer: () => new GRU(3, 5), torch: "nn.GRU(3, 5)", input: [6, 4, 3] },
  "GRU of two layers, batch first, both directions, with a state": {
    layer: () => new GRU(3, 5, { numLayers: 2, batchFirst: true, bidirectional: true }),
    torch: "nn.GRU(3, 5, num_layers=2, batch_first=True, bidirectional=True)",
    input: given([4, 6, 3], [4, 4, 5]),
  },
  "GRU by lengths, two layers, both directions": {
    layer: () => new GRU(3, 5, { numLayers: 2, bidirectional: true, batchFirst: true }),
    torch: "nn.GRU(3, 5, num_layers=2, bidirectional=True, batch_first=True)",
    input: [4, 6, 3],
    call: (layer: GRU, x) => layer.forward(x!, null, { lengths: ops.zeros([4], { dtype: "int64" }).add_(5) }),
    torchCall: "packed(model, x[0], [5, 5, 5, 5])",
  },
  RNNCell: { layer: () => new RNNCell(3, 5), torch: "nn.RNNCell(3, 5)", input: [4, 3] },
  "RNNCell by relu, with a state": {
    layer: () => new RNNCell(3, 5, { nonlinearity: "relu", bias: false }),
    torch: "nn.RNNCell(3, 5, nonlinearity='relu', bias=False)",
    input: given([4, 3], [4, 5]),
  },
  LSTMCell: { layer: () => new LSTMCell(3, 5), torch: "nn.LSTMCell(3, 5)", input: [4, 3] },
  "LSTMCell with states, one sequence": {
    layer: () => new LSTMCell(3, 5, { bias: false }),
    torch: "nn.LSTMCell(3, 5, bias=False)",
    input: given([3], [5], [5]),
    call: (layer: LSTMCell, x, h, c) => layer.forward(x!, [h!, c!]),
    torchCall: "model(x[0], (x[1], x[2]))",
  },
  GRUCell: { layer: () => new GRUCell(3, 5), torch: "nn.GRUCell(3, 5)", input: given([4, 3], [4, 5]) },
};
