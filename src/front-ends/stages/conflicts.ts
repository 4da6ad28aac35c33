import type { Conflict } from "../../components/component.js";
import type { DeltaChoice } from "./schema.js";

/** Returns conflicts between the options of derivatives. */
export function deltaConflicts({ delta_width }: DeltaChoice): Conflict[] {
  if (delta_width % 2 === 1) return [];
  return [
    {
      keys: ["front_end.delta_width"],
      message: `${delta_width} frames have no middle one; take an odd number, such as ${delta_width + 1}.`,
    },
  ];
}
