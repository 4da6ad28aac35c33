import { z } from "zod";

export const taskSection = z
  .strictObject({
    name: z
      .enum(["classification", "tagging", "regression"])
      .default("classification")
      .describe(
        "Task to learn: classification predicts one label for each clip, tagging several labels or none, regression one or more numbers.",
      ),
    loss: z
      .enum(["cross_entropy", "focal", "bce", "asymmetric", "mse", "mae", "huber"])
      .nullable()
      .default(null)
      .describe(
        "Loss of training: cross_entropy or focal for classification; bce, focal or asymmetric for tagging; mse, mae or huber for " +
          "regression; null is the first of the task's.",
      ),
    class_weights: z
      .enum(["none", "balanced"])
      .default("none")
      .describe(
        "Weights of the labels in the loss of a classification: balanced weights each label by the inverse of its frequency, with a mean of 1 over the training clips.",
      ),
    positive_weights: z
      .enum(["none", "balanced"])
      .default("none")
      .describe(
        "Weights of the positive clips of each label in the bce loss of tagging: balanced is the number of negative over positive clips.",
      ),
    secondary_labels: z
      .enum(["ignore", "positive"])
      .default("ignore")
      .describe(
        "Labels in a tagging manifest's column secondary_labels: ignore leaves them out of loss and metrics, positive counts them as labels.",
      ),
    focal_gamma: z
      .number()
      .min(0)
      .default(2)
      .describe("Focusing exponent of the focal loss; 0 turns it off."),
    huber_delta: z
      .number()
      .gt(0)
      .default(1)
      .describe("Error at which the Huber loss becomes linear, in standard deviations of the target."),
  })
  .prefault({})
  .describe("What the model learns to predict.");

type Task = z.infer<typeof taskSection>;

/** Losses of each task, and the keys that it alone has, with the value that leaves them out. */
export const TASK_KEYS: Readonly<
  Record<
    Task["name"],
    {
      losses: readonly NonNullable<Task["loss"]>[];
      only: readonly { key: Exclude<keyof Task, "name" | "loss">; unset: string | number }[];
    }
  >
> = {
  classification: {
    losses: ["cross_entropy", "focal"],
    only: [{ key: "class_weights", unset: "none" }],
  },
  tagging: {
    losses: ["bce", "focal", "asymmetric"],
    only: [
      { key: "positive_weights", unset: "none" },
      { key: "secondary_labels", unset: "ignore" },
    ],
  },
  regression: { losses: ["mse", "mae", "huber"], only: [{ key: "huber_delta", unset: 1 }] },
};
