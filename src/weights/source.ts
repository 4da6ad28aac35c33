import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { CheckpointReader, findCheckpoint, mapSafetensors } from "../checkpoint/index.js";
import { readLayout } from "../checkpoint/safetensors.js";
import { hasNamesOfVersion1, namesSinceVersion2 } from "../checkpoint/version-1.js";
import { CheckpointError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { convertPickles, PICKLES } from "./pickle.js";

/** Weights by name, and what their file says about them. */
export interface WeightSource {
  tensors: Map<string, Tensor>;
  /** Labels of the outputs, in their order; null if the file does not say. */
  labels: readonly string[] | null;
  /** `checkpoint`, `safetensors`, `pickle` or `Hugging Face`. */
  format: string;
}

/**
 * Reads weights: a run's folder (its best checkpoint), a checkpoint's, a folder of Hugging Face's with config.json, a
 * safetensors file, or a pickle of PyTorch. Call it inside a scope.
 *
 * @throws CheckpointError for a file that is missing, corrupt or holds code
 */
export function readWeights(path: string): WeightSource {
  const ending = extname(path).toLowerCase();
  if (ending === ".safetensors") return { ...safetensorsAt(path), format: "safetensors" };
  if (PICKLES.includes(ending)) return { ...safetensorsAt(convertPickles([path])[0]!), format: "pickle" };
  if (existsSync(join(path, "config.json")) && !existsSync(join(path, "checkpoints")))
    return huggingFace(path);
  if (existsSync(path) && statSync(path).isFile()) {
    throw new CheckpointError(
      "FORMAT",
      `${path}: expected weights as .safetensors, ${PICKLES.join(", ")}, or the folder of a run, a checkpoint or a Hugging Face model`,
    );
  }
  const reader = new CheckpointReader(findCheckpoint(path));
  const tensors = reader.verify(reader.weightsFile).tensors(reader.weightsFile);
  return { tensors, labels: labelsOf(reader), format: "checkpoint" };
}

/** Checkpoints of a loop of one's own have no recipe. */
function labelsOf(reader: CheckpointReader): readonly string[] | null {
  const { manifest } = reader;
  return "labels" in manifest ? (manifest.labels as readonly string[]) : null;
}

function safetensorsAt(path: string): Pick<WeightSource, "tensors" | "labels"> {
  const weights = mapSafetensors(path);
  const tensors = hasNamesOfVersion1(weights) ? namesSinceVersion2(weights) : weights;
  const { woodshed } = readLayout(path).metadata;
  const { labels = null } = woodshed === undefined ? {} : (JSON.parse(woodshed) as { labels?: string[] });
  return { tensors, labels };
}

/** Files of weights in a folder of Hugging Face's, the preferred one first; an index lists shards. */
const FILES = [
  "model.safetensors",
  "model.safetensors.index.json",
  "pytorch_model.bin",
  "pytorch_model.bin.index.json",
] as const;

function huggingFace(folder: string): WeightSource {
  const file = FILES.find((name) => existsSync(join(folder, name)));
  if (file === undefined) {
    throw new CheckpointError(
      "MISSING",
      `${folder}: has a config.json and no weights; expected ${FILES.join(" or ")}`,
    );
  }
  const parts = file.endsWith(".json") ? shardsIn(folder, file) : [file];
  const tensors = new Map<string, Tensor>();
  const files = parts.map((part) => join(folder, part));
  const safetensors = file.includes(".safetensors") ? files : convertPickles(files);
  for (const path of safetensors)
    for (const [name, one] of safetensorsAt(path).tensors) tensors.set(name, one);
  const { id2label } = jsonAt(join(folder, "config.json")) as { id2label?: Record<string, string> };
  const labels =
    id2label === undefined
      ? null
      : Object.entries(id2label)
          .sort(([a], [b]) => Number(a) - Number(b))
          .map(([, label]) => label);
  return { tensors, labels, format: "Hugging Face" };
}

function shardsIn(folder: string, index: string): string[] {
  const { weight_map } = jsonAt(join(folder, index)) as { weight_map?: Record<string, string> };
  if (weight_map === undefined) {
    throw new CheckpointError(
      "CORRUPT",
      `${join(folder, index)}: expected an object "weight_map" with the file of each tensor`,
    );
  }
  const shards = [...new Set(Object.values(weight_map))];
  const outside = shards.find((name) => /[/\\]/.test(name));
  if (outside !== undefined)
    throw new CheckpointError(
      "CORRUPT",
      `${join(folder, index)}: names ${outside}, expected files beside it`,
    );
  return shards;
}

function jsonAt(path: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value === "object" && value !== null) return value;
  } catch (error) {
    throw new CheckpointError("CORRUPT", `${path}: not JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new CheckpointError("CORRUPT", `${path}: expected a JSON object`);
}
