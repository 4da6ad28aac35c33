import { beforeAll, describe, expect, test } from "vitest";
import type { Reduction } from "../../src/nn/index.js";
import { manualSeed, type Tensor } from "../../src/tensor/index.js";
import { ops } from "../../src/tensor/ops.js";
import { FLOAT32, FLOAT64 } from "../support/allclose.js";
import { onTestDevice, TEST_DEVICE } from "../support/device.js";
import type { Oracle, Value } from "../support/oracle.js";

export type LossDType = "float64" | "float32";

/** Targets, weights and other inputs by their names in Python. */
export type Given = Record<string, Tensor>;

export interface LossCase {
  loss: (x: Tensor, given: Given, reduction: Reduction) => Tensor;
  /** The same loss in Python, from `x`, the names of `given`, and `reduction`. */
  torch: string;
  /** Shape of `x`, the outputs of a model. */
  shape: readonly number[];
  given: (dtype: LossDType) => Given;
}

export const REDUCTIONS: readonly Reduction[] = ["none", "mean", "sum"];

/** Reduces the losses of a reference that is written out in Python. */
const PYTHON = `
def reduce(losses, reduction):
    return losses if reduction == "none" else getattr(losses, reduction)()
`;

/** Returns the value and the gradient at `x` of a loss. `g` is the gradient of the value. */
export function differentiate(x: Tensor, loss: (x: Tensor) => Tensor, g?: Tensor): [Tensor, Tensor] {
  const leaf = x.detach();
  leaf.requiresGrad = true;
  const value = loss(leaf);
  value.backward({ gradient: g ?? ops.onesLike(value) });
  return [value.detach(), leaf.grad!];
}

/** Returns the value and the gradient of `torch`, an expression of Python that may use functions of `definitions`. */
export async function differentiateInPython(
  oracle: Oracle,
  torch: string,
  inputs: { x: Tensor; g?: Tensor; reduction?: Reduction; given: Given },
  definitions = "",
): Promise<[Tensor, Tensor]> {
  const { x, g = null, reduction = "none", given } = inputs;
  const { value, grad } = await oracle.run<{ value: Tensor; grad: Tensor }>(
    `${PYTHON}
${definitions}
x.requires_grad_()
value = ${torch}
value.backward(torch.ones_like(value) if g is None else g)
out.update(value=value, grad=x.grad)`,
    { ...given, x, g, reduction },
  );
  return [value, grad];
}

/** Runs every case of a file in one request. */
const ALL_IN_PYTHON = `
for name, run in runs.items():
    x, g, given = run["x"].to(device).requires_grad_(), run["g"].to(device), run["given"]
    given = {key: one.to(device) for key, one in given.items()}
    value = eval(run["torch"], {**globals(), **given, "reduction": run["reduction"], "x": x})
    value.backward(g)
    out[name] = {"value": value, "grad": x.grad}
`;

interface Run {
  x: Tensor;
  g: Tensor;
  given: Given;
  reduction: Reduction;
  torch: string;
}

/** Tests that outputs and gradients equal Python's in both dtypes, for every reduction. */
export function describeLosses(oracle: Oracle, cases: Record<string, LossCase>, definitions = ""): void {
  const all = Object.entries(cases).flatMap(([name, testCase]) =>
    REDUCTIONS.map((reduction) => ({ name: `${name}, ${reduction}`, reduction, ...testCase })),
  );
  describe.each(["float64", "float32"] as const)("in %s equal Python's", (dtype) => {
    const runs: Record<string, Run> = {};
    let expected: Record<string, { value: Tensor; grad: Tensor }>;

    beforeAll(async () => {
      for (const { name, loss, torch, shape, given: create, reduction } of all) {
        manualSeed(3);
        const x = onTestDevice(ops.randn(shape, { dtype }).mul(3).detach());
        const given = Object.fromEntries(
          Object.entries(create(dtype)).map(([key, one]) => [key, onTestDevice(one)]),
        );
        const g = ops.randnLike(loss(x, given, reduction));
        runs[name] = { x, g, given, reduction, torch };
      }
      const inputs = { device: TEST_DEVICE, runs: runs as unknown as Value };
      expected = await oracle.run(`${PYTHON}\n${definitions}\n${ALL_IN_PYTHON}`, inputs);
    });

    test.each(all)("$name", ({ name, loss, reduction }) => {
      const { x, g, given } = runs[name]!;
      const tolerance = dtype === "float64" ? FLOAT64 : FLOAT32;
      const [value, grad] = differentiate(x, (leaf) => loss(leaf, given, reduction), g);
      expect(value).toBeAllclose(expected[name]!.value, tolerance);
      expect(grad).toBeAllclose(expected[name]!.grad, tolerance);
    });
  });
}
