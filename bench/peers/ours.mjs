// Woodshed's side of a measurement: builds the case named on the command line, then answers each
// line `N` on stdin with the seconds that N repetitions took, and `loss` with the loss of the last one.
import { createInterface } from "node:readline";
import { Cnn, Model } from "../../dist/models/index.js";
import { crossEntropy, Linear, ReLU, Sequential } from "../../dist/nn/index.js";
import { AdamW, GradScaler } from "../../dist/optim/index.js";
import { LinearHead } from "../../dist/tasks/linear-head.js";
import { addon } from "../../dist/tensor/addon.js";
import { autocast, keep, manualSeed, scope, Tensor } from "../../dist/tensor/index.js";
import { ops } from "../../dist/tensor/ops.js";
import { CudaGraphs } from "../../dist/train/graphs/engine.js";

const spec = JSON.parse(process.argv[2]);
const { name, threads, channelsLast = false, bf16 = false, fp16 = false, device = "cpu" } = spec;
const half = bf16 ? "bfloat16" : fp16 ? "float16" : null;
addon.setNumThreads(threads);
addon.setDeterministic(spec.deterministic ?? false);
manualSeed(0);

let lastLoss = null; // reading it waits for the device
const trainStep = (model, ...batch) => {
  model.to({ device });
  const [x, y] = batch.map((tensor) => tensor.to({ device }));
  const optimizer = new AdamW(model.parameters(), { learningRate: 1e-3 });
  const forward = () => model.forward(x);
  const scaler = fp16 ? new GradScaler(device) : null;
  const step = (rates = null) =>
    scope(() => {
      optimizer.zeroGrad();
      const logits = half === null ? forward() : autocast(device, half, forward).to("float32");
      const loss = crossEntropy(logits, y);
      (scaler?.scale(loss) ?? loss).backward();
      lastLoss?.dispose();
      lastLoss = keep(loss.detach());
      if (scaler === null || !overflows(scaler, optimizer)) optimizer.step(rates);
    });
  if (!spec.graphs) return () => step();
  // Some steps run operator by operator, as in training, the others by one call each.
  const engine = new CudaGraphs(device);
  const rates = scope(() => keep(Tensor.from(optimizer.rates).to({ device })));
  let numSteps = 0;
  let graph = null;
  return () => {
    if (numSteps++ < 3) return step(rates);
    graph ??= engine.capture(() => step(rates));
    graph.replay();
  };
};

/** Divides the gradients by the scale of fp16, which it updates; returns whether one is infinite. */
function overflows(scaler, optimizer) {
  const gradients = optimizer.gradients();
  const isInfinite = scaler.unscale(gradients.handles);
  gradients[Symbol.dispose]();
  scaler.update();
  return isInfinite;
}

const cases = {
  add() {
    const x = ops.ones([1]);
    // A scope every hundred calls, as a training step has.
    return (count) => {
      for (let i = 0; i < count; i += 100)
        scope(() => {
          for (let j = 0; j < 100; j++) x.add(x);
        });
    };
  },
  mlp() {
    const model = new Sequential(new Linear(40, 128), new ReLU(), new Linear(128, 10));
    const step = trainStep(model, ops.randn([64, 40]), ops.randint(10, [64], { dtype: "int64" }));
    return (count) => {
      for (let i = 0; i < count; i++) step();
    };
  },
  cnn() {
    const model = new Model(
      new Cnn({ numMels: 64, channels: [32, 64, 128, 256], dropout: 0 }),
      new LinearHead(256, 10),
    );
    if (channelsLast) model.to({ memoryFormat: "channels_last" });
    const step = trainStep(model, ops.randn([64, 64, 101]), ops.randint(10, [64], { dtype: "int64" }));
    return (count) => {
      for (let i = 0; i < count; i++) step();
    };
  },
};

const repeat = cases[name]();
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "loss") {
    console.log(lastLoss.item());
    continue;
  }
  const start = performance.now();
  repeat(Number(line));
  if (device !== "cpu") lastLoss.item();
  console.log((performance.now() - start) / 1000);
}
