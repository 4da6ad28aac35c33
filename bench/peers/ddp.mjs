// Woodshed's side of a measurement with ranks: like ours.mjs, with one process a rank.
import { createInterface } from "node:readline";
import { DataParallel } from "../../dist/distributed/data-parallel.js";
import { ProcessGroup } from "../../dist/distributed/process-group.js";
import { Store } from "../../dist/distributed/store.js";
import { synchronizeBatchNorm } from "../../dist/distributed/sync-batch-norm.js";
import { Cnn, Model } from "../../dist/models/index.js";
import { crossEntropy, Linear, ReLU, Sequential } from "../../dist/nn/index.js";
import { AdamW } from "../../dist/optim/index.js";
import { LinearHead } from "../../dist/tasks/linear-head.js";
import { addon } from "../../dist/tensor/addon.js";
import { autocast, manualSeed, scope } from "../../dist/tensor/index.js";
import { ops } from "../../dist/tensor/ops.js";

const { name, rank, size, port, bf16 = false, syncBatchNorm = true } = JSON.parse(process.argv[2]);
addon.setNumThreads(1);
manualSeed(0);
const model =
  name === "mlp"
    ? new Sequential(
        new Linear(1024, 4096),
        new ReLU(),
        new Linear(4096, 4096),
        new ReLU(),
        new Linear(4096, 1024),
      )
    : new Model(
        new Cnn({ numMels: 64, channels: [32, 64, 128, 256], dropout: 0 }),
        new LinearHead(256, 10),
      ).to({
        memoryFormat: "channels_last",
      });
const [x, numClasses] = name === "mlp" ? [ops.randn([32, 1024]), 1024] : [ops.randn([32, 64, 101]), 10];
const y = ops.randint(numClasses, [32], { dtype: "int64" });

let parallel = null;
if (size > 1) {
  const store = Store.open({ host: "127.0.0.1", port, isServer: rank === 0, timeoutMs: 60_000 });
  const group = new ProcessGroup({
    ...{ store, rank, size, backend: "gloo", timeoutMs: 60_000, address: "127.0.0.1" },
  });
  if (syncBatchNorm) synchronizeBatchNorm(model, group);
  parallel = new DataParallel(group, model.namedParameters());
}
const optimizer = new AdamW(model.parameters(), { learningRate: 1e-3 });
const forward = () => model.forward(x);
const step = () =>
  scope(() => {
    optimizer.zeroGrad();
    parallel?.prepareForward();
    const logits = bf16 ? autocast("cpu", "bfloat16", forward).to("float32") : forward();
    const loss = crossEntropy(logits, y).div(size);
    parallel?.prepareBackward(loss);
    loss.backward();
    optimizer.step();
  });

for await (const line of createInterface({ input: process.stdin })) {
  const start = performance.now();
  for (let i = 0; i < Number(line); i++) step();
  console.log((performance.now() - start) / 1000);
}
process.exit();
