import { z } from "zod";
import { defineAugmentation } from "../define.js";

/** Turns the sign of every sample; with `probability: 0.5` half of the clips are turned. */
export const polarity = defineAugmentation({
  options: z.strictObject({}),
  create: () => ({
    apply({ samples }) {
      for (let i = 0; i < samples.length; i++) samples[i] = -samples[i]!;
      return {};
    },
  }),
});
