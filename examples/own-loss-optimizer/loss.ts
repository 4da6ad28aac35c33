import { defineLoss, z } from "woodshed";

/**
 * Generalized cross entropy, (1 - p^q) / q for the probability p of the true label: less sensitive to wrong labels than cross
 * entropy, which is its limit for q = 0 (Zhang and Sabuncu, 2018, "Generalized cross entropy loss", equation 6).
 */
export default defineLoss({
  options: z.strictObject({
    q: z
      .number()
      .gt(0)
      .lte(1)
      .default(0.7)
      .describe("Tolerance of wrong labels; 1 is the mean absolute error."),
  }),
  create:
    ({ q }) =>
    (outputs, { label }) => {
      const truth = outputs.softmax(1).gather(1, label!.unsqueeze(1)).squeeze(1); // [B]
      return truth.pow(q).neg().add(1).div(q); // [B]
    },
});
