import type { Call, Convert } from "../call.js";

const LARGEST = 2 ** 53 - 1;

const same: Convert = (call) => call.tensor();

const reshape =
  (argument: string): Convert =>
  (call) =>
    // Without allowzero, a size of 0 would mean "unchanged".
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

/** Splits one axis into several. */
const unflatten: Convert = (call) => {
  const { graph } = call;
  const axis = call.axis("dim");
  const kept = (other: number) => graph.size(call.tensor(), other);
  const before = call.dims().flatMap((_, other) => (other < axis ? [kept(other)] : []));
  const after = call.dims().flatMap((_, other) => (other > axis ? [kept(other)] : []));
  const sizes = graph.add("Concat", [...before, call.sizes("sizes"), ...after], { axis: 0 });
  return graph.add("Reshape", [call.tensor(), sizes]);
};

/** Windows of an axis, which follow as a new last axis. */
const unfold: Convert = (call) => {
  const { graph } = call;
  const axis = call.axis("dimension");
  const [size, step] = [call.number("size"), call.number("step")];
  const span = graph.add("Sub", [graph.size(call.tensor(), axis), graph.numbers([size - step])]);
  const count = graph.add("Squeeze", [graph.add("Div", [span, graph.numbers([step])])]);
  const numbers = graph.add("Range", [graph.scalar(0), count, graph.scalar(1)]); // [N]
  const starts = graph.add("Mul", [numbers, graph.numbers([step])]);
  const offsets = graph.numbers(
    Array.from({ length: size }, (_, i) => i),
    "int64",
    [1, size],
  );
  const places = graph.add("Add", [graph.add("Unsqueeze", [starts, graph.numbers([1])]), offsets]); // [N, size]
  const windows = graph.add("Gather", [call.tensor(), places], { axis });
  const rank = call.rank();
  if (axis === rank - 1) return windows;
  const axes = Array.from({ length: rank + 1 }, (_, i) => i);
  return graph.add("Transpose", [windows], { perm: [...axes.filter((one) => one !== axis + 1), axis + 1] });
};

const flip: Convert = (call) => {
  const { graph } = call;
  const axes = call.axes("dims");
  const ends = (value: number) => graph.numbers(axes.map(() => value));
  return graph.add("Slice", [call.tensor(), ends(LARGEST), ends(-LARGEST), graph.numbers(axes), ends(-1)]);
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

/** A size of -1 keeps the axis; ONNX's Expand does so for 1. */
const expand: Convert = (call) => {
  const { graph } = call;
  const sizes = call.sizes("size");
  const one = graph.numbers([1]);
  const kept = graph.add("Where", [graph.add("Equal", [sizes, graph.numbers([-1])]), one, sizes]);
  return graph.add("Expand", [call.tensor(), kept]);
};

/** Expands to another tensor's shape. */
const expandAs: Convert = (call) =>
  call.graph.add("Expand", [call.tensor(), call.graph.addOnce("Shape", [call.tensor("other")])]);

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

/** Splits into equal parts, except for the last, whose size follows from the others'. */
const split: Convert = (call) => {
  const axis = call.axis("dim", 0);
  const parts = call.call.results.map(
    ({ dims }) => dims[axis] ?? call.fail("the parts' sizes must not depend on the input's size"),
  );
  return call.graph.addMany("Split", [call.tensor(), call.graph.numbers(parts)], parts.length, { axis });
};

/** Continues each axis by its other end, last axis first. */
function wrap(call: Call): string {
  const { graph } = call;
  const amounts = call.numbers("pad", 1, 0);
  let value = call.tensor();
  for (let i = 0; i < amounts.length / 2; i++) {
    const axis = call.rank() - 1 - i;
    const [before, after] = [amounts[2 * i]!, amounts[2 * i + 1]!];
    if (before < 0 || after < 0)
      return call.fail("'pad': expected no negative amounts with circular padding");
    const part = (start: number, end: number) =>
      graph.add("Slice", [value, graph.numbers([start]), graph.numbers([end]), graph.numbers([axis])]);
    const parts = [
      ...(before > 0 ? [part(-before, LARGEST)] : []),
      value,
      ...(after > 0 ? [part(0, after)] : []),
    ];
    if (parts.length > 1) value = graph.add("Concat", parts, { axis });
  }
  return value;
}

const REFLECTED: Record<string, string> = { constant: "constant", reflect: "reflect", replicate: "edge" };

/** PyTorch lists the last axis first; ONNX lists all beginnings, then all ends. */
const pad: Convert = (call) => {
  if (call.text("mode", "constant") === "circular") return wrap(call);
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
  "aten::unflatten.int": unflatten,
  "aten::unfold": unfold,
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
  "aten::expand_as": expandAs,
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
  "aten::flip": flip,
  "aten::copy": copy,
};
