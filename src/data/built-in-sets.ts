/** Data sets that come with the package: rendered into a folder on first use, then read as files are. */
import type { OfSplits, PrepareOptions } from "./rendering/folder.js";

export interface BuiltInSet {
  /** The folder by default, relative to the current working directory. */
  root: string;
  /** A recording of it, in the progress of rendering. */
  unit: string;
  /** Renders what is missing and returns the paths of the manifests, which stand for `data.train`, `data.validation` and `data.test`. */
  prepare(root: string, options: PrepareOptions): Promise<OfSplits>;
}

export type BuiltInName = "instruments" | "soundscapes";

/** Loads the synthesizer, which takes 0.2 s, only for recipes that need it. */
export const BUILT_IN_SETS: Readonly<Record<BuiltInName, BuiltInSet>> = {
  instruments: {
    root: "data/instruments",
    unit: "note",
    async prepare(root, options) {
      const { prepareInstruments } = await import("./instruments/index.js");
      return prepareInstruments(root, options);
    },
  },
  soundscapes: {
    root: "data/soundscapes",
    unit: "scene",
    async prepare(root, options) {
      const { prepareSoundscapes } = await import("./soundscapes/index.js");
      return prepareSoundscapes(root, options);
    },
  },
};

/** Returns the built-in set of a recipe's `data.dataset`; null for a data set of the user's, and without one. */
export function builtInSet(dataset: unknown): BuiltInSet | null {
  const isNamed = typeof dataset === "string" && Object.hasOwn(BUILT_IN_SETS, dataset);
  return isNamed ? BUILT_IN_SETS[dataset as BuiltInName] : null;
}
