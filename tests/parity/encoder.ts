// C = channels of the features, F = frames, D = width of the embedding.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Encoder, Encoding } from "../../src/models/index.js";
import { packageRoot } from "../../src/package-root.js";
import {
  type DType,
  isFloatingPoint,
  manualSeed,
  noGrad,
  scope,
  type Tensor,
} from "../../src/tensor/index.js";
import { ops } from "../../src/tensor/ops.js";
import "../support/allclose.js";
import { onTestDevice, TEST_DEVICE } from "../support/device.js";
import type { Oracle } from "../support/oracle.js";

export interface EncoderCase {
  encoder: () => Encoder;
  /** Module of tests/parity/models, without `.py`. */
  module: string;
  /** Creates the same encoder in Python; its `forward` returns the embedding of the clip and those of frames, or None. */
  reference: string;
  /** Shape of the features, [B, C, F]. */
  input: readonly number[];
}

const IN_PYTHON = (source: string, reference: string) => `
${source}
x, clip_factors = x.to(device), clip_factors.to(device)
if frame_factors is not None: frame_factors = frame_factors.to(device)
model = (${reference}).to(x)
out["names"] = sorted(model.state_dict())
out["trained"] = sorted(name for name, _ in model.named_parameters())
model.load_state_dict(state)
out["passes"] = []
for training in (True, False):
    model.train(training)
    torch.manual_seed(11)
    model.zero_grad()
    x = x.detach().requires_grad_()
    torch.backends.cudnn.enabled = training
    clip, frames = model(x)
    total = (clip * clip_factors).sum()
    if frames is not None:
        total = total + (frames * frame_factors).sum()
    total.backward()  # cuDNN has no gradients of recurrent layers in evaluation
    torch.backends.cudnn.enabled = True
    out["passes"].append({
        "clip": clip, "frames": frames, "input_grad": x.grad,
        "grads": {name: p.grad for name, p in model.named_parameters()},
        "state": {name: tensor.clone() for name, tensor in model.state_dict().items()},
    })
`;

interface Pass {
  clip: Tensor;
  frames: Tensor | null;
  input_grad: Tensor;
  grads: Record<string, Tensor>;
  state: Record<string, Tensor>;
}

/**
 * Expects outputs, gradients of the input and of all parameters, and changed statistics to equal those of a reference in plain
 * PyTorch, in training (with the same dropout) and in evaluation, as well as the names in the state dict. Differences are relative
 * to the largest value of a tensor: 1e-9 in float64, 1e-5 in float32. In float32, those of parameters' gradients are relative to the
 * largest of all of them: the gradient of a bias before batch norm is zero but for rounding.
 */
export async function expectEncoderParity(
  oracle: Oracle,
  dtype: DType,
  { encoder, module, reference, input }: EncoderCase,
): Promise<void> {
  manualSeed(5);
  const model = scope(() => encoder().to({ dtype, device: TEST_DEVICE }));
  perturb(model);
  const state = Object.fromEntries([...model.stateDict()].map(([name, tensor]) => [name, tensor.clone()]));
  const x = onTestDevice(ops.randn(input, { dtype }));
  const shapes = scope(() => noGrad(() => shapesOf(model.eval().forward(x))));
  const clipFactors = onTestDevice(ops.randn(shapes.clip, { dtype }));
  const frameFactors = shapes.frames === null ? null : onTestDevice(ops.randn(shapes.frames, { dtype }));

  const source = readFileSync(join(packageRoot, "tests", "parity", "models", `${module}.py`), "utf8");
  const expected = await oracle.run<{ names: string[]; trained: string[]; passes: Pass[] }>(
    IN_PYTHON(source, reference),
    { device: TEST_DEVICE, x, state, clip_factors: clipFactors, frame_factors: frameFactors },
  );
  expect([...model.stateDict().keys()].sort()).toEqual(expected.names);
  expect([...model.namedParameters()].map(([name]) => name).sort()).toEqual(expected.trained);

  const tolerance = dtype === "float64" ? 1e-9 : 1e-5;
  const largestIn = (tensor: Tensor): number => scope(() => tensor.abs().max().item() as number);
  const same = (actual: Tensor, wanted: Tensor, title: string, least = 1e-3): void => {
    const atol = tolerance * Math.max(largestIn(wanted), least);
    expect(actual, title).toBeAllclose(wanted, { rtol: 0, atol });
  };
  for (const [i, pass] of expected.passes.entries()) {
    const mode = i === 0 ? "in training" : "in evaluation";
    model.train(i === 0);
    manualSeed(11);
    const own = x.detach().clone();
    own.requiresGrad = true;
    for (const parameter of model.parameters()) parameter.grad = null;
    const { clip, frames } = model.forward(own);
    const total = clip.mul(clipFactors).sum();
    (frames === null ? total : total.add(frames.mul(frameFactors!).sum())).backward();
    same(clip, pass.clip, `clip ${mode}`);
    if (frames !== null) same(frames, pass.frames!, `frames ${mode}`);
    same(own.grad!, pass.input_grad, `gradient of the features ${mode}`);
    const least = dtype === "float64" ? 1e-3 : Math.max(...Object.values(pass.grads).map(largestIn));
    for (const [name, parameter] of model.namedParameters())
      same(parameter.grad!, pass.grads[name]!, `gradient of ${name} ${mode}`, least);
    for (const [name, buffer] of model.namedBuffers())
      if (isFloatingPoint(buffer.dtype)) same(buffer, pass.state[name]!, `${name} ${mode}`);
  }
  model.dispose();
}

/** Moves weights away from their initial values, some of which are zero or one, so that a swapped one is detected. */
function perturb(model: Encoder): void {
  noGrad(() => {
    for (const [name, tensor] of model.stateDict()) {
      if (!isFloatingPoint(tensor.dtype)) continue;
      if (name.endsWith("running_var")) tensor.uniform_(0.5, 2);
      else scope(() => void tensor.add_(ops.randnLike(tensor).mul(0.1)));
    }
  });
}

function shapesOf({ clip, frames }: Encoding): { clip: number[]; frames: number[] | null } {
  return { clip: clip.shape, frames: frames?.shape ?? null };
}
