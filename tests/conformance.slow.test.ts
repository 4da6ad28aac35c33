// The comparison of operators with PyTorch's own samples (bench/conformance), on some operators.
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { packageRoot } from "../src/package-root.js";

const run = (args: string[], input = "") =>
  spawnSync(process.execPath, args, { cwd: packageRoot, encoding: "utf8", input });

it("agrees with PyTorch in outputs and gradients", () => {
  const operators =
    "addmm,nn.functional.conv1d,nn.functional.mse_loss,nn.functional.dropout,__getitem__,sgn,svd,item";
  const { status, stdout } = run(["bench/conformance/run.mjs", "--sample", "1", "--operators", operators]);
  const counts = [...stdout.matchAll(/: (\d+) of (\d+) passed/g)].map(([, passed, tried]) => [passed, tried]);
  expect(counts.length).toBe(4);
  for (const [passed, tried] of counts) {
    expect(Number(tried)).toBeGreaterThan(2);
    expect(passed).toBe(tried);
  }
  expect(stdout).not.toMatch(/^failed/m);
  expect(status).toBe(0);
});

it("finds values, dtypes, shapes and gradients that are not PyTorch's", () => {
  const bytes = (...values: number[]): string =>
    Buffer.from(Float32Array.from(values).buffer).toString("base64");
  const vector = (...values: number[]) => ({
    ...{
      dtype: "float32",
      shape: [values.length],
      strides: [1],
      offset: 0,
      device: "cpu",
      requiresGrad: true,
    },
    data: bytes(...values),
  });
  const result = (dtype: string, shape: number[], ...values: number[]) => ({
    tensor: { dtype, shape, layout: "strided", readAs: dtype, data: bytes(...values) },
  });
  const sample = (output: object, gradient: object) => ({
    inputs: [[0, vector(1, 2)]],
    calls: [{ operator: "aten::mul.Tensor", args: [{ t: 0 }, { t: 0 }], kwargs: {}, numbers: null }],
    out: null,
    results: [output],
    seed: 1,
    gradient: { leaves: [0], roots: [0], cotangents: [vector(1, 1)], results: [gradient] },
  });
  const right = result("float32", [2], 1, 4);
  const rightGradient = result("float32", [2], 2, 4);
  const lines = [
    sample(right, rightGradient),
    sample(result("float32", [2], 1, 4.00001), rightGradient),
    sample(result("float32", [2], 1, 4.1), rightGradient),
    sample(result("float32", [2, 1], 1, 4), rightGradient),
    sample(result("int32", [2], 1, 4), rightGradient),
    sample(right, result("float32", [2], 2, 5)),
    {
      ...sample(right, rightGradient),
      calls: [{ operator: "aten::none", args: [], kwargs: {}, numbers: null }],
    },
  ];
  const { stdout } = run(
    ["bench/conformance/replay.mjs"],
    lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
  );
  const verdicts = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(verdicts).toMatchObject([
    { forward: "exact", backward: "exact" },
    { forward: "close", backward: "exact" },
    { forward: expect.stringMatching(/^values: expected 4.0.*, got 4 at 1/), backward: "as forward" },
    { forward: "shape: expected [2,1], got [2]" },
    { forward: "dtype: expected int32, got float32" },
    { forward: "exact", backward: "gradient values: expected 5, got 4 at 1" },
    { forward: expect.stringContaining("this libtorch has no operator aten::none") },
  ]);
});
