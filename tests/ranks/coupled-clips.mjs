// A loss that couples clips, over blocks that are computed twice and a function with a gradient of its own: this rank's
// clips with those of the others, and all clips in one process.
import {
  AutogradFunction,
  BatchNorm1d,
  batchHardTripletLoss,
  checkpointed,
  DataParallel,
  gatherClips,
  Linear,
  Module,
  noGrad,
  ntXentLoss,
  Sequential,
  supervisedContrastiveLoss,
  Tensor,
  World,
  withGather,
} from "../../dist/bundle/index.js";
import { numbers } from "./numbers.mjs";
import { environment, input, rank, report } from "./rank.mjs";

const WIDTH = 6;
const LABELS = [0, 1, 0, 2, 1, 1, 2, 0];

class Square extends AutogradFunction {
  static forward(context, x) {
    context.saveForBackward(x);
    return x.mul(x);
  }

  static backward(context, gradient) {
    return context.savedTensors[0].mul(2).mul(gradient);
  }
}

class Net extends Module {
  first = checkpointed(new Sequential(new Linear(WIDTH, 16), new Linear(16, 8)));
  second = checkpointed(new Linear(8, 5));

  forward(x) {
    return this.second.forward(Square.apply(this.first.forward(x)));
  }
}

const options = { reduction: "sum", gather: gatherClips };
const LOSSES = {
  supervisedContrastive: (x, labels) => supervisedContrastiveLoss(x, labels, options),
  ntXent: (x) => ntXentLoss(x, x.mul(x).add(1), options),
  batchHard: (x, labels) => batchHardTripletLoss(x, labels, { ...options, margin: 3 }),
};

/** Runs three steps over clips `from` to `to`; without a world, gradients are those of these clips alone. */
function run(name, world, [from, to], parallelOptions) {
  const model = new Net().to({ dtype: "float64" });
  noGrad(() => {
    for (const [i, parameter] of model.parameters().entries()) parameter.copy_(numbers(parameter.shape, i));
  });
  const parallel = world && new DataParallel(world.gradients, model.namedParameters(), parallelOptions);
  const gather = world && ((rows) => world.gatherRows(rows));
  const steps = [];
  for (let step = 0; step < 3; step++) {
    for (const parameter of model.parameters()) parameter.grad = null;
    const x = numbers([LABELS.length, WIDTH], 100 + step)
      .to("float64")
      .narrow(0, from, to - from);
    const labels = Tensor.from(LABELS.slice(from, to), { dtype: "int64" });
    parallel?.prepareForward();
    const loss = withGather(gather, () => LOSSES[name](model.forward(x), labels)).div(LABELS.length);
    parallel?.prepareBackward(loss);
    loss.backward();
    steps.push({ loss: loss.item(), gradients: model.parameters().map(({ grad }) => grad.toNested()) });
  }
  parallel?.dispose();
  return steps;
}

const world = await World.join(environment, { backend: "gloo", timeoutSec: 120, hangWarningSec: 120 });
const results = input.cases.map(({ loss, options, split }) => {
  const own = rank === 0 ? [0, split] : [split, LABELS.length];
  return { together: run(loss, world, own, options), alone: run(loss, null, [0, LABELS.length]) };
});
// Integers have no gradient, and other shapes than [B, D] are gathered too.
const counted = world.gatherRows(Tensor.from([[[rank, 7]], [[rank, 8]]].slice(rank), { dtype: "int64" }));
// Batch norm counts each batch once.
const norm = checkpointed(new BatchNorm1d(2));
norm
  .forward(
    Tensor.from([
      [1, 2],
      [3, rank],
    ]),
  )
  .sum()
  .backward();
await world.leave(true);
report({
  results,
  gathered: { all: counted.all.toNested(), start: counted.start },
  tracked: norm.numBatchesTracked.item(),
});
