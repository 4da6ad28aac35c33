import { cheaperThan } from "../../augment/create.js";
import { isOwnChoice } from "../../components/component.js";
import { DECODE_PARTS } from "../../timing/decode-clock.js";
import type { RunFigures } from "../figures.js";
import { type Change, gainOf, ms } from "./finding.js";

/** Least share of a clip's thread time for which an augmentation is named. */
const LEAST_SHARE = 0.2;
/** The probability is suggested to fall to this part, so that half of the time stays for the change itself. */
const RARER = 0.5;

/** The augmentation that takes most of the time that a decoding thread spends on a clip. */
export interface SlowAugmentation {
  /** `augmentation 2 (pitch_shift)`; the place is that of `data.augmentations.2`. */
  name: string;
  /** Milliseconds per clip. */
  ms: number;
  /** True if no other stage of a clip takes longer. */
  isHeaviest: boolean;
  /** A sentence with its time and what makes it cheaper. */
  evidence: string;
  /** The place of a probability in the recipe, and its value; null for an augmentation without one. */
  probability: { key: string; value: number } | null;
}

/** Finds the slowest augmentation; null if all of them are cheap beside the rest of a clip's time. */
export function slowestAugmentation({ config, clip, augmentations }: RunFigures): SlowAugmentation | null {
  if (clip === null || augmentations.length === 0) return null;
  const clipMs = DECODE_PARTS.reduce((sum, part) => sum + clip[part], 0);
  const slowest = augmentations.reduce((a, b) => (a.ms >= b.ms ? a : b));
  if (slowest.ms < LEAST_SHARE * clipMs) return null;
  const choice = config.data.augmentations[slowest.place]!;
  const key = `data.augmentations.${slowest.place}.probability`;
  const probability = isOwnChoice(choice) ? null : { key, value: choice.probability };
  const cheaper = cheaperThan(choice);
  const advice = [
    probability === null ? "apply it to fewer clips" : `lower ${key} (${probability.value})`,
    ...(cheaper === null ? [] : [cheaper]),
  ];
  const name = `augmentation ${slowest.place} (${choice.name ?? choice.use})`;
  return {
    name,
    ms: slowest.ms,
    isHeaviest: DECODE_PARTS.every((part) => part === "augment" || clip[part] <= slowest.ms),
    evidence: `${name} takes ${ms(slowest.ms)} of the ${ms(clipMs)} that a clip costs a thread; ${advice.join(", or ")}`,
    probability,
  };
}

/** Suggests half the probability of a slow augmentation. @param waitAfter returns a step's wait for data if a clip takes `ms` less */
export function rarerAugmentation(
  figures: RunFigures,
  slow: SlowAugmentation | null,
  waitAfter: (savedMs: number) => number,
): Change[] {
  if (slow === null || slow.probability === null) return [];
  const { key, value } = slow.probability;
  const saved = figures.times.data - waitAfter((1 - RARER) * slow.ms);
  return [
    {
      ...{ key, value: Number((RARER * value).toPrecision(2)) },
      gain: gainOf(figures, Math.max(0, saved)),
      why: `${slow.name} changes half as many clips; affects results`,
      isSafe: false,
    },
  ];
}
