import { extname } from "node:path";
import { CheckpointReader, findCheckpoint, mapSafetensors } from "../checkpoint/index.js";
import { hasNamesOfVersion1, namesSinceVersion2 } from "../checkpoint/version-1.js";
import { CheckpointError } from "../errors.js";
import { nameMatcher } from "../name-patterns.js";
import type { Module } from "../nn/module.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";

/** Outcome of loading a file of weights into a model, by name. */
export interface InitReport {
  loaded: string[];
  /** In the model, but not loaded. */
  missing: string[];
  /** In the file and matched by the patterns, but not in the model. */
  unexpected: string[];
  /** In the file, but not matched by the patterns. */
  leftOut: string[];
}

/**
 * Copies the weights whose names match into a model; the others keep their fresh values.
 *
 * @param path a run's folder (its best checkpoint), a checkpoint's, or a safetensors file
 * @param patterns names with `*` for any text; a pattern that begins with "!" excludes its matches
 * @throws CheckpointError if nothing matches, or matches differ in shape: names them all, loads nothing
 */
export function initWeights(model: Module, path: string, patterns: readonly string[]): InitReport {
  return scope(() => {
    const weights = weightsAt(path);
    const own = model.stateDict();
    const isWanted = nameMatcher(patterns);
    const report: InitReport = { loaded: [], missing: [], unexpected: [], leftOut: [] };
    const misshapen: string[] = [];
    for (const [name, tensor] of weights) {
      const target = own.get(name);
      if (!isWanted(name)) report.leftOut.push(name);
      else if (target === undefined) report.unexpected.push(name);
      else if (target.shape.join() !== tensor.shape.join()) {
        misshapen.push(`${name} is [${tensor.shape.join(", ")}], the model has [${target.shape.join(", ")}]`);
      } else report.loaded.push(name);
    }
    report.missing = [...own.keys()].filter((name) => !report.loaded.includes(name));
    if (misshapen.length > 0) {
      const layer = misshapen[0]!.split(" ")[0]!.replace(/\.[^.]*$/, "");
      throw new CheckpointError(
        "ARCHITECTURE",
        `${path}: ${misshapen.join("; ")}. Leave them out, for instance with --init-keys '!${layer}.*'`,
      );
    }
    if (report.loaded.length === 0) {
      throw new CheckpointError(
        "NOTHING_TO_LOAD",
        `${path}: none of its ${weights.size} tensors is in the model and matches ${patterns.join(",")}; ` +
          `it has ${[...weights.keys()].slice(0, 3).join(", ")}, the model has ${[...own.keys()].slice(0, 3).join(", ")}`,
      );
    }
    noGrad(() => {
      for (const name of report.loaded) own.get(name)!.copy_(weights.get(name)!);
    });
    return report;
  });
}

function weightsAt(path: string): Map<string, Tensor> {
  if (extname(path) === ".safetensors") {
    const weights = mapSafetensors(path);
    return hasNamesOfVersion1(weights) ? namesSinceVersion2(weights) : weights;
  }
  const reader = new CheckpointReader(findCheckpoint(path));
  return reader.verify(reader.weightsFile).tensors(reader.weightsFile);
}
