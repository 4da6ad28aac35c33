import { expect } from "vitest";
import type { Layer } from "../../src/nn/index.js";
import { type DType, isFloatingPoint, manualSeed, noGrad, type Tensor } from "../../src/tensor/index.js";
import { ops } from "../../src/tensor/ops.js";
import { FLOAT32, FLOAT64 } from "../support/allclose.js";
import type { Oracle } from "../support/oracle.js";

export interface LayerCase {
  layer: () => Layer;
  /** The same layer in Python. */
  torch: string;
  input: readonly number[];
  /** Number of forward and backward passes, each on a new input; gradients accumulate. */
  numSteps?: number;
  isEval?: boolean;
}

/** Fills the state with random values, so that a missing or swapped weight is detected. */
function randomize(model: Layer): void {
  noGrad(() => {
    for (const [name, tensor] of model.stateDict()) {
      if (!isFloatingPoint(tensor.dtype)) continue;
      if (name.endsWith("running_var")) tensor.uniform_(0.5, 2);
      else tensor.normal_(0, 0.5);
    }
  });
}

const IN_PYTHON = (torch: string) => `
model = (${torch}).to(xs[0].dtype)
names = list(model.state_dict())
model.load_state_dict(state)
model.train(not is_eval)
ys, x_grads = [], []
for x, g in zip(xs, gs):
    x.requires_grad_()
    torch.manual_seed(11)
    y = model(x)
    y.backward(g)
    ys.append(y)
    x_grads.append(x.grad)
out.update(
    names=names, ys=ys, x_grads=x_grads, state=dict(model.state_dict()),
    grads={name: p.grad for name, p in model.named_parameters()},
)`;

interface Answer {
  names: string[];
  ys: Tensor[];
  x_grads: Tensor[];
  state: Record<string, Tensor>;
  grads: Record<string, Tensor>;
}

/**
 * Expects outputs, gradients of inputs and parameters, and the state after the steps to equal PyTorch's, as well as
 * the names in the state dict and their order.
 */
export async function expectLayerParity(oracle: Oracle, dtype: DType, testCase: LayerCase): Promise<void> {
  const tolerance = dtype === "float64" ? FLOAT64 : FLOAT32;
  manualSeed(5);
  const model = testCase.layer().to({ dtype });
  randomize(model);
  model.train(!testCase.isEval);
  const state = Object.fromEntries([...model.stateDict()].map(([name, tensor]) => [name, tensor.clone()]));

  const xs: Tensor[] = [];
  const gs: Tensor[] = [];
  const ys: Tensor[] = [];
  for (let step = 0; step < (testCase.numSteps ?? 1); step++) {
    const x = ops.randn(testCase.input, { dtype });
    const g = noGrad(() => ops.randnLike(forwardOnCopy(testCase.layer().to({ dtype }), x)));
    x.requiresGrad = true;
    manualSeed(11);
    const y = model.forward(x);
    y.backward({ gradient: g });
    xs.push(x);
    gs.push(g);
    ys.push(y);
  }

  const inputs = { xs: xs.map((x) => x.detach()), gs, state, is_eval: testCase.isEval ?? false };
  const expected = await oracle.run<Answer>(IN_PYTHON(testCase.torch), inputs);

  expect([...model.stateDict().keys()]).toEqual(expected.names);
  for (const [i, y] of ys.entries()) {
    expect(y, `output of step ${i}`).toBeAllclose(expected.ys[i]!, tolerance);
    expect(xs[i]!.grad!, `input's gradient, step ${i}`).toBeAllclose(expected.x_grads[i]!, tolerance);
  }
  for (const [name, tensor] of model.stateDict()) {
    expect(tensor, `${name} after`).toBeAllclose(expected.state[name]!, tolerance);
  }
  const parameters = [...model.namedParameters()];
  expect(parameters.map(([name]) => name)).toEqual(Object.keys(expected.grads));
  for (const [name, parameter] of parameters) {
    expect(parameter.grad!, `gradient of ${name}`).toBeAllclose(expected.grads[name]!, tolerance);
  }
}

/** Returns the shape of the output, without changes to the statistics of the tested model. */
function forwardOnCopy(copy: Layer, x: Tensor): Tensor {
  return copy.eval().forward(x);
}
