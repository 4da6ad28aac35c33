import { z } from "zod";

export const regressionOptions = z.strictObject({
  loss: z.enum(["mse", "mae", "huber"]).default("mse").describe("Loss of training."),
  huber_delta: z
    .number()
    .gt(0)
    .default(1)
    .describe("Error at which the Huber loss becomes linear, in standard deviations of the target."),
});
