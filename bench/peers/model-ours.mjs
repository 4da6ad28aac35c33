// Woodshed's side of bench/models.mjs: answers a line `N` with the seconds of N training steps, `memory` with the peak in bytes.
import { createInterface } from "node:readline";
import { createEncoder, Model } from "../../dist/models/index.js";
import { MODELS } from "../../dist/models/options.js";
import { crossEntropy } from "../../dist/nn/index.js";
import { AdamW } from "../../dist/optim/index.js";
import { LinearHead } from "../../dist/tasks/linear-head.js";
import { addon } from "../../dist/tensor/addon.js";
import { manualSeed, scope } from "../../dist/tensor/index.js";
import { ops } from "../../dist/tensor/ops.js";

const { name, features, batch, threads, channelsLast = false } = JSON.parse(process.argv[2]);
addon.setNumThreads(threads);
manualSeed(0);
const encoder = scope(() =>
  createEncoder({ name, ...MODELS[name].options.parse({}) }, { channels: features[0], audioChannels: 1 }),
);
const model = new Model(encoder, new LinearHead(encoder.width, 10));
if (channelsLast) model.to({ memoryFormat: "channels_last" });
const optimizer = new AdamW(model.parameters(), { learningRate: 1e-3 });
const x = ops.randn([batch, ...features]);
const y = ops.randint(10, [batch], { dtype: "int64" });

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "memory") {
    console.log(process.resourceUsage().maxRSS * 1024);
    continue;
  }
  const start = performance.now();
  for (let step = 0; step < Number(line); step++)
    scope(() => {
      optimizer.zeroGrad();
      crossEntropy(model.forward(x), y).backward();
      optimizer.step();
    });
  console.log((performance.now() - start) / 1000);
}
