// B = clips of a batch.
import type { z } from "zod";
import { type Frozen, isOwnChoice, type OwnChoice } from "../components/component.js";
import { createOwn } from "../components/create.js";
import type { Definition } from "../components/definition.js";
import { ShapeError } from "../errors.js";
import { Tensor } from "../tensor/index.js";
import type { TargetTensors } from "./task.js";

/** Returns the loss of each clip [B]. @param outputs [B, O] in float32, before the activation */
export type ClipLoss = (outputs: Tensor, targets: TargetTensors) => Tensor;

/** The data that a loss is created for. */
export interface LossContext {
  /** Names of the outputs, in their order. */
  labels: readonly string[];
}

/** A loss of your own. */
export interface LossDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"loss", Options> {
  /**
   * True if the loss of a clip depends on the other clips of the batch, as contrastive losses do. `gatherClips` then
   * collects the clips of all ranks, and evaluations, which see clips in other company, use the task's own loss.
   */
  couplesClips?: boolean;
  create(options: Frozen<z.output<Options>>, context: LossContext): ClipLoss;
}

/**
 * Defines a loss, which a module exports by default and a recipe names: `task: { name: classification, loss: { use: ./loss.ts } }`.
 * Training takes its sum over the batch, divided by the number of clips; evaluation its mean. Targets are those of the task:
 * of a classification `label` [B] int64, of tagging `labels` and `known` [B, C], of a regression `target` and `scaled` [B, D].
 */
export function defineLoss<Options extends z.ZodObject>(
  parts: Omit<LossDefinition<Options>, "kind">,
): LossDefinition<Options> {
  return { kind: "loss", ...parts };
}

/** A loss of the user's in place of a task's own. */
export interface OwnLoss {
  training: ClipLoss;
  /** null for a loss that couples clips: evaluations use the task's own. */
  evaluation: ClipLoss | null;
  couplesClips: boolean;
}

/** Returns the loss of a recipe's task if it is a module of the user's; null for one of ours. */
export function ownLossOf(choice: string | OwnChoice, labels: readonly string[]): OwnLoss | null {
  if (typeof choice === "string" || !isOwnChoice(choice)) return null;
  let couplesClips = false;
  const loss = createOwn<LossDefinition, ClipLoss>(
    "task.loss",
    choice,
    (definition, options) => {
      couplesClips = definition.couplesClips ?? false;
      return definition.create(options, { labels });
    },
    (made) => (typeof made === "function" ? null : "expected a function (outputs, targets) => losses [B]"),
  );
  const training: ClipLoss = (outputs, targets) => {
    const losses: unknown = loss(outputs, targets);
    const numClips = outputs.shape[0]!;
    const isTensor = losses instanceof Tensor;
    if (isTensor && losses.shape.length === 1 && losses.shape[0] === numClips) return losses;
    const got = isTensor
      ? `[${losses.shape.join(", ")}]; do not take the mean over the batch`
      : typeof losses;
    throw new ShapeError(
      "SHAPE",
      `task.loss.use ${choice.use}: expected the loss of each clip, a tensor [${numClips}], got ${got}`,
    );
  };
  return { training, evaluation: couplesClips ? null : training, couplesClips };
}
