/** The options of each model, for code that must not load libtorch. */
import { isOwnChoice, type Named, type OwnChoice } from "../components/component.js";
import { findOwn } from "../components/create.js";
import { ACDNET } from "./acdnet/options.js";
import { AST } from "./ast/options.js";
import { BC_RESNET } from "./bc-resnet/options.js";
import { CNN } from "./cnn/options.js";
import { CONFORMER } from "./conformer/options.js";
import { CRNN } from "./crnn/options.js";
import type { ModelDefinition } from "./define.js";
import { M5 } from "./m5/options.js";
import { MOBILENET } from "./mobilenet/options.js";
import type { FeatureNeeds, ModelOptions } from "./model-options.js";
import { CNN6, CNN10, CNN14 } from "./panns/options.js";
import { RES1D } from "./res1d/options.js";
import { RESNET18, RESNET34 } from "./resnet/options.js";

export const MODELS = {
  cnn: CNN,
  cnn6: CNN6,
  cnn10: CNN10,
  cnn14: CNN14,
  resnet18: RESNET18,
  resnet34: RESNET34,
  mobilenet: MOBILENET,
  bc_resnet: BC_RESNET,
  crnn: CRNN,
  ast: AST,
  conformer: CONFORMER,
  m5: M5,
  res1d: RES1D,
  acdnet: ACDNET,
} as const satisfies Record<string, ModelOptions>;

/** The model of a recipe: its name, and its options. */
export type ModelChoice = Named<typeof MODELS>;

/** Returns the features that a recipe's model can process; any for a model that does not declare it. */
export function featureNeeds(model: ModelChoice | OwnChoice): FeatureNeeds {
  if (!isOwnChoice(model)) {
    const { needs }: ModelOptions = MODELS[model.name];
    // The compiler cannot see that the options are those of the named model.
    return needs(model as never);
  }
  const any = { channels: 1, frames: 1, keys: ["model.use"], reason: "", remedy: "" };
  const own = findOwn<ModelDefinition>(model);
  return own?.definition.needs?.(own.options) ?? any;
}
