import { describe, expect, test } from "vitest";
import type { Reduction } from "../../src/nn/index.js";
import { manualSeed, type Tensor } from "../../src/tensor/index.js";
import { ops } from "../../src/tensor/ops.js";
import { FLOAT32, FLOAT64 } from "../support/allclose.js";
import type { Oracle } from "../support/oracle.js";

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

/** Tests that outputs and gradients equal Python's in both dtypes, for every reduction. */
export function describeLosses(oracle: Oracle, cases: Record<string, LossCase>, definitions = ""): void {
  const all = Object.entries(cases).flatMap(([name, testCase]) =>
    REDUCTIONS.map((reduction) => ({ name: `${name}, ${reduction}`, reduction, ...testCase })),
  );
  describe.each(["float64", "float32"] as const)("in %s equal Python's", (dtype) => {
    test.each(all)("$name", async ({ loss, torch, shape, given: create, reduction }) => {
      manualSeed(3);
      const tolerance = dtype === "float64" ? FLOAT64 : FLOAT32;
      const x = ops.randn(shape, { dtype }).mul(3).detach();
      const given = create(dtype);
      const g = ops.randnLike(loss(x, given, reduction));
      const [value, grad] = differentiate(x, (leaf) => loss(leaf, given, reduction), g);
      const expected = await differentiateInPython(oracle, torch, { x, g, reduction, given }, definitions);
      expect(value).toBeAllclose(expected[0], tolerance);
      expect(grad).toBeAllclose(expected[1], tolerance);
    });
  });
}
