// Cost of dropout masks by clip beside those of libtorch's generator, in turns: a step of the CNN, and the layer alone.
//
//   node bench/dropout.mjs [turns] [threads]

import { ClipMasks, crossEntropy, Dropout, withDropoutMasks } from "../dist/index.js";
import { Cnn, Model } from "../dist/models/index.js";
import { AdamW } from "../dist/optim/index.js";
import { LinearHead } from "../dist/tasks/linear-head.js";
import { addon } from "../dist/tensor/addon.js";
import { autocast, manualSeed, scope } from "../dist/tensor/index.js";
import { ops } from "../dist/tensor/ops.js";

const [turns = 9, threads = 2] = process.argv.slice(2).map(Number);
addon.setNumThreads(threads);

const B = 64;
const clips = Int32Array.from({ length: B }, (_, i) => i);
const masks = new ClipMasks(0, "cpu");
let step = 0;
const SIDES = {
  "by rank": (body) => body(),
  "by clip": (body) => withDropoutMasks(masks.of(step++, clips), body),
};

/** A training step of the CNN of bench/steps.mjs, with dropout. */
function cnn(precision) {
  manualSeed(0);
  const encoder = new Cnn({ numMels: 64, channels: [32, 64, 128, 256], dropout: 0.5 });
  const model = new Model(encoder, new LinearHead(256, 10));
  model.to({ memoryFormat: "channels_last" });
  const optimizer = new AdamW(model.parameters(), { learningRate: 1e-3 });
  const x = ops.randn([B, 64, 101]);
  const y = ops.randint(10, [B], { dtype: "int64" });
  return (side) => {
    const forward = () => side(() => model.forward(x));
    optimizer.zeroGrad();
    const logits = precision === "bf16" ? autocast("cpu", "bfloat16", forward).to("float32") : forward();
    crossEntropy(logits, y).backward();
    optimizer.step();
  };
}

/** The layer alone, forward and backward. */
function layer(shape, isChannelsLast = false) {
  const dropout = new Dropout(0.5);
  const plain = ops.randn(shape);
  const x = isChannelsLast ? plain.contiguous({ memoryFormat: "channels_last" }) : plain;
  x.requiresGrad = true;
  return (side) => side(() => dropout.forward(x)).backward({ gradient: x.detach() });
}

const CASES = [
  ["CNN step, fp32", cnn("fp32"), 2],
  ["CNN step, bf16", cnn("bf16"), 1],
  ["layer [64, 256]", layer([B, 256]), 500],
  ["layer [64, 200, 768]", layer([B, 200, 768]), 2],
  ["layer [64, 64, 64, 50]", layer([B, 64, 64, 50]), 2],
  ["layer [64, 64, 64, 50] channels_last", layer([B, 64, 64, 50], true), 2],
];

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ms = (value) => `${value.toFixed(3)} ms`.padStart(12);
console.log("  by rank      by clip     ratio   peak by rank, by clip   case");
for (const [title, run, count] of CASES) {
  const times = { "by rank": [], "by clip": [] };
  const peaks = {};
  for (let turn = -1; turn < turns; turn++) {
    for (const [name, side] of Object.entries(SIDES)) {
      const startBytes = addon.liveBytes();
      addon.resetPeakMemory("cpu");
      const start = performance.now();
      for (let i = 0; i < count; i++) scope(() => run(side));
      // The first turn warms up.
      if (turn >= 0) times[name].push((performance.now() - start) / count);
      peaks[name] = (addon.memoryStats("cpu").peakTensorBytes - startBytes) / 2 ** 20;
    }
  }
  const [rank, clip] = Object.values(times).map(median);
  const memory = Object.values(peaks).map((value) => `${value.toFixed(1)} MB`.padStart(9));
  console.log(
    `${ms(rank)} ${ms(clip)}  ${(clip / rank).toFixed(3).padStart(6)}  ${memory.join("  ")}   ${title}`,
  );
}
