// The layers of src/nn beside PyTorch's: all cases of a table in one request to the oracle.
import { beforeAll, describe, expect, test } from "vitest";
import type { Module } from "../../src/nn/index.js";
import { type DType, isFloatingPoint, manualSeed, noGrad, scope, Tensor } from "../../src/tensor/index.js";
import { ops } from "../../src/tensor/ops.js";
import { FLOAT64 } from "../support/allclose.js";
import { onTestDevice, TEST_DEVICE } from "../support/device.js";
import type { Oracle, Value } from "../support/oracle.js";

/** The same kernels run on both sides, with values of order 1 and sums of at most a few dozen of them. */
const FLOAT32 = { rtol: 1e-5, atol: 1e-5 };

export interface LayerCase {
  layer: () => Module;
  /** The same layer in Python. */
  torch: string;
  /** Shape of the input, or the inputs in a dtype; floating ones get gradients. */
  input: readonly number[] | ((dtype: DType) => Tensor[]);
  /** Returns the outputs that are compared. Default: that of `forward`, with the tensors in it. */
  call?: (layer: never, ...inputs: Tensor[]) => unknown;
  /** The same in Python, with `model` and the list `x`. */
  torchCall?: string;
  /** Number of forward and backward passes, each on a new input; gradients accumulate. */
  numSteps?: number;
  isEval?: boolean;
  /** True if only the CPU computes the same on both sides, and the case says why. */
  isForCpu?: boolean;
  /** Axes of the input whose sizes an exported graph leaves open. Default: the first. */
  dynamic?: readonly number[];
}

const CREATION_SEED = 1234;

/** Python that runs all cases; an error of one case is its answer. */
const IN_PYTHON = `
import traceback
def flat(y):
    if isinstance(y, torch.Tensor): return [y]
    if isinstance(y, (list, tuple)): return [one for part in y for one in flat(part)]
    return []
def run(case):
    # cuDNN has no gradients of recurrent layers in evaluation, which Woodshed computes all the same.
    with torch.backends.cudnn.flags(enabled=not case["is_eval"]): return run_layer(case)
def run_layer(case):
    torch.manual_seed(${CREATION_SEED})
    model = eval(case["torch"])
    created, after = {name: value.clone() for name, value in model.state_dict().items()}, torch.rand(3)
    model = model.to(device, getattr(torch, case["dtype"]))
    model.load_state_dict(case["state"])
    model.train(not case["is_eval"])
    steps = []
    for x, g in zip(case["xs"], case["gs"]):
        x, g = [one.to(device) for one in x], [one.to(device) for one in g]
        for one in x:
            if one.is_floating_point(): one.requires_grad_()
        torch.manual_seed(11)
        ys = flat(eval(case["call"], {**globals(), "model": model, "x": x}))
        learnt = [(y, one) for y, one in zip(ys, g) if y.requires_grad]
        if learnt: torch.autograd.backward([y for y, _ in learnt], [one for _, one in learnt])
        steps.append({"ys": ys, "grads": [one.grad for one in x]})
    grads = {name: p.grad for name, p in model.named_parameters()}
    return dict(created=created, after=after, steps=steps, state=dict(model.state_dict()), grads=grads)
answers = []
for case in cases:
    try: answers.append(run(case))
    except Exception: answers.append({"error": traceback.format_exc()})
out["answers"] = answers
`;

type State = Record<string, Tensor>;

interface Step {
  ys: Tensor[];
  grads: (Tensor | null)[];
}

interface Answer {
  created: State;
  /** Random numbers after the creation. */
  after: Tensor;
  steps: Step[];
  state: State;
  grads: Record<string, Tensor | null>;
  error?: string;
}

/** Fills the state with random values, so that a missing or swapped weight is detected. */
export function randomize(model: Module): void {
  noGrad(() => {
    for (const [name, tensor] of model.stateDict()) {
      if (!isFloatingPoint(tensor.dtype)) continue;
      if (name.endsWith("running_var")) tensor.uniform_(0.5, 2);
      else tensor.normal_(0, 0.5);
    }
  });
}

export function inputsOf({ input }: LayerCase, dtype: DType): Tensor[] {
  return typeof input === "function" ? input(dtype) : [ops.randn(input, { dtype })];
}

/** Returns the outputs of a case, in order. */
export function outputsOf({ call }: LayerCase, model: Module, inputs: Tensor[]): Tensor[] {
  const forward = model.forward as (...inputs: Tensor[]) => unknown;
  return flat(call === undefined ? forward.apply(model, inputs) : call(model as never, ...inputs));
}

function flat(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(flat);
}

const copyOf = (tensors: ReadonlyMap<string, Tensor>): State =>
  Object.fromEntries([...tensors].map(([name, tensor]) => [name, tensor.detach().clone()]));

