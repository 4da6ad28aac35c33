import { BatchNorm1d, BatchNorm2d, noGrad, synchronizeBatchNorm } from "../../dist/bundle/index.js";
import { numbers } from "./numbers.mjs";
import { input, joinGroup, openStore, rank, report } from "./rank.mjs";

const C = 3;
const store = openStore();
const group = joinGroup(store);

function build({ sample, parameterDType, channelsLast }) {
  const options = { momentum: 0.3, eps: 1e-3 };
  const norm = sample.length === 2 ? new BatchNorm2d(C, options) : new BatchNorm1d(C, options);
  noGrad(() => {
    norm.weight.copy_(numbers([C], 1).add(1));
    norm.bias.copy_(numbers([C], 2));
    norm.runningMean.copy_(numbers([C], 3));
    norm.runningVar.copy_(numbers([C], 4).abs().add(0.5));
  });
  return norm.to({ dtype: parameterDType, ...(channelsLast && { memoryFormat: "channels_last" }) });
}

/** Runs steps of a norm over clips `from` to `to` of the global batch. */
function run(norm, { counts, sample, dtype, channelsLast = false }, [from, to], numSteps = 2) {
  const whole = counts.reduce((a, b) => a + b);
  const clips = (seed) => {
    // Offset from zero, so that a variance computed as E[x^2] - E[x]^2 fails.
    const all = numbers([whole, C, ...sample], seed).add(numbers([C, ...sample.map(() => 1)], 9).mul(8));
    const own = all.narrow(0, from, to - from).to(dtype);
    return channelsLast ? own.contiguous({ memoryFormat: "channels_last" }) : own.clone();
  };
  const outputs = [];
  const gradients = [];
  for (let step = 0; step < numSteps; step++) {
    const x = clips(10 + step);
    x.requiresGrad = true;
    const y = norm.forward(x);
    y.backward({ gradient: clips(20 + step) });
    outputs.push(y.detach().to("float64").toNested());
    gradients.push(x.grad.to("float64").toNested());
  }
  return { outputs, gradients, dtype: norm.forward(clips(0)).dtype };
}

function summary(norm, isSummed) {
  const [weight, bias] = [norm.weight.grad, norm.bias.grad].map((grad) => grad.to("float64"));
  // Like DataParallel.
  if (isSummed) for (const grad of [weight, bias]) group.allReduce(grad).wait();
  const state = [...norm.stateDict()].map(([name, tensor]) => [name, tensor.to("float64").toNested()]);
  return { weight: weight.toNested(), bias: bias.toNested(), state: Object.fromEntries(state) };
}

const results = [];
for (const one of input) {
  const from = one.counts.slice(0, rank).reduce((a, b) => a + b, 0);
  const own = [from, from + one.counts[rank]];
  const norm = build(one).train(!one.isEval);
  const shared = synchronizeBatchNorm(norm, group);
  if (one.isOff) shared.isActive = false;
  const together = { ...run(norm, one, own), ...summary(norm, true) };
  const alone = build(one).train(!one.isEval);
  const clips = one.isOff ? own : [0, one.counts.reduce((a, b) => a + b)];
  results.push({ together, alone: { ...run(alone, one, clips), ...summary(alone, one.isOff) } });
}
group.barrier().wait();
report(results);
