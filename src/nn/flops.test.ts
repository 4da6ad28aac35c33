import { beforeAll, describe, expect, it } from "vitest";
import { inputsOf, type LayerCase, outputsOf } from "../../tests/parity/layer.js";
import { ALL_CASES, ALL_DEFINITIONS } from "../../tests/parity/layer-cases.js";
import { startOracle } from "../../tests/support/oracle.js";
import { noGrad, scope } from "../tensor/index.js";
import { recordCalls } from "../tensor/recorder.js";
import { flopsOf } from "./flops.js";

const oracle = startOracle();

/** Layers whose operations torch's counter sees on a CPU in float64; without projections, which it does not. */
const COUNTED = Object.entries(ALL_CASES).filter(
  ([name, { torch }]) =>
    /Linear|Conv|RNN|LSTM|GRU|Attention|Transformer|SqueezeExcitation/.test(torch) &&
    !/evaluation/.test(name),
);

const IN_PYTHON = `
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode
def count(case):
    model = eval(case["torch"]).double()
    # The counter does not know the fused attention of CPUs.
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        eval(case["call"], {**globals(), "model": model, "x": case["x"]})
    return counter.get_total_flops()
out["counts"] = [count(case) for case in cases]
`;

function countHere(testCase: LayerCase): number {
  return scope(() => {
    const layer = testCase.layer().to({ dtype: "float64" });
    const inputs = inputsOf(testCase, "float64");
    let flops = 0;
    recordCalls(
      ({ spec }, values, result) => {
        flops += flopsOf(spec.name, values, result);
      },
      () => void outputsOf(testCase, layer, inputs),
    );
    layer.dispose();
    return flops;
  });
}

describe("floating-point operations equal those of torch.utils.flop_counter", () => {
  const expected = new Map<string, number>();

  beforeAll(async () => {
    const cases = noGrad(() =>
      COUNTED.map(([, testCase]) => ({
        ...{ torch: testCase.torch, call: testCase.torchCall ?? "model(*x)" },
        x: inputsOf(testCase, "float64"),
      })),
    );
    const { counts } = await oracle.run<{ counts: number[] }>(`${ALL_DEFINITIONS}\n${IN_PYTHON}`, { cases });
    for (const [i, [name]] of COUNTED.entries()) expected.set(name, counts[i]!);
  });

  it.each(COUNTED)("%s", (name, testCase) => {
    expect(countHere(testCase)).toBe(expected.get(name));
    expect(expected.get(name)).toBeGreaterThan(0);
  });
});