/** Runs a case here; returns the results, and the request for the same in Python. */
export function runCase(testCase: LayerCase, dtype: DType): { ours: Answer; request: Record<string, Value> } {
  manualSeed(CREATION_SEED);
  const model = testCase.layer();
  const created = copyOf(model.stateDict());
  const after = ops.rand([3]);
  manualSeed(5);
  model.to({ dtype, device: TEST_DEVICE });
  randomize(model);
  model.train(!testCase.isEval);
  const state = copyOf(model.stateDict());
  const xs: Tensor[][] = [];
  const gs: Tensor[][] = [];
  const steps: Step[] = [];
  for (let step = 0; step < (testCase.numSteps ?? 1); step++) {
    const x = inputsOf(testCase, dtype).map(onTestDevice);
    for (const one of x) if (isFloatingPoint(one.dtype)) one.requiresGrad = true;
    manualSeed(11);
    const ys = outputsOf(testCase, model, x);
    const g = ys.map((y) => onTestDevice(ops.randn(y.shape, { dtype })));
    const learnt = ys.flatMap((y, i) => (y.requiresGrad ? [y.mul(g[i]!).sum()] : []));
    if (learnt.length > 0) learnt.reduce((sum, one) => sum.add(one)).backward();
    xs.push(x.map((one) => one.detach()));
    gs.push(g);
    steps.push({ ys: ys.map((y) => y.detach()), grads: x.map((one) => one.grad) });
  }
  const grads = Object.fromEntries([...model.namedParameters()].map(([name, { grad }]) => [name, grad]));
  const ours = { created, after, steps, state: copyOf(model.stateDict()), grads };
  model.dispose();
  const { torch, torchCall = "model(*x)", isEval = false } = testCase;
  return { ours, request: { torch, call: torchCall, dtype, is_eval: isEval, state, xs, gs } };
}

/**
 * Tests that layers equal PyTorch's: initial weights of the same seed to the bit, names in the state dict and their
 * order, outputs, gradients of inputs and parameters, and the state after the steps.
 *
 * @param definitions Python that `torch` of the cases uses
 */
export function describeLayers(
  oracle: Oracle,
  cases: Readonly<Record<string, LayerCase>>,
  definitions = "",
): void {
  describe.each(["float64", "float32"] as const)("layers in %s equal PyTorch's", (dtype) => {
    const tolerance = dtype === "float64" ? FLOAT64 : FLOAT32;
    const answers = new Map<string, [Answer, Answer]>();
    const names = Object.keys(cases).filter(
      (name) => TEST_DEVICE === "cpu" || cases[name]!.isForCpu !== true,
    );

    beforeAll(async () => {
      const runs = names.map((name) => scope(() => runCase(cases[name]!, dtype)));
      const inputs = { device: TEST_DEVICE, cases: runs.map(({ request }) => request) };
      const theirs = await oracle.run<{ answers: Answer[] }>(`${definitions}\n${IN_PYTHON}`, inputs);
      for (const [i, name] of names.entries()) answers.set(name, [runs[i]!.ours, theirs.answers[i]!]);
    });

    test.each(names)("%s", (name) => {
      const [ours, theirs] = answers.get(name)!;
      expect(theirs.error).toBeUndefined();
      expectSameCreation(ours, theirs);
      for (const [i, { ys, grads }] of ours.steps.entries()) {
        const expected = theirs.steps[i]!;
        expect(ys.length, "number of outputs").toBe(expected.ys.length);
        ys.forEach(
          (y, j) => void expect(y, `output ${j}, step ${i}`).toBeAllclose(expected.ys[j]!, tolerance),
        );
        grads.forEach(
          (grad, j) => void expectGrad(grad, expected.grads[j]!, `input ${j}, step ${i}`, tolerance),
        );
      }
      for (const [key, tensor] of Object.entries(ours.state)) {
        expect(tensor, `${key} after`).toBeAllclose(theirs.state[key]!, tolerance);
      }
      expect(Object.keys(ours.grads)).toEqual(Object.keys(theirs.grads));
      for (const [key, grad] of Object.entries(ours.grads))
        expectGrad(grad, theirs.grads[key]!, key, tolerance);
    });
  });
}

function expectGrad(
  ours: Tensor | null,
  theirs: Tensor | null,
  name: string,
  tolerance: { rtol: number; atol: number },
): void {
  if (ours === null || theirs === null) expect(ours, `gradient of ${name}`).toBe(theirs);
  else expect(ours, `gradient of ${name}`).toBeAllclose(theirs, tolerance);
}

function expectSameCreation(ours: Answer, theirs: Answer): void {
  expect(Object.keys(ours.created)).toEqual(Object.keys(theirs.created));
  for (const [key, tensor] of Object.entries(ours.created)) {
    expect(bytesOf(tensor), `initial ${key}`).toEqual(bytesOf(theirs.created[key]!));
  }
  // Later draws are equal too, since the same number of values was drawn.
  expect(bytesOf(ours.after), "random numbers after the creation").toEqual(bytesOf(theirs.after));
}

function bytesOf(tensor: Tensor): string {
  return Buffer.from(tensor.toArray().buffer).toString("base64");
}
