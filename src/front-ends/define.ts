import type { z } from "zod";
import type { Frozen } from "../components/component.js";
import type { Definition } from "../components/definition.js";
import type { FrontEnd } from "./front-end.js";
import type { FrontEndContext, FrontEndOptions } from "./front-end-options.js";

/** A front end of your own. */
export interface FrontEndDefinition<Options extends z.ZodObject = z.ZodObject>
  extends Definition<"front_end", Options>,
    Partial<Pick<FrontEndOptions<Options>, "conflicts" | "resolve">> {
  /** Sizes of the features, known before anything runs. */
  sizes(
    options: Frozen<z.output<Options>>,
    context: FrontEndContext,
  ): { channels: number; hopSamples: number; minSamples: number };
  create(options: Frozen<z.output<Options>>, context: FrontEndContext): FrontEnd;
}

/**
 * Defines a front end, which a module exports by default and a recipe names: `front_end: { use: ./pcen.ts, num_bands: 40 }`.
 *
 * @param parts.options schema of the section's keys beside `use`, in snake_case
 * @param parts.sizes channels of the features, samples from one frame to the next, and samples of the shortest input
 * @param parts.create builds the front end: samples [B, T] to features [B, C, F]
 */
export function defineFrontEnd<Options extends z.ZodObject>(
  parts: Omit<FrontEndDefinition<Options>, "kind">,
): FrontEndDefinition<Options> {
  return { kind: "front_end", ...parts };
}
