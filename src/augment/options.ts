/** The built-in augmentations, by name. Needs no libtorch: decoding threads create those of the waveform from here. */
import { z } from "zod";
import type { ComponentTable, Frozen, Named, OwnChoice, OwnInput } from "../components/component.js";
import type { FEATURE_AUGMENTATIONS } from "./features/options.js";
import { bandLimit } from "./filter/band-limit.js";
import { bandPass, highPass, highShelf, lowPass, lowShelf, peak } from "./filter/filters.js";
import { bitDepth } from "./level/bit-depth.js";
import { clipping } from "./level/clipping.js";
import { gain } from "./level/gain.js";
import { polarity } from "./level/polarity.js";
import { betweenClass } from "./mix/between-class.js";
import { cutmix } from "./mix/cutmix.js";
import { mixup } from "./mix/mixup.js";
import { background } from "./noise/background.js";
import { noise } from "./noise/noise.js";
import { impulseResponse } from "./room/impulse-response.js";
import { pitchShift } from "./time/pitch-shift.js";
import { shift } from "./time/shift.js";
import { speed } from "./time/speed.js";
import { timeStretch } from "./time/time-stretch.js";

export const AUGMENTATIONS = {
  gain,
  polarity,
  clipping,
  bit_depth: bitDepth,
  noise,
  background,
  impulse_response: impulseResponse,
  low_pass: lowPass,
  high_pass: highPass,
  band_pass: bandPass,
  low_shelf: lowShelf,
  high_shelf: highShelf,
  peak,
  band_limit: bandLimit,
  shift,
  speed,
  time_stretch: timeStretch,
  pitch_shift: pitchShift,
  mixup,
  cutmix,
  between_class: betweenClass,
} as const satisfies ComponentTable;

/** Options of every built-in augmentation. */
export const augmentationShared = {
  probability: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe("Probability with which a clip is changed; the others stay as they are."),
};

type WithShared<Choice> = Choice & Frozen<z.output<z.ZodObject<typeof augmentationShared>>>;

/** A built-in augmentation of the waveform, which decoding threads apply: its name, and its options. */
export type NamedAugmentation = WithShared<Named<typeof AUGMENTATIONS>>;

/** A built-in augmentation of features, which the training device applies. */
export type NamedFeatureAugmentation = WithShared<Named<typeof FEATURE_AUGMENTATIONS>>;

/** A built-in augmentation as a recipe gives it: options may be left out. */
type InputOf<Table extends ComponentTable> = {
  [Name in keyof Table & string]: { name: Name; probability?: number } & z.input<Table[Name]["options"]>;
}[keyof Table & string];

/** An element of `data.augmentations` as a recipe gives it. */
export type AugmentationInput =
  | InputOf<typeof AUGMENTATIONS>
  | InputOf<typeof FEATURE_AUGMENTATIONS>
  | OwnInput;

/** An element of `data.augmentations`. */
export type AugmentationChoice = NamedAugmentation | NamedFeatureAugmentation | OwnChoice;
