/** Stages after a front end's own features: derivatives in time, normalization. */
import type { FrontEnd } from "../front-end.js";
import { Deltas } from "./deltas.js";
import { InstanceNormalization, RunningNormalization, TrainingSetNormalization } from "./normalizations.js";
import { Normalized } from "./normalized.js";
import type { DeltaChoice, NormalizationChoice } from "./schema.js";

/** Adds the derivatives that a recipe asks for. */
export function withDeltas(frontEnd: FrontEnd, { deltas, delta_width }: DeltaChoice): FrontEnd {
  return deltas === 0 ? frontEnd : new Deltas(frontEnd, deltas, delta_width);
}

/** Normalizes features as a recipe says. */
export function normalized(
  frontEnd: FrontEnd,
  { normalize, normalize_over: over, normalize_clips }: NormalizationChoice,
): FrontEnd {
  if (normalize === "none") return frontEnd;
  const { channels } = frontEnd;
  const normalizations = {
    instance: () => new InstanceNormalization(over),
    training_set: () => new TrainingSetNormalization(channels, over),
    running: () => new RunningNormalization(channels, over),
  };
  return new Normalized(frontEnd, normalizations[normalize](), normalize_clips);
}
