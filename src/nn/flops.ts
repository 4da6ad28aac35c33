import { Tensor } from "../tensor/index.js";

type Formula = (values: readonly unknown[], result: unknown) => number;

const shapeOf = (value: unknown): number[] => (value instanceof Tensor ? value.shape : []);
const numelOf = (value: unknown): number => (value instanceof Tensor ? value.numel : 0);
const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** An output value is a sum over the weights of its channel. */
const convolution: Formula = ([, weight], result) => 2 * numelOf(result) * product(shapeOf(weight).slice(1));
const transposedConvolution: Formula = ([input, weight]) =>
  2 * numelOf(input) * product(shapeOf(weight).slice(1));
/** An output value is a sum over the last dimension of the left matrix. */
const matrixProduct =
  (left: number): Formula =>
  (values, result) =>
    2 * numelOf(result) * (shapeOf(values[left]).at(-1) ?? 0);
/** Queries [..., S, E] times keys [..., T, E], and those times values [..., T, V]. */
const attention: Formula = ([query, key, value]) => {
  const width = shapeOf(query).at(-1)! + shapeOf(value).at(-1)!;
  return 2 * product(shapeOf(query).slice(0, -1)) * shapeOf(key).at(-2)! * width;
};
/** Each time step of each sequence multiplies with each weight matrix once. */
const recurrent: Formula = (values) => {
  const [input] = values;
  const numSteps = numelOf(input) / shapeOf(input).at(-1)!;
  // The weights are the last list; that of LSTM's states is before it.
  const parameters = values.findLast((value) => Array.isArray(value)) as Tensor[];
  const matrices = parameters.filter(({ ndim }) => ndim === 2);
  return 2 * numSteps * matrices.reduce((sum, { numel }) => sum + numel, 0);
};
const recurrentCell: Formula = ([input, , weightIh, weightHh]) => {
  const numRows = numelOf(input) / shapeOf(input).at(-1)!;
  return 2 * numRows * (numelOf(weightIh) + numelOf(weightHh));
};

const FORMULAS: Readonly<Record<string, Formula>> = {
  conv1d: convolution,
  conv2d: convolution,
  conv3d: convolution,
  conv_transpose1d: transposedConvolution,
  conv_transpose2d: transposedConvolution,
  conv_transpose3d: transposedConvolution,
  linear: matrixProduct(0),
  matmul: matrixProduct(0),
  mm: matrixProduct(0),
  bmm: matrixProduct(0),
  mv: matrixProduct(0),
  addmm: matrixProduct(1),
  baddbmm: matrixProduct(1),
  scaled_dot_product_attention: attention,
  lstm: recurrent,
  gru: recurrent,
  rnn_tanh: recurrent,
  rnn_relu: recurrent,
  lstm_cell: recurrentCell,
  gru_cell: recurrentCell,
  rnn_tanh_cell: recurrentCell,
  rnn_relu_cell: recurrentCell,
};

/**
 * Counts the floating-point operations of one operator call; a multiplication with its addition counts as two. Covers
 * convolutions, matrix products, attention and recurrent layers, without biases, as `torch.utils.flop_counter` does.
 * Returns 0 for every other operator.
 *
 * @param name with namespace and overload: `aten::conv2d`, `aten::addmm.out`
 */
export function flopsOf(name: string, values: readonly unknown[], result: unknown): number {
  const base = name.replace(/^aten::/, "").replace(/\..*$/, "");
  return FORMULAS[base]?.(values, result) ?? 0;
}
