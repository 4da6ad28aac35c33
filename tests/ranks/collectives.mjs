import { op, ops } from "../../dist/bundle/index.js";
import { attempt, input, joinGroup, openStore, rank, report, size } from "./rank.mjs";

const { dtypes, reductions } = input;
const store = openStore();
const group = joinGroup(store);

/** The same numbers as the test's `value`: small enough that every dtype represents their sums and products exactly. */
const make = (dtype, slot = 0) =>
  ops
    .arange(6)
    .add(3 * rank + 7 * slot)
    .remainder(5)
    .add(1)
    .reshape([2, 3])
    .to(dtype);
const zeros = (dtype, shape = [2, 3]) => ops.zeros(shape, { dtype });
const each = (body) => Array.from({ length: size }, (_, i) => body(i));
const numbers = (tensors) => tensors.map((tensor) => tensor.toNested().flat());
const last = size - 1;

/** Each returns the tensors after the collective. */
const COLLECTIVES = {
  broadcast(dtype) {
    const tensor = make(dtype);
    group.broadcast(tensor, last).wait();
    return [tensor];
  },
  allGather(dtype) {
    const outputs = each(() => zeros(dtype));
    group.allGather(outputs, make(dtype)).wait();
    return outputs;
  },
  gather(dtype) {
    const outputs = rank === last ? each(() => zeros(dtype)) : [];
    group.gather(outputs, make(dtype), last).wait();
    return outputs;
  },
  scatter(dtype) {
    const output = zeros(dtype);
    group.scatter(output, rank === last ? each((slot) => make(dtype, slot)) : [], last).wait();
    return [output];
  },
  allToAll(dtype) {
    const outputs = each(() => zeros(dtype));
    const inputs = each((slot) => make(dtype, slot));
    group.allToAll(outputs, inputs).wait();
    return outputs;
  },
  sendAndReceive(dtype) {
    const received = zeros(dtype);
    const sending = group.send(make(dtype), (rank + 1) % size);
    group.receive(received, (rank + last) % size).wait();
    sending.wait();
    return [received];
  },
  broadcastAll(dtype) {
    const tensors = [make(dtype), make("float64", 1), make(dtype, 2).t()];
    group.broadcastAll(tensors, last);
    return tensors;
  },
};

const REDUCING = {
  allReduce(dtype, reduction) {
    const tensor = make(dtype);
    group.allReduce(tensor, reduction).wait();
    return [tensor];
  },
  reduce(dtype, reduction) {
    const tensor = make(dtype);
    group.reduce(tensor, last, reduction).wait();
    return rank === last ? [tensor] : [];
  },
  reduceScatter(dtype, reduction) {
    const output = zeros(dtype);
    const inputs = each((slot) => make(dtype, slot));
    group.reduceScatter(output, inputs, reduction).wait();
    return [output];
  },
};

/** Errors that this rank detects alone: nothing is sent, and the group stays usable. */
function wrongArguments() {
  const x = make("float32");
  const other = (rank + 1) % size;
  const wrong = {
    root: () => group.broadcast(x, size),
    negativeRoot: () => group.reduce(x, -1),
    destination: () => group.send(x, 7),
    self: () => group.receive(x, rank),
    reduction: () => group.allReduce(x, "mean"),
    bitwise: () => group.allReduce(x, "bor"),
    average: () => group.allReduce(make("int64"), "avg"),
    fewOutputs: () => group.allGather([x], x),
    missingOutputs: () => group.gather([], x, rank),
    needlessOutputs: () =>
      group.gather(
        each(() => x),
        x,
        other,
      ),
    fewInputs: () => group.scatter(x, [x], rank),
    manyInputs: () => group.reduceScatter(x, [x, x, x, x]),
    fewToAll: () => group.allToAll([x], [x]),
    uneven: () =>
      group.allToAll(
        each((i) => zeros("float32", [i])),
        each(() => x),
      ),
    shape: () =>
      group.allGather(
        each(() => zeros("float32", [3])),
        x,
      ),
    dtype: () =>
      group.reduceScatter(
        zeros("float64"),
        each(() => x),
      ),
    gaps: () => group.allReduce(zeros("float32", [2, 4]).narrow(1, 0, 2)),
    expanded: () => group.broadcast(zeros("float32", [1]).expand([3])),
    zero: () => group.allReduce(op("aten::_efficientzerotensor")([3])),
    negative: () => group.broadcast(zeros("complex64", [3]).conj().imag().narrow(0, 0, 1)),
    transposed: () =>
      group.allGather(
        each(() => zeros("float32", [3, 2])),
        x.t(),
      ),
    freed: () => {
      const tensor = make("float32");
      tensor.dispose();
      group.allReduce(tensor);
    },
  };
  return Object.fromEntries(Object.entries(wrong).map(([name, body]) => [name, attempt(body)]));
}

