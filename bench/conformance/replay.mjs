// Replays samples of record.py, one JSON object a line of the standard input, and answers each by one line. A process of its own:
// an operator that ends the process is a finding. `node replay.mjs TOLERANCE_FACTOR`
import { createInterface } from "node:readline";
import { addon } from "../../dist/tensor/addon.js";
import { grad, manualSeed, scope } from "../../dist/tensor/index.js";
import { findOperator, toCamelCase } from "../../dist/tensor/operator.js";
import { op, ops } from "../../dist/tensor/ops.js";
import { decode, difference, leavesOf, makeTensor } from "./values.mjs";

const NOTHING = { forward: null, backward: null, byName: null, inPlace: null };
const factor = Number(process.argv[2] ?? 1);
addon.setNumThreads(1);

for await (const line of createInterface({ input: process.stdin })) {
  const sample = JSON.parse(line);
  const text = JSON.stringify(scope(() => answer(sample)));
  console.log(text);
  // After such an error every call of this process fails; shard.mjs starts another one.
  if (text.includes("CUDA error")) process.exit(0);
}

/**
 * Forward, backward, the call by the public name and in place: each null if it was not tried, else `exact`, `close` or what
 * failed.
 */
function answer(sample) {
  if (sample.inPlace)
    return { ...NOTHING, inPlace: attempt(() => compare(replayAlone(sample, false), sample.results)) };
  const verdict = { ...NOTHING };
  let outputs;
  const tensors = new Map();
  try {
    for (const [number, json] of sample.inputs) tensors.set(number, makeTensor(json));
    outputs = replay(sample, tensors, false);
    verdict.forward = compare(outputs, sample.results);
  } catch (error) {
    verdict.forward = textOf(error);
  }
  if (sample.gradient !== undefined) {
    verdict.backward = isPassed(verdict.forward) ? gradients(sample, tensors, outputs) : "as forward";
  } else if (sample.out === null && isPassed(verdict.forward) && nameOf(sample.calls[0]) !== null) {
    verdict.byName = attempt(() => compare(replayAlone(sample, true), sample.results));
  }
  return verdict;
}

/** Replays a sample with tensors of its own. */
function replayAlone(sample, byName) {
  return replay(sample, new Map(sample.inputs.map(([number, json]) => [number, makeTensor(json)])), byName);
}

function isPassed(verdict) {
  return verdict === "exact" || verdict === "close";
}

function attempt(body) {
  try {
    return body();
  } catch (error) {
    return textOf(error);
  }
}

function textOf(error) {
  return `error ${error.code ?? error.name}: ${error.message.slice(0, 400)}`;
}

/** Runs the calls; returns the leaves of the result. */
function replay({ calls, out, seed }, tensors, byName) {
  manualSeed(seed);
  const tensorOf = (number) => tensors.get(number);
  let result;
  for (const call of calls) {
    result = run(call, tensorOf, byName);
    if (call.numbers === null) continue;
    const leaves = leavesOf(result);
    for (const [i, number] of call.numbers.entries())
      if (number !== null && !tensors.has(number)) tensors.set(number, leaves[i]);
  }
  if (out === null) return leavesOf(result);
  return out.map((one) => (typeof one === "number" ? tensorOf(one) : decode(one.value)));
}

function run(call, tensorOf, byName) {
  const args = call.args.map((value) => decode(value, tensorOf));
  const entries = Object.entries(call.kwargs);
  const options = Object.fromEntries(
    entries.map(([name, value]) => [toCamelCase(name), decode(value, tensorOf)]),
  );
  const values = entries.length > 0 ? [...args, options] : args;
  const name = nameOf(call);
  // PyTorch converts a number to a tensor and a tensor to a number. Here another overload takes it, which the public name chooses.
  const isByName = name !== null && (byName || isLoose(call));
  return isByName ? ops[name](...values) : op(call.operator)(...values);
}

function isLoose({ operator, args, kwargs }) {
  const { spec } = findOperator(operator);
  return spec.arguments.some(({ name, kind }, i) => {
    const value = i < args.length ? args[i] : kwargs[name];
    if (value === undefined || value === null) return false;
    const isNumber = typeof value === "number" || typeof value === "boolean" || value.float !== undefined;
    return kind.startsWith("Tensor") ? isNumber : value.t !== undefined;
  });
}

/** The operator's name as a function, or null if it has none. */
function nameOf({ operator }) {
  const name = toCamelCase(operator.replace(/^aten::/, "").split(".")[0]);
  return Object.hasOwn(ops, name) ? name : null;
}

function compare(got, expected) {
  if (got.length !== expected.length) return `results: expected ${expected.length}, got ${got.length}`;
  let isExact = true;
  for (const [i, value] of got.entries()) {
    const found = difference(value, expected[i], factor);
    if (found) return found;
    if (found === "") isExact = false;
  }
  return isExact ? "exact" : "close";
}

function gradients({ gradient, seed }, tensors, outputs) {
  return attempt(() => {
    manualSeed(seed);
    const roots = gradient.roots.map((i) => outputs[i]);
    const leaves = gradient.leaves.map((number) => tensors.get(number));
    const found = grad(roots, leaves, { gradients: gradient.cotangents.map(makeTensor) });
    return compare(found, gradient.results).replace(/^(?=values|dtype|shape|type)/, "gradient ");
  });
}
