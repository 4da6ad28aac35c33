import { expect, test } from "vitest";
import { FLOAT32 } from "../../tests/support/allclose.js";
import { startOracle } from "../../tests/support/oracle.js";
import type { Batch } from "../data/loader.js";
import { World } from "../distributed/world.js";
import { BatchNorm1d, Dropout, Linear, ReLU, Sequential } from "../nn/index.js";
import { Swa } from "../optim/index.js";
import { manualSeed, noGrad, scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { EpochAveraging } from "./epoch-averaging.js";

const oracle = startOracle();

const NUM_EPOCHS = 4;
const FROM = 1;

function setUp(inputs: readonly Tensor[], signal = new AbortController().signal) {
  const model = new Sequential(
    new Linear(3, 5),
    new BatchNorm1d(5),
    new ReLU(),
    new Dropout(0.5),
    new Linear(5, 4),
    new BatchNorm1d(4),
  );
  const swa = new Swa(model.stateDict());
  let current = 0;
  const epoch = async function* (): AsyncGenerator<Batch, void, void> {
    for (current = 0; current < inputs.length; current++) yield { release() {} } as Batch;
  };
  const step = {
    forward: (_: unknown, after: () => void) => {
      scope(() =>
        noGrad(() => {
          model.forward(inputs[current]!);
          after();
        }),
      );
    },
  };
  const world = World.solo();
  const averaging = new EpochAveraging({ swa, model, step, world, loader: { epoch }, fromEpoch: FROM });
  return { model, swa, afterEpoch: (number: number) => averaging.afterEpoch(number, signal) };
}

const copiesOf = (state: ReadonlyMap<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries([...state].map(([name, tensor]) => [name, tensor.detach().clone()]));

/** Changes every weight, as an epoch of training does. */
function change(model: Sequential): void {
  noGrad(() => {
    for (const [name, tensor] of model.stateDict())
      if (tensor.dtype === "float32") tensor.add_(ops.rand(tensor.shape).mul(name.endsWith("var") ? 1 : 0.3));
  });
}

test("averages and their batch-norm statistics equal torch.optim.swa_utils, without batches of NaN", async () => {
  manualSeed(4);
  const inputs = Array.from({ length: 6 }, () => ops.randn([8, 3]));
  const bad = ops.full([8, 3], Number.NaN);
  const { model, swa, afterEpoch } = setUp([...inputs.slice(0, 2), bad, ...inputs.slice(2)]);
  model.train();
  const states: Record<string, Tensor>[] = [];
  for (let epoch = 0; epoch < NUM_EPOCHS; epoch++) {
    change(model);
    states.push(copiesOf(model.stateDict()));
    expect(await afterEpoch(epoch)).toBe(true);
    // The weights are as they were, and the model trains on.
    for (const [name, tensor] of model.stateDict())
      expect(tensor.toArray(), name).toEqual(states.at(-1)![name]!.toArray());
    expect([...model.modules()].every(({ training }) => training)).toBe(true);
    if (epoch === FROM) {
      for (const [name, tensor] of swa.stateDict())
        expect(tensor.toArray(), name).toEqual(states.at(-1)![name]!.toArray());
    }
  }
  const { state } = await oracle.run<{ state: Record<string, Tensor> }>(IN_PYTHON, {
    inputs,
    states: states.slice(FROM),
  });
  for (const [name, tensor] of swa.stateDict()) {
    if (tensor.dtype === "float32") expect(tensor, name).toBeAllclose(state[name]!, FLOAT32);
  }
});

test("batches of NaN alone are an error", async () => {
  const { afterEpoch } = setUp([ops.full([8, 3], Number.NaN)]);
  await afterEpoch(FROM);
  await expect(afterEpoch(FROM + 1)).rejects.toThrow(
    "optimization.swa: the batch-norm statistics of the averaged weights are not finite for any batch",
  );
});

test("a stop in the pass leaves the average as it was", async () => {
  const stop = new AbortController();
  const { model, swa, afterEpoch } = setUp([ops.randn([8, 3]), ops.randn([8, 3])], stop.signal);
  await afterEpoch(FROM);
  const before = copiesOf(swa.stateDict());
  change(model);
  stop.abort();
  expect(await afterEpoch(FROM + 1)).toBe(false);
  for (const [name, tensor] of swa.stateDict())
    expect(tensor.toArray(), name).toEqual(before[name]!.toArray());
});

const IN_PYTHON = `
def build():
    return nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Dropout(0.0), nn.Linear(5, 4), nn.BatchNorm1d(4))
model = build()
averaged = torch.optim.swa_utils.AveragedModel(model, use_buffers=True)
for state in states:
    model.load_state_dict(state)
    averaged.update_parameters(model)
torch.optim.swa_utils.update_bn(inputs, averaged)
out["state"] = dict(averaged.module.state_dict())`;
