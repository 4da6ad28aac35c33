import { isOwnChoice, type OwnChoice } from "../components/component.js";
import { createOwn } from "../components/create.js";
import { createAcdNet } from "./acdnet/acdnet.js";
import { createAst } from "./ast/ast.js";
import { createBcResNet } from "./bc-resnet/bc-resnet.js";
import { Cnn } from "./cnn/cnn.js";
import { createConformer } from "./conformer/conformer.js";
import { createCrnn } from "./crnn/crnn.js";
import type { ModelContext, ModelDefinition } from "./define.js";
import { Encoder } from "./encoder.js";
import { createM5 } from "./m5/m5.js";
import { createMobileNet } from "./mobilenet/mobilenet.js";
import { MODELS, type ModelChoice } from "./options.js";
import { PANNS_LAYOUTS } from "./panns/options.js";
import { createPanns } from "./panns/panns.js";
import { createRes1d } from "./res1d/res1d.js";
import { RESNET_BLOCKS } from "./resnet/options.js";
import { createResNet } from "./resnet/resnet.js";

export { AcdNet, type AcdNetOptions } from "./acdnet/acdnet.js";
export { Ast, type AstOptions } from "./ast/ast.js";
export { BcResNet, type BcResNetOptions } from "./bc-resnet/bc-resnet.js";
export { Cnn, type CnnOptions } from "./cnn/cnn.js";
export { Conformer, type ConformerOptions } from "./conformer/conformer.js";
export { Crnn, type CrnnOptions } from "./crnn/crnn.js";
export { defineModel, type ModelContext, type ModelDefinition } from "./define.js";
export { Encoder, type Encoding } from "./encoder.js";
export { M5, type M5Options } from "./m5/m5.js";
export { MobileNet, type MobileNetOptions } from "./mobilenet/mobilenet.js";
export { type Head, Model } from "./model.js";
export type { FeatureNeeds, ModelOptions } from "./model-options.js";
export { PANNS_LAYOUTS, type PannsLayout } from "./panns/options.js";
export { Panns, type PannsOptions } from "./panns/panns.js";
export { Res1d, type Res1dOptions } from "./res1d/res1d.js";
export { RESNET_BLOCKS } from "./resnet/options.js";
export { ResNet, type ResNetOptions } from "./resnet/resnet.js";

type Create<Choice extends ModelChoice> = (choice: Choice, context: ModelContext) => Encoder;

const CREATE: { [Name in ModelChoice["name"]]: Create<Extract<ModelChoice, { name: Name }>> } = {
  cnn: (options, { channels, audioChannels = 1 }) =>
    new Cnn({ ...options, audioChannels, numMels: channels / audioChannels }),
  cnn6: (options, context) => createPanns(PANNS_LAYOUTS.cnn6, options, context),
  cnn10: (options, context) => createPanns(PANNS_LAYOUTS.cnn10, options, context),
  cnn14: (options, context) => createPanns(PANNS_LAYOUTS.cnn14, options, context),
  resnet18: (options, context) => createResNet(RESNET_BLOCKS.resnet18, options, context),
  resnet34: (options, context) => createResNet(RESNET_BLOCKS.resnet34, options, context),
  mobilenet: createMobileNet,
  bc_resnet: createBcResNet,
  crnn: createCrnn,
  ast: createAst,
  conformer: createConformer,
  m5: createM5,
  res1d: createRes1d,
  acdnet: createAcdNet,
};

/** Valid values of model.name in a recipe. */
export const MODEL_NAMES: readonly string[] = Object.keys(MODELS);

/** Builds the encoder of a recipe's model, with fresh weights from the default generator. */
export function createEncoder(model: ModelChoice | OwnChoice, context: ModelContext): Encoder {
  if (isOwnChoice(model)) {
    return createOwn<ModelDefinition, Encoder>(
      "model",
      model,
      (definition, options) => definition.create(options, context),
      checkEncoder,
    );
  }
  const create = CREATE[model.name] as Create<ModelChoice>;
  return create(model, context);
}

/** Returns the problem of what a module of the user's created; null if there is none. */
function checkEncoder(encoder: unknown): string | null {
  if (!(encoder instanceof Encoder)) return "expected an Encoder: class MyModel extends Encoder { ... }";
  for (const name of ["width", "minFrames", "stride"] as const) {
    const value: unknown = encoder[name];
    if (!Number.isInteger(value) || (value as number) < 1)
      return `${name}: expected a whole number of at least 1, got ${String(value)}`;
  }
  return null;
}
