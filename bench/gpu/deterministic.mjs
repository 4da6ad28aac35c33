// Steps of every model and front end, each twice from the same seed: equal bits with deterministic algorithms, and the operators
// that have none. `node bench/gpu/deterministic.mjs [--device cuda]`
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseConfig } from "../../dist/config/load.js";
import { FRONT_ENDS } from "../../dist/front-ends/options.js";
import { buildModel } from "../../dist/inference/build-model.js";
import { featuresOf } from "../../dist/inference/forward.js";
import { crossEntropy } from "../../dist/nn/index.js";
import { AdamW } from "../../dist/optim/index.js";
import { Classification } from "../../dist/tasks/classification/index.js";
import { addon } from "../../dist/tensor/addon.js";
import { manualSeed, scope } from "../../dist/tensor/index.js";
import { ops } from "../../dist/tensor/ops.js";
import { Checks } from "./checks.mjs";

const { device, child } = parseArgs({
  options: { device: { type: "string", default: "cuda" }, child: { type: "boolean", default: false } },
}).values;
const { check, note, finish } = new Checks();
/** Small networks, which take seconds on a CPU too. */
const MODELS = {
  cnn: { channels: [4, 8] },
  cnn14: { width: 1 / 64 },
  resnet18: { width: 1 / 32 },
  mobilenet: { width: 0.1 },
  bc_resnet: { tau: 0.25, blocks: [1, 1, 1, 1] },
  crnn: { channels: [4, 4], time_poolings: 1, hidden: 8 },
  conformer: { depth: 1, heads: 2, head_width: 4, kernel_frames: 5 },
  ast: { depth: 1, heads: 2, head_width: 4, patch_size: 8, patch_stride: 6, max_frames: 60 },
  m5: { channels: [4, 8], kernel_samples: 16 },
  res1d: { channels: [4, 8] },
};
const NUM_CLIPS = 4;
const NUM_STEPS = 3;
const CLIP_SEC = 0.5;

if (child) {
  for (const [name, options] of Object.entries(MODELS)) {
    const isRaw = name === "m5" || name === "res1d";
    compare(`model ${name}`, {
      model: { name, ...options },
      front_end: isRaw ? { name: "raw" } : { num_mels: 40 },
    });
  }
  const model = { name: "cnn", channels: [4] };
  for (const name of Object.keys(FRONT_ENDS).filter((one) => one !== "raw"))
    compare(`front end ${name}`, { model, front_end: { name } });
  finish();
} else {
  // libtorch's warnings go to the standard error of a process. What it has found is printed at once: the time may end before it does.
  const trainer = spawn(process.execPath, [fileURLToPath(import.meta.url), "--device", device, "--child"], {
    stdio: ["ignore", "inherit", "pipe"],
  });
  let stderr = "";
  trainer.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const status = await new Promise((done) => trainer.on("close", (code, signal) => done(code ?? signal)));
  const without = stderr.split("\n").filter((line) => line.includes("has no deterministic algorithm"));
  check("the steps of all ran", status === 0, status === 0 ? "" : `${status}: ${stderr.slice(-600)}`);
  note(
    `operators without a deterministic algorithm: ${without.length === 0 ? "none" : `\n${without.join("\n")}`}`,
  );
  finish();
}

function compare(title, sections) {
  try {
    const [first, again] = [train(sections), train(sections)];
    check(`${title}: the same bits again`, first === again, first === again ? "" : `${first} ${again}`);
  } catch (error) {
    check(title, false, String(error.stack ?? error).slice(0, 400));
  }
}

/** Returns a digest of the weights after a few steps. */
function train(sections) {
  const config = parseConfig({ data: { train: "x", clip_sec: CLIP_SEC }, ...sections });
  addon.setDeterministic(true);
  manualSeed(3);
  const { model, frontEnd } = buildModel(config, new Classification(["a", "b"]), {
    device,
    channelsLast: true,
  });
  model.train();
  const wave = scope(() =>
    ops
      .randn([NUM_CLIPS, CLIP_SEC * 16_000])
      .to({ device })
      .mul(0.1),
  );
  const labels = ops.randint(2, [NUM_CLIPS], { dtype: "int64" }).to({ device });
  const optimizer = new AdamW(model.parameters(), { learningRate: 1e-3 });
  for (let i = 0; i < NUM_STEPS; i++)
    scope(() => {
      optimizer.zeroGrad();
      crossEntropy(model.forward(featuresOf({ frontEnd }, wave)), labels).backward();
      optimizer.step();
    });
  const digest = createHash("sha1");
  for (const [, tensor] of model.stateDict()) digest.update(new Uint8Array(tensor.toArray().buffer));
  for (const holder of [optimizer, model, frontEnd]) holder.dispose();
  return digest.digest("hex").slice(0, 10);
}
