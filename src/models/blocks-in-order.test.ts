// Every built-in encoder declares its blocks in the order in which it computes them. The suite of describeModel checks that they
// have all parameters.
import { expect, it } from "vitest";
import { noGrad, scope } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { createEncoder, MODEL_NAMES, type ModelOptions } from "./index.js";
import { MODELS, type ModelChoice } from "./options.js";

const NUM_MELS = 40;

/** Smaller than by default, with several blocks of each kind. */
const SMALL: Partial<Record<string, object>> = {
  cnn: { channels: [4, 8] },
  cnn6: { width: 1 / 32 },
  cnn10: { width: 1 / 32 },
  cnn14: { width: 1 / 64 },
  resnet18: { width: 1 / 32 },
  resnet34: { width: 1 / 32 },
  mobilenet: { width: 0.1 },
  bc_resnet: { tau: 0.25 },
  crnn: { channels: [4, 4], time_poolings: 1, hidden: 4 },
  conformer: { depth: 3, heads: 2, head_width: 4 },
  ast: { depth: 3, heads: 2, head_width: 4, max_frames: 30 },
  m5: { channels: [4, 8, 8] },
  res1d: { channels: [4, 8, 8] },
  acdnet: { frame_samples: 8 },
};

it.each(MODEL_NAMES)("%s computes its blocks in the order that it declares", (name) => {
  const definition = MODELS[name as ModelChoice["name"]] as ModelOptions;
  const chosen = definition.options.parse(SMALL[name]);
  const channels = (definition.needs(chosen as never).refuse?.(NUM_MELS) ?? null) === null ? NUM_MELS : 1; // 1: samples
  const choice = { name, ...chosen, init_from: null, init_keys: [] };
  const encoder = scope(() => createEncoder(choice as never, { channels, audioChannels: 1 })).eval();
  const blocks = encoder.blocksInOrder ?? [];
  expect(blocks.length).toBeGreaterThan(2);

  const computed = new Set<number>();
  for (const [i, block] of blocks.entries()) {
    for (const module of [block].flat()) {
      const forward = module.forward.bind(module);
      module.forward = (...args) => {
        computed.add(i);
        return forward(...args);
      };
    }
  }
  scope(() => noGrad(() => encoder.forward(ops.randn([1, channels, encoder.minFrames]))));
  expect([...computed]).toEqual([...blocks.keys()]);
  encoder.dispose();
});
