// B = clips, C = mel bands, F = frames.
import type { Tensor } from "../../tensor/index.js";
import type { LevelChoice, MelChoice } from "./schema.js";

/** `scale * log(x + floor)`, or `scale * log(max(x, floor))`. */
export interface Logarithm {
  rule: "add_floor" | "at_least";
  floor: number;
  scale: number;
}

/** The logarithm of a spectrum. */
export interface Level {
  /** The logarithm alone, for code that computes it together with the spectrum. */
  logarithm: Logarithm;
  /** Computes the logarithm of a spectrum [B, C, F]. */
  of(spectrum: Tensor): Tensor;
  /** Raises what is far below a clip's largest level. */
  limit(level: Tensor): Tensor;
  /** Decibels of a unit of the result. */
  decibelsPerUnit: number;
}

/** `log(x + floor)`. @param power exponent of the spectrum's magnitude */
export function naturalLevel(floor: number, power: 1 | 2): Level {
  return {
    logarithm: { rule: "add_floor", floor, scale: 1 },
    decibelsPerUnit: 20 / power / Math.log(10),
    of: (spectrum) => spectrum.add(floor).log(),
    limit: (level) => level,
  };
}

/**
 * Decibels, at least `floor` and `topDb` below the clip's largest: `librosa.power_to_db(ref=1.0)` (0.11), and
 * `torchaudio.transforms.AmplitudeToDB` (2.11), whose top_db for a batch without a channel axis counts for all clips together.
 */
export function decibelLevel(floor: number, topDb: number | null, power: 1 | 2): Level {
  const scale = 20 / power / Math.log(10);
  return {
    logarithm: { rule: "at_least", floor, scale },
    decibelsPerUnit: 1,
    of: (spectrum) => spectrum.clampMin(floor).log().mul(scale),
    limit: (level) => (topDb === null ? level : level.maximum(level.amax([1, 2], true).sub(topDb))),
  };
}

/** The logarithm that a recipe chooses. */
export function levelOf(
  { log, log_floor, db_floor, top_db }: LevelChoice,
  { power }: Pick<MelChoice, "power">,
): Level {
  return log === "natural" ? naturalLevel(log_floor, power) : decibelLevel(db_floor, top_db, power);
}
