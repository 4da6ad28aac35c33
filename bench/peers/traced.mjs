// Woodshed's side of bench/traces.mjs: answers each line `N plain|traced` on stdin with the seconds of N steps and of
// ending the trace.
import { createInterface } from "node:readline";
import { Cnn, Model } from "../../dist/models/index.js";
import { crossEntropy, Linear, ReLU, Sequential } from "../../dist/nn/index.js";
import { AdamW } from "../../dist/optim/index.js";
import { hookModules } from "../../dist/profiling/hooks.js";
import { LinearHead } from "../../dist/tasks/linear-head.js";
import { addon } from "../../dist/tensor/addon.js";
import { manualSeed, scope } from "../../dist/tensor/index.js";
import { ops } from "../../dist/tensor/ops.js";

const { name, threads } = JSON.parse(process.argv[2]);
addon.setNumThreads(threads);
manualSeed(0);
const isMlp = name === "mlp";
const model = isMlp
  ? new Sequential(new Linear(40, 128), new ReLU(), new Linear(128, 10))
  : new Model(new Cnn({ numMels: 64, channels: [32, 64, 128, 256], dropout: 0 }), new LinearHead(256, 10));
const optimizer = new AdamW(model.parameters(), { learningRate: 1e-3 });
const x = isMlp ? ops.randn([64, 40]) : ops.randn([64, 64, 101]);
const y = ops.randint(10, [64], { dtype: "int64" });
const step = () =>
  scope(() => {
    optimizer.zeroGrad();
    crossEntropy(model.forward(x), y).backward();
    optimizer.step();
  });

for await (const line of createInterface({ input: process.stdin })) {
  const [count, mode] = line.split(" ");
  let unhook = () => {};
  if (mode === "traced") {
    unhook = hookModules("model", model);
    addon.prepareProfiler(false, true, true);
    addon.startProfiler(false, true, true);
  }
  const start = performance.now();
  for (let i = 0; i < Number(count); i++) step();
  const seconds = (performance.now() - start) / 1000;
  if (mode === "traced") addon.releaseObject(addon.stopProfiler());
  unhook();
  console.log(seconds, (performance.now() - start) / 1000 - seconds);
}
