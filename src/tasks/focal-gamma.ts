import { z } from "zod";

/** An option of tasks with a focal loss. */
export const focalGamma = z
  .number()
  .min(0)
  .default(2)
  .describe("Focusing exponent of the focal loss; 0 turns it off.");
