import { z } from "zod";
import { defineAugmentation } from "../define.js";
import { drawFrom, range } from "../range.js";
import { LoudnessMeter } from "./loudness.js";

/**
 * Adds another training clip so that its share of the targets is what it takes of the perceived loudness (Tokozume et al.,
 * "Learning from between-class examples for deep sound recognition", 2018). Each clip's amplitude is weighted by its loudest
 * moment, so that a quiet clip is not lost beside a loud one, and the sum keeps the energy of a single clip. The paper draws the
 * share from [0, 1], which is the same as [0, 0.5] of a random pair, and pairs clips of different labels alone; here a pair may
 * have the same label.
 */
export const betweenClass = defineAugmentation({
  options: z.strictObject({
    share: range(0, 1, [0, 0.5], "Smallest and largest share of the other clip."),
  }),
  create: (options, { sampleRateHz }) => {
    const meter = new LoudnessMeter(sampleRateHz);
    return {
      partners: 1,
      apply(example, random, [partner]) {
        const share = drawFrom(options.share, random);
        const { samples, numChannels } = example;
        const other = partner!.samples;
        const [own, others] = meter.measure(samples, other, numChannels);
        const weight = weightOf(1 - share, own - others);
        const scale = 1 / Math.hypot(weight, 1 - weight);
        for (let i = 0; i < samples.length; i++)
          samples[i] = scale * (weight * samples[i]! + (1 - weight) * other[i]!);
        example.shares = [1 - share, share];
        return { share, weight };
      },
    };
  },
});

/**
 * Returns the factor of a clip that gets a share of the loudness beside another; the other's is 1 minus this.
 *
 * @param louderDb by how much the clip is louder than the other
 */
function weightOf(share: number, louderDb: number): number {
  if (share === 0) return 0;
  return 1 / (1 + (10 ** (louderDb / 20) * (1 - share)) / share);
}
