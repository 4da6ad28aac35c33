import { extname } from "node:path";
import { CheckpointReader, findCheckpoint, mapSafetensors } from "../checkpoint/index.js";
import { CheckpointError } from "../errors.js";
import type { Module } from "../nn/module.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";

/** What became of the names in a file of weights and in a model. */
export interface InitReport {
  loaded: string[];
  /** In the model, and not loaded. */
  missing: string[];
  /** In the file and asked for, and not in the model. */
  unexpected: string[];
  /** In the file, and left out by the patterns. */
  leftOut: string[];
}

/**
 * Copies the weights whose names match into a model; the rest stays fresh.
 *
 * @param path a run's folder (its best checkpoint), a checkpoint's, or a safetensors file
 * @param patterns names with `*` for any text; with "!" before it a pattern leaves out what it matches
 * @throws CheckpointError when nothing matches, or a match has another shape: all are named, nothing is loaded
 */
export function initWeights(model: Module, path: string, patterns: readonly string[]): InitReport {
  return scope(() => {
    const given = weightsAt(path);
    const own = model.stateDict();
    const isWanted = matcher(patterns);
    const report: InitReport = { loaded: [], missing: [], unexpected: [], leftOut: [] };
    const misshapen: string[] = [];
    for (const [name, tensor] of given) {
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
        `${path}: none of its ${given.size} tensors is in the model and matches ${patterns.join(",")}; ` +
          `it has ${[...given.keys()].slice(0, 3).join(", ")}, the model has ${[...own.keys()].slice(0, 3).join(", ")}`,
      );
    }
    noGrad(() => {
      for (const name of report.loaded) own.get(name)!.copy_(given.get(name)!);
    });
    return report;
  });
}

function weightsAt(path: string): Map<string, Tensor> {
  if (extname(path) === ".safetensors") return mapSafetensors(path);
  const reader = new CheckpointReader(findCheckpoint(path));
  return reader.verify(reader.weightsFile).tensors(reader.weightsFile);
}

function matcher(patterns: readonly string[]): (name: string) => boolean {
  const toRegExp = (pattern: string): RegExp =>
    new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*")}$`);
  const excluded = patterns.filter((one) => one.startsWith("!")).map((one) => toRegExp(one.slice(1)));
  const wanted = patterns.filter((one) => !one.startsWith("!")).map(toRegExp);
  // Exclusions alone are exclusions from everything.
  return (name) =>
    (wanted.length === 0 || wanted.some((one) => one.test(name))) && !excluded.some((one) => one.test(name));
}