function layouts() {
  const transposed = make("float32").t(); // [3, 2]
  group.allReduce(transposed).wait();
  const channelsLast = ops.arange(24, { dtype: "float32" }).reshape([1, 2, 3, 4]).add(rank);
  const picture = channelsLast.contiguous({ memoryFormat: "channels_last" });
  group.broadcast(picture, last).wait();
  const empty = zeros("float32", [0, 3]);
  group.allReduce(empty).wait();
  const scalar = ops.full([], rank + 1, { dtype: "float64" });
  group.allReduce(scalar).wait();
  // A contiguous part of a larger tensor: its neighbours must not change.
  const whole = zeros("float32", [4]);
  group.allReduce(whole.narrow(0, 1, 2).fill_(rank + 1)).wait();
  return {
    transposed: transposed.toNested(),
    picture: picture.toNested(),
    isChannelsLast: picture.isChannelsLast,
    empty: empty.shape,
    scalar: scalar.item(),
    whole: whole.toNested(),
  };
}

function works() {
  // The others begin only after rank 0 signals.
  const tensor = make("float32");
  if (rank !== 0) store.get("go");
  const work = group.allReduce(tensor);
  const early = rank === 0 ? work.isCompleted : false;
  if (rank === 0) store.set("go", "1");
  work.wait();
  const late = work.isCompleted;
  work.wait();
  // Many in flight at once, awaited in reverse order; each work keeps its tensors alive.
  const many = Array.from({ length: 8 }, (_, i) => ops.full([1000], rank + i, { dtype: "float64" }));
  const begun = many.map((one) => group.allReduce(one));
  for (const one of begun.toReversed()) one.wait();
  const dropped = make("float32");
  const kept = dropped.narrow(0, 0, 2);
  const broadcast = group.broadcast(dropped, last);
  dropped.dispose();
  broadcast.wait();
  return { early, late, many: many.map((one) => one.toNested()[999]), kept: kept.toNested().flat() };
}

const result = { errors: wrongArguments(), values: {}, reduced: {} };
for (const dtype of dtypes) {
  result.values[dtype] = {};
  for (const [name, body] of Object.entries(COLLECTIVES)) result.values[dtype][name] = numbers(body(dtype));
  for (const reduction of reductions) {
    for (const [name, body] of Object.entries(REDUCING)) {
      // Refused on every rank before anything is sent.
      const out = attempt(() => numbers(body(dtype, reduction)));
      if (Array.isArray(out)) result.reduced[`${name} ${reduction} ${dtype}`] = out;
    }
  }
}
group.barrier().wait();
group.monitoredBarrier(5000);
result.layouts = layouts();
result.works = works();
result.unsupported = attempt(() => group.allReduce(make("int16")).wait());
result.verified = attempt(() => group.verify([zeros("float32"), zeros("float32", [2 + rank])]));
group[Symbol.dispose]();
group[Symbol.dispose]();
result.disposed = attempt(() => group.barrier());
report(result);
