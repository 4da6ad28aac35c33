// B = clips, T = samples of a clip.
import { defineFrontEnd, FrontEnd, type Tensor, z } from "woodshed";

/** Passes samples on as a feature of one channel: [B, T] to [B, 1, T]. A frame is a sample. */
class Samples extends FrontEnd {
  readonly channels = 1;
  readonly minSamples = 1;

  numFrames(numSamples: number): number {
    return numSamples;
  }

  forward(wave: Tensor): Tensor {
    return wave.unsqueeze(1);
  }
}

export default defineFrontEnd({
  options: z.strictObject({}),
  sizes: () => ({ channels: 1, hopSamples: 1, minSamples: 1 }),
  create: () => new Samples(),
});
