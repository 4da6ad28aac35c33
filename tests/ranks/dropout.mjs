// Trains a small network with dropout on generated clips, by the steps of `woodshed train`.

import { Sampler } from "../../dist/data/sampler.js";
import { manualSeed, parseConfig, World } from "../../dist/index.js";
import { chooseHardware } from "../../dist/inference/hardware.js";
import { BatchNorm1d, BatchNorm2d } from "../../dist/nn/index.js";
import { Classification } from "../../dist/tasks/classification/index.js";
import { buildParts } from "../../dist/train/build.js";
import { environment, input, rank, report, size } from "./rank.mjs";

/** Divisible neither by 2 or 3 ranks nor by batches of 12; the last batch has fewer clips than 3 ranks. */
const NUM_CLIPS = 26;
const SAMPLES = 1600;
const world =
  size === 1
    ? World.solo()
    : await World.join(environment, { backend: "gloo", timeoutSec: 120, hangWarningSec: 120 });

/** Returns noise with a tone for one of two labels. */
function batchOf({ indices, parts, globalSize }) {
  const wave = new Float32Array(indices.length * SAMPLES);
  for (const [i, clip] of indices.entries())
    for (let j = 0; j < SAMPLES; j++)
      wave[i * SAMPLES + j] =
        0.3 * Math.sin(j * (clip % 2 === 0 ? 0.1 : 0.4)) + 0.2 * Math.sin(clip * 7919 + j * (j + 3));
  const values = BigInt64Array.from(indices, (clip) => BigInt(clip % 2));
  return {
    wave,
    targets: { label: { values, shape: [] } },
    indices,
    numChannels: 1,
    size: indices.length,
    parts,
    globalSize,
  };
}

async function train({ parts: numMicroBatches, masks, freezesNorms = false }) {
  const config = parseConfig({
    data: { train: "generated", clip_sec: SAMPLES / 16000 },
    front_end: { num_mels: 16 },
    model: { channels: [8, 16], dropout: 0.5 },
    training: { threads: 1, precision: "fp32", device: "cpu", dropout_masks: masks },
    optimization: { learning_rate: 0.0005 },
  });
  const hardware = chooseHardware(config.training, null, world);
  const task = new Classification(["a", "b"]);
  const parts = buildParts({ config, data: null, task, hardware, world });
  const { model, step } = parts;
  model.train();
  // In training, they use the statistics of a part, which are not those of the batch.
  if (freezesNorms)
    for (const module of model.modules())
      if (module instanceof BatchNorm1d || module instanceof BatchNorm2d) module.eval();
  manualSeed(rank);
  const sampler = new Sampler({
    ...{ numClips: NUM_CLIPS, batchSize: 12, clipSamples: SAMPLES, seed: config.seed, shuffle: true },
    split: { rank, worldSize: size, numMicroBatches, repeatSmall: true },
  });
  const numbers = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    for (const share of sampler.batches(epoch)) {
      const { signal } = new AbortController();
      await step.run(batchOf(share), numbers.length, 0.0005, () => "a batch", signal);
      const { loss, gradientNorm } = step.means.take(() => "a step");
      numbers.push([loss, gradientNorm]);
    }
  }
  parts[Symbol.dispose]();
  return numbers;
}

const results = {};
for (const [name, options] of Object.entries(input)) results[name] = await train(options);
await world.leave(true);
report(results);
