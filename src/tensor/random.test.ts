import { describe, expect, test } from "vitest";
import { startOracle } from "../../tests/support/oracle.js";
import { getRandomState, manualSeed, newGenerator, setRandomState, type Tensor } from "./index.js";
import { ops } from "./ops.js";

const oracle = startOracle();
const bytes = (tensor: Tensor) => Buffer.from(tensor.toArray().buffer);

const DRAWS = ["rand", "randn", "randint", "randperm", "bernoulli"] as const;
function draw(): Record<(typeof DRAWS)[number], Tensor> {
  return {
    rand: ops.rand([5]),
    // 16 or more values use another code path than fewer.
    randn: ops.randn([37]),
    randint: ops.randint(1000, [7]),
    randperm: ops.randperm(20),
    bernoulli: ops.full([9], 0.3).bernoulli(),
  };
}
const DRAW_IN_PYTHON = `
out["draws"] = dict(
    rand=torch.rand(5), randn=torch.randn(37), randint=torch.randint(1000, (7,)),
    randperm=torch.randperm(20), bernoulli=torch.full((9,), 0.3).bernoulli(),
)
out["state"] = torch.get_rng_state()`;

interface Answer {
  draws: Record<string, Tensor>;
  state: Tensor;
}

describe("random numbers equal PyTorch's", () => {
  test.each([0, 1, 42, 2 ** 31, 2 ** 40 + 7, -1])("with seed %d, also the state afterwards", async (seed) => {
    manualSeed(seed);
    const draws = draw();
    const expected = await oracle.run<Answer>(`torch.manual_seed(${seed})${DRAW_IN_PYTHON}`);
    for (const name of DRAWS) expect(draws[name].toArray(), name).toEqual(expected.draws[name]!.toArray());
    expect(bytes(getRandomState()).equals(bytes(expected.state))).toBe(true);
  });

  test("after a saved state was restored, here and in Python", async () => {
    manualSeed(9);
    ops.randn([3]);
    const state = getRandomState();
    const first = draw();
    setRandomState(state);
    const again = draw();
    const expected = await oracle.run<Answer>(`torch.set_rng_state(state)${DRAW_IN_PYTHON}`, { state });
    for (const name of DRAWS) {
      expect(again[name].toArray(), name).toEqual(first[name].toArray());
      expect(again[name].toArray(), name).toEqual(expected.draws[name]!.toArray());
    }
  });

  test("a state is a copy: drawing does not change it", () => {
    const state = getRandomState();
    const before = bytes(state);
    ops.rand([1]);
    expect(bytes(state).equals(before)).toBe(true);
    expect(bytes(getRandomState()).equals(before)).toBe(false);
  });

  test("a new generator does not change the default one", async () => {
    const before = bytes(getRandomState());
    const own = ops.rand([4], { generator: newGenerator(77) });
    expect(bytes(getRandomState()).equals(before)).toBe(true);
    const expected = await oracle.run(
      "out['x'] = torch.rand(4, generator=torch.Generator().manual_seed(77))",
    );
    expect(own.toArray()).toEqual(expected["x"]!.toArray());
  });

  test("an invalid state is refused", () => {
    expect(() => setRandomState(ops.zeros([3], { dtype: "uint8" }))).toThrow(/setRandomState/);
    expect(() => setRandomState(ops.zeros([3]))).toThrow(/setRandomState/);
  });
});
