import type { Tensor } from "../tensor/index.js";
import { mapNames } from "./map-names.js";
import { readWeights, type WeightSource } from "./source.js";

/** Weights with the names of our models, and the file that they are from. */
export interface NamedSource {
  source: WeightSource;
  tensors: Map<string, Tensor>;
  map: string | null;
  dropped: string[];
}

/** Reads weights without a model; call it inside a scope. @throws CheckpointError for a file that cannot be read */
export function readNamed(path: string): NamedSource {
  const source = readWeights(path);
  return { source, ...mapNames(source.tensors, new Set()) };
}
