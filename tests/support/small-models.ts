import type { ModelCase } from "../../src/conformance/model.js";
import type { ModelChoice } from "../../src/models/options.js";

/** Small networks, and the shortest clips that they take. */
export const SMALL_MODELS: Record<ModelChoice["name"], ModelCase> = {
  cnn: { options: { channels: [4, 8], dropout: 0.1 }, channels: 16 },
  cnn6: { options: { width: 1 / 32 }, channels: 16 },
  cnn10: { options: { width: 1 / 32 }, channels: 16 },
  cnn14: { options: { width: 1 / 64 }, channels: 32, clipSec: 0.35 },
  resnet18: { options: { width: 1 / 32 }, channels: 32, clipSec: 0.35 },
  resnet34: { options: { width: 1 / 32 }, channels: 32, clipSec: 0.35 },
  mobilenet: { options: { width: 0.1 }, channels: 32, clipSec: 0.35 },
  bc_resnet: { options: { tau: 0.25, blocks: [1, 1, 1, 1] }, channels: 40, clipSec: 0.1 },
  crnn: { options: { channels: [4, 4], time_poolings: 1, hidden: 4 }, channels: 8, clipSec: 0.1 },
  conformer: { options: { depth: 1, heads: 2, head_width: 4, kernel_frames: 5 }, channels: 8, clipSec: 0.2 },
  ast: {
    options: { depth: 2, heads: 2, head_width: 4, patch_size: 8, patch_stride: 6, max_frames: 30 },
    channels: 16,
  },
  m5: { options: { channels: [4, 8], kernel_samples: 16 }, clipSec: 0.1 },
  res1d: { options: { channels: [4, 8] }, clipSec: 0.1 },
  acdnet: { options: { channels: [3, 6, 2, 3, 4, 3, 4, 5, 4, 5, 6, 8], frame_samples: 40 }, clipSec: 0.1 },
};
