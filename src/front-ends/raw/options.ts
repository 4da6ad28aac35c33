import { z } from "zod";
import type { Conflict, Frozen } from "../../components/component.js";
import type { FrontEndOptions } from "../front-end-options.js";
import { normalizationKeys } from "../stages/schema.js";

const schema = z.strictObject({
  frame_samples: z
    .int()
    .min(1)
    .default(1)
    .describe(
      "Samples of a frame: the height of the model's input. 1 gives one channel with a frame for each sample.",
    ),
  hop_samples: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("Samples from one frame to the next; null is the length of a frame."),
  ...normalizationKeys,
});

/** The options of raw samples, as a recipe sets them. */
export type RawChoice = Frozen<z.output<typeof schema>>;

export const RAW: FrontEndOptions<typeof schema> = {
  options: schema,
  sizes({ frame_samples, hop_samples }) {
    const hop = hop_samples ?? frame_samples;
    const keys = ["front_end.hop_samples", "front_end.frame_samples"];
    return {
      channels: { count: frame_samples, keys: ["front_end.frame_samples"] },
      hop: { samples: hop, text: `front_end.hop_samples ${hop}`, keys },
      shortest: {
        samples: frame_samples,
        reason: `one frame takes front_end.frame_samples ${frame_samples} samples`,
        keys: ["front_end.frame_samples"],
      },
    };
  },
  conflicts: ({ frame_samples, hop_samples }): Conflict[] => {
    if (hop_samples === null || hop_samples <= frame_samples) return [];
    return [
      {
        keys: ["front_end.hop_samples", "front_end.frame_samples"],
        message: `${hop_samples} samples are more than front_end.frame_samples ${frame_samples}, so samples between frames would be lost.`,
      },
    ];
  },
  resolve: ({ hop_samples, ...rest }) => ({ ...rest, hop_samples: hop_samples ?? rest.frame_samples }),
};
