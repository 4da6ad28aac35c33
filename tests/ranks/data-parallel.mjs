// Runs the steps of data-parallel.py with this library.
import { BatchNorm1d, DataParallel, Linear, Module, noGrad, ReLU, World } from "../../dist/bundle/index.js";
import { numbers } from "./numbers.mjs";
import { attempt, environment, input, rank, report, size } from "./rank.mjs";

const B = 4;

class Net extends Module {
  first = new Linear(6, 16);
  norm = new BatchNorm1d(16);
  spare = new Linear(16, 16);
  relu = new ReLU();
  last = new Linear(16, 3);

  forward(x, usesSpare = true) {
    let hidden = this.relu.forward(this.norm.forward(this.first.forward(x)));
    if (usesSpare) hidden = this.relu.forward(this.spare.forward(hidden));
    return this.last.forward(hidden);
  }
}

/** Runs the steps of a case; a step chooses the layers to use and whether gradients are sent. */
function run(world, { options, steps, seedsDiffer = false, globalClips = B * size }) {
  const model = new Net();
  noGrad(() => {
    for (const [i, parameter] of model.parameters().entries()) {
      parameter.copy_(numbers(parameter.shape, i + (seedsDiffer ? 50 * rank : 0)));
    }
    if (seedsDiffer) model.norm.runningMean.fill_(rank + 1);
  });
  const named = [...model.namedParameters()];
  if (seedsDiffer) world.broadcast([...model.stateDict().values()]);
  const parallel = new DataParallel(world.gradients, named, options);
  const gradients = [];
  const failure = attempt(() => {
    for (const [i, { spare = [true, true], sync = true, zero = true, clips = [B, B] }] of steps.entries()) {
      if (zero) for (const parameter of model.parameters()) parameter.grad = null;
      const x = numbers([clips[rank], 6], 1000 + 10 * i + rank);
      const target = numbers([clips[rank], 3], 2000 + 10 * i + rank);
      if (sync) parallel.prepareForward();
      // Divided by the clips of all ranks, so that gradients equal those of one process.
      const loss = model.forward(x, spare[rank]).sub(target).square().sum().div(globalClips);
      if (sync) parallel.prepareBackward(loss);
      loss.backward();
      gradients.push(
        Object.fromEntries(named.map(([key, parameter]) => [key, parameter.grad?.toNested() ?? null])),
      );
    }
    return null;
  });
  const state = Object.fromEntries([...model.stateDict()].map(([key, tensor]) => [key, tensor.toNested()]));
  parallel.dispose();
  return { gradients, state, failure };
}

const world = await World.join(environment, { backend: "gloo", timeoutSec: 120, hangWarningSec: 120 });
const result = {};
for (const one of input.cases) {
  result[one.name] = run(world, one);
  world.gradients.barrier().wait();
}
const numOutputs = 3 + rank;
const other = attempt(() => new DataParallel(world.gradients, new Linear(2, numOutputs).namedParameters()));
result.refused = { failure: other.error ? other : null };
await world.leave(true);
report(result);
