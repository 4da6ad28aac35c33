import { isOwnChoice, type OwnChoice } from "../components/component.js";
import { createOwn } from "../components/create.js";
import type { FrontEndDefinition } from "./define.js";
import { FrontEnd } from "./front-end.js";
import type { FrontEndContext } from "./front-end-options.js";
import { createKaldiFbank } from "./kaldi-fbank/kaldi-fbank.js";
import { createLeaf } from "./leaf/leaf.js";
import { createLogMel } from "./log-mel/log-mel.js";
import { createMfcc } from "./mfcc/mfcc.js";
import type { FrontEndChoice } from "./options.js";
import { createPcen } from "./pcen/pcen.js";
import { createRaw } from "./raw/raw.js";

export { defineFrontEnd, type FrontEndDefinition } from "./define.js";
export { FrontEnd } from "./front-end.js";
export { LogMel, type LogMelOptions } from "./log-mel/log-mel.js";
export type { FeatureStatistics, Measurement } from "./stages/measurement.js";

type Create<Choice extends FrontEndChoice> = (choice: Choice, context: FrontEndContext) => FrontEnd;

const CREATE: { [Name in FrontEndChoice["name"]]: Create<Extract<FrontEndChoice, { name: Name }>> } = {
  log_mel: createLogMel,
  kaldi_fbank: createKaldiFbank,
  mfcc: createMfcc,
  pcen: createPcen,
  leaf: createLeaf,
  raw: createRaw,
};

/** Builds the front end of a recipe. */
export function createFrontEnd(choice: FrontEndChoice | OwnChoice, context: FrontEndContext): FrontEnd {
  if (isOwnChoice(choice)) {
    return createOwn<FrontEndDefinition, FrontEnd>(
      "front_end",
      choice,
      (definition, options) => definition.create(options, context),
      (made) =>
        made instanceof FrontEnd ? null : "expected a FrontEnd: class MyFrontEnd extends FrontEnd { ... }",
    );
  }
  const create = CREATE[choice.name] as Create<FrontEndChoice>;
  return create(choice, context);
}
