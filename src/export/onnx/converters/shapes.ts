import type { Call, Convert } from "../call.js";

const LARGEST = 2 ** 53 - 1;

const same: Convert = (call) => call.tensor();

const reshape =
  (argument: string): Convert =>
  (call) =>
    // Without `allowzero`, a size of 0 would mean "unchanged".
    call.graph.add("Reshape", [call.tensor(), call.sizes(argument)], { allowzero: 1 });

/** Merges the axes from `start_dim` to `end_dim`. */
const flatten: Convert = (call) => {
  const rank = call.rank();
  const start = call.axis("start_dim", 0);
  const end = call.axis("end_dim", -1);
  if (start === 1 && end === rank - 1) return call.graph.add("Flatten", [call.tensor()], { axis: 1 });
  const kept = (axis: number) => call.graph.size(call.tensor(), axis);
  const sizes = call.dims().flatMap((_, axis) => {
    if (axis === start) return [call.graph.numbers([-1])];
    return axis > start && axis <= end ? [] : [kept(axis)];
  });
  return call.graph.add("Reshape", [call.tensor(), call.graph.add("Concat", sizes, { axis: 0 })]);
};

const transpose: Convert = (call) => {
  const perm = call.dims().map((_, axis) => axis);
  const [a, b] = [call.axis("dim0", 0), call.axis("dim1", 1)];
  perm[a] = b;
  perm[b] = a;
  return call.graph.add("Transpose", [call.tensor()], { perm });
};

const permute: Convert = (call) => call.graph.add("Transpose", [call.tensor()], { perm: call.axes("dims") });

const unsqueeze: Convert = (call) => {
  const axis = call.axis("dim", undefined, call.rank() + 1);
  return call.graph.add("Unsqueeze", [call.tensor(), call.graph.numbers([axis])]);
};

const squeeze: Convert = (call) => {
  const axes = call.axes("dim").filter((axis) => call.dims()[axis] === 1);
  return axes.length === 0
    ? call.tensor()
    : call.graph.add("Squeeze", [call.tensor(), call.graph.numbers(axes)]);
};

function slice(call: Call, axis: number, start: string, end: string, step = 1): string {
  const { graph } = call;
  return graph.add("Slice", [call.tensor(), start, end, graph.numbers([axis]), graph.numbers([step])]);
}

const sliceTensor: Convert = (call) => {
  const start = call.has("start") ? call.sizes("start") : call.graph.numbers([0]);
  const end = call.has("end") ? call.sizes("end") : call.graph.numbers([LARGEST]);
  return slice(call, call.axis("dim", 0), start, end, call.number("step", 1));
};

const narrow: Convert = (call) => {
  const start = call.sizes("start");
  return slice(call, call.axis("dim"), start, call.graph.add("Add", [start, call.sizes("length")]));
};

const select: Convert = (call) => {
  const index = call.graph.add("Squeeze", [call.sizes("index")]);
  return call.graph.add("Gather", [call.tensor(), index], { axis: call.axis("dim") });
};

/** Converts expand: a size of -1 keeps the axis, as 1 does in ONNX's Expand. */
const expand: Convert = (call) => {
  const { graph } = call;
  const sizes = call.sizes("size");
  const one = graph.numbers([1]);
  const kept = graph.add("Where", [graph.add("Equal", [sizes, graph.numbers([-1])]), one, sizes]);
  return graph.add("Expand", [call.tensor(), kept]);
};

const cat: Convert = (call) => {
  const axis = call.axis("dim", 0, call.result.dims.length);
  return call.graph.add("Concat", call.tensors("tensors"), { axis });
};

const stack: Convert = (call) => {
  const axis = call.axis("dim", 0, call.result.dims.length);
  const axes = call.graph.numbers([axis]);
  const parts = call.tensors("tensors").map((one) => call.graph.add("Unsqueeze", [one, axes]));
  return call.graph.add("Concat", parts, { axis });
};

/** Splits into equal parts; the last one has the remaining size. */
const split: Convert = (call) => {
  const axis = call.axis("dim", 0);
  const parts = call.call.results.map(
    ({ dims }) => dims[axis] ?? call.fail("the parts' sizes must not depend on the input's size"),
  );
  return call.graph.addMany("Split", [call.tensor(), call.graph.numbers(parts)], parts.length, { axis });
};

const REFLECTED: Record<string, string> = { constant: "constant", reflect: "reflect", replicate: "edge" };

/** Converts padding: PyTorch's list starts with the last axis; ONNX's has all starts, then all ends. */
const pad: Convert = (call) => {
  const mode =
    REFLECTED[call.text("mode", "constant")] ?? call.fail(`mode "${call.text("mode", "")}" has no ONNX form`);
  const rank = call.rank();
  const amounts = call.numbers("pad", 1, 0);
  const pads = Array<number>(2 * rank).fill(0);
  for (let i = 0; i < amounts.length / 2; i++) {
    pads[rank - 1 - i] = amounts[2 * i]!;
    pads[2 * rank - 1 - i] = amounts[2 * i + 1]!;
  }
  const inputs = [call.tensor(), call.graph.numbers(pads)];
  if (mode === "constant") inputs.push(call.graph.scalar(call.number("value", 0), call.dtype()));
  return call.graph.add("Pad", inputs, { mode });
};

const copy: Convert = (call) => {
  const source = call.cast(call.tensor("src"), call.dtype("src"), call.dtype());
  return call.graph.add("Expand", [source, call.graph.add("Shape", [call.tensor()])]);
};

/** Operators whose result may share memory with the first argument. */
export const VIEWS: Record<string, Convert> = {
  "aten::reshape": reshape("shape"),
  "aten::view": reshape("size"),
  "aten::flatten.using_ints": flatten,
  "aten::transpose.int": transpose,
  "aten::t": (call) =>
    call.graph.add("Transpose", [call.tensor()], { perm: call.rank() === 2 ? [1, 0] : [0] }),
  "aten::permute": permute,
  "aten::unsqueeze": unsqueeze,
  "aten::squeeze": squeeze,
  "aten::squeeze.dim": squeeze,
  "aten::squeeze.dims": squeeze,
  "aten::slice.Tensor": sliceTensor,
  "aten::narrow": narrow,
  "aten::select.int": select,
  "aten::expand": expand,
  "aten::chunk": split,
  "aten::split.Tensor": split,
  "aten::split_with_sizes": split,
  "aten::contiguous": same,
  "aten::detach": same,
  "aten::alias": same,
};

export const SHAPES: Record<string, Convert> = {
  "aten::cat": cat,
  "aten::stack": stack,
  "aten::pad": pad,
  "aten::copy": copy,
};
