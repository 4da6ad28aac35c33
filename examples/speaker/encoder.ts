// B = clips, C = mel bands (40), F = frames, P = partial utterances of a clip, D = width of the embedding.
import { defineModel, Encoder, type Encoding, Linear, LSTM, type Tensor, z } from "woodshed";
import { FRAMES_AFTER } from "./mel.js";

/** Frames of a partial utterance: 1.6 s. */
const PARTIAL_FRAMES = 160;
/** Frames from one partial utterance to the next: 1.3 a second. */
const STEP_FRAMES = 77;
/** Frames that the last partial utterance needs; with fewer, it is left out. */
const LEAST_FRAMES = 120;

/** Returns the number of partial utterances of a clip, as `compute_partial_slices` of Resemblyzer 0.1.4. */
function countPartials(numFrames: number): number {
  const steps = Math.max(1, numFrames - PARTIAL_FRAMES + STEP_FRAMES + 1);
  const count = Math.ceil(steps / STEP_FRAMES);
  const covered = numFrames - 1 - (count - 1) * STEP_FRAMES;
  return count > 1 && covered < LEAST_FRAMES ? count - 1 : count;
}

const normalized = (x: Tensor): Tensor => x.div(x.square().sum(-1, true).add(1e-24).sqrt());

/**
 * The speaker encoder of Resemblyzer 0.1.4, with its names (Wan et al., 2018, "Generalized end-to-end loss for speaker
 * verification"): the embedding of a clip is the mean of those of its partial utterances, of length 1.
 */
export class SpeakerEncoder extends Encoder {
  readonly width: number;
  readonly stride = STEP_FRAMES;
  readonly minFrames = FRAMES_AFTER + 1;
  readonly lstm: LSTM;
  readonly linear: Linear;

  constructor(channels: number, width: number) {
    super();
    this.width = width;
    this.lstm = new LSTM(channels, width, { numLayers: 3, batchFirst: true });
    this.linear = new Linear(width, width);
  }

  forward(features: Tensor): Encoding {
    const numFrames = features.shape[2]!;
    const numPartials = countPartials(numFrames - FRAMES_AFTER);
    const length = (numPartials - 1) * STEP_FRAMES + PARTIAL_FRAMES;
    // Silence after the end has no power in any band.
    const padded = length > numFrames ? features.pad([0, length - numFrames]) : features;
    const partials = padded.unfold(2, PARTIAL_FRAMES, STEP_FRAMES).permute([0, 2, 3, 1]); // [B, P, 160, C]
    const [output] = this.lstm.forward(partials.flatten(0, 1)); // [B * P, 160, D]
    const last = output.select(1, PARTIAL_FRAMES - 1);
    const embeddings = normalized(this.linear.forward(last).relu()).unflatten(0, [-1, numPartials]); // [B, P, D]
    return { clip: normalized(embeddings.mean(1)), frames: embeddings.transpose(1, 2) };
  }
}

export default defineModel({
  options: z.strictObject({
    width: z.int().min(1).default(256).describe("Width of the LSTM and of the embedding."),
  }),
  create: ({ width }, { channels }) => new SpeakerEncoder(channels, width),
});
