// The built-in components keep the contracts that a user's own keep.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMALL_MODELS } from "../../tests/support/small-models.js";
import { encodeWav16 } from "../audio/wav.js";
import { defineAugmentation } from "../augment/define.js";
import { createFeatureAugmentation } from "../augment/features/index.js";
import { FEATURE_AUGMENTATIONS } from "../augment/features/options.js";
import { AUGMENTATIONS } from "../augment/options.js";
import { counted } from "../counted.js";
import type { Row } from "../data/annotations.js";
import { createFrontEnd, defineFrontEnd } from "../front-ends/index.js";
import { FRONT_ENDS } from "../front-ends/options.js";
import { createEncoder, defineModel, type ModelOptions } from "../models/index.js";
import { MODELS, type ModelChoice } from "../models/options.js";
import { annotationsOf } from "../tasks/annotations.js";
import { defineTask } from "../tasks/define.js";
import { createTask } from "../tasks/index.js";
import { taskMetrics } from "../tasks/metrics.js";
import { TASKS, type TaskChoice } from "../tasks/options.js";
import { addon } from "../tensor/addon.js";
import { describeAugmentation } from "./augmentation.js";
import { describeFrontEnd } from "./front-end.js";
import { describeModel, type ModelCase } from "./model.js";
import { describeTask } from "./task.js";

addon.setNumThreads(1);

for (const [name, { options, frontEnd }] of Object.entries<ModelOptions>(MODELS)) {
  const definition = defineModel({
    options,
    create: (chosen, context) =>
      createEncoder({ name, ...chosen, init_from: null, init_keys: [] } as never, context),
  });
  const small = { clipSec: 0.25, ...(frontEnd === undefined ? {} : { frontEnd }) } as ModelCase;
  // Two channels of the audio are compared with a reference in the tests of each model.
  for (const audioChannels of name === "cnn" ? [1, 2] : [1])
    describeModel(`${name} of ${counted(audioChannels, "channel")}`, definition, {
      ...small,
      ...SMALL_MODELS[name as ModelChoice["name"]],
      audioChannels,
    });
}

/** Options under which front ends do more than by default; each is also checked with its defaults. */
const MORE: Partial<Record<string, readonly object[]>> = {
  log_mel: [
    { deltas: 2, normalize: "instance" },
    { log: "db", top_db: 60, normalize: "training_set" },
  ],
  kaldi_fbank: [{ snip_edges: false, energy: true, normalize: "running", normalize_over: "all" }],
  pcen: [{ trainable: true, deltas: 1 }],
  raw: [{ frame_samples: 50, hop_samples: 20 }],
};

for (const [name, component] of Object.entries(FRONT_ENDS)) {
  const definition = defineFrontEnd({
    options: component.options,
    sizes(options, context) {
      const { channels, hop, shortest } = component.sizes(options as never, context);
      return { channels: channels.count, hopSamples: hop.samples, minSamples: shortest.samples };
    },
    create: (options, context) => createFrontEnd({ name, ...options } as never, context),
  });
  for (const options of [{}, ...(MORE[name] ?? [])])
    describeFrontEnd(`${name} ${JSON.stringify(options)}`, definition, { options, clipSec: 0.25 });
}

const folder = mkdtempSync(join(tmpdir(), "woodshed-recordings-"));
const files = [0.05, 1].map((sec, i) => {
  const path = join(folder, `${i}.wav`);
  const samples = Float32Array.from(
    { length: 22_050 * sec },
    (_, j) => 0.5 * Math.cos(0.1 * j * (i + 1)) * 0.999 ** j,
  );
  writeFileSync(path, encodeWav16(samples, 22_050));
  return path;
});
for (const [name, definition] of Object.entries(AUGMENTATIONS)) {
  const options = "folder" in definition ? { folder } : {};
  describeAugmentation(name, definition as never, { options: options as never, files });
}

for (const [name, { options }] of Object.entries(FEATURE_AUGMENTATIONS)) {
  const definition = defineAugmentation({
    ...{ changes: "features", options },
    create: (given) => createFeatureAugmentation({ name, probability: 1, ...given } as never, 0),
  });
  describeAugmentation(name, definition);
}

const ROWS: Record<TaskChoice["name"], readonly Row[]> = {
  classification: ["a", "b", "a", "c", "b", "c"].map((label) => ({ label })),
  tagging: ["a;b", "", "b", "a;c", "c", "a"].map((labels) => ({ labels })),
  regression: [1, 2.5, -3, 4, 0.25, 6].map((target) => ({ target })),
  detection: [
    [{ label: "a", onset_sec: 0.1, offset_sec: 0.4 }],
    [
      { label: "b", onset_sec: 0, offset_sec: 1 },
      { label: "a", onset_sec: 0.5, offset_sec: 0.5 },
    ],
    [],
    { labels: ["a", "c"] },
    [{ label: "c", onset_sec: 0.25, offset_sec: 0.75 }],
    { labels: ["b"] },
  ].map((events) => ({ events })),
};

for (const [name, { options }] of Object.entries(TASKS)) {
  const chosen = (given: object) => ({ task: { name, ...given } as TaskChoice });
  const definition = defineTask({
    options,
    metrics: taskMetrics(chosen({})),
    annotations: (given) => annotationsOf(chosen(given)),
    create: (given, state) => createTask(chosen(given), state),
  });
  describeTask(name, definition as never, { rows: ROWS[name as TaskChoice["name"]] });
}
