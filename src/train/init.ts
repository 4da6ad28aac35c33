import { CheckpointError } from "../errors.js";
import type { Model } from "../models/index.js";
import { nameMatcher } from "../name-patterns.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";
import { fitChannels, fitPositions, fitRows } from "../weights/fit.js";
import { mapNames } from "../weights/map-names.js";
import { readWeights } from "../weights/source.js";

/** Outcome of loading a file of weights into a model, by name. */
export interface InitReport {
  loaded: string[];
  /** In the model, but not loaded. */
  missing: string[];
  /** In the file and matched by the patterns, but not in the model. */
  unexpected: string[];
  /** In the file, but not matched by the patterns, or of no use to any model. */
  leftOut: string[];
  /** Loaded in another shape, with what was changed. */
  changed: { name: string; change: string }[];
  /** Name of the table of names that applied; null for none. */
  map: string | null;
  /** Labels whose rows were copied, and labels whose rows are fresh; null where both have the same labels. */
  labels: { copied: string[]; fresh: string[] } | null;
}

/** The model's labels, and what belongs to them. */
export interface InitContext {
  labels: readonly string[];
  /** Names of the head's tensors whose rows belong to the labels. */
  labelRows: readonly string[];
  /** Channels of the front end's features. */
  numFeatures: number;
}

/**
 * Copies the weights whose names match into a model; the others keep their fresh values.
 *
 * @param path a run's folder (its best checkpoint), a checkpoint's or Hugging Face's, a safetensors file, or a pickle
 * @param patterns names in the model with `*` for any text; a pattern that begins with "!" excludes its matches
 * @throws CheckpointError if nothing matches, or matches differ in shape: names them all, loads nothing
 */
export function initWeights(
  model: Model,
  path: string,
  patterns: readonly string[],
  context: InitContext,
): InitReport {
  return scope(() => noGrad(() => load(model, path, patterns, context)));
}

function load(model: Model, path: string, patterns: readonly string[], context: InitContext): InitReport {
  const source = readWeights(path);
  const own = model.stateDict();
  const { tensors, map, dropped } = mapNames(source.tensors, new Set(own.keys()));
  const isWanted = nameMatcher(patterns);
  const report: InitReport = {
    ...{ loaded: [], missing: [], unexpected: [], leftOut: dropped, changed: [], map },
    labels: labelsOf(source.labels, context.labels),
  };
  const fitted = new Map<string, Tensor>();
  const misshapen: string[] = [];
  for (const [name, tensor] of tensors) {
    const target = own.get(name);
    if (!isWanted(name)) report.leftOut.push(name);
    else if (target === undefined) report.unexpected.push(name);
    else {
      const isFresh = report.labels?.copied.length === 0 && isLabelRow(name, context);
      const fit = isFresh ? undefined : fitOf(name, tensor, target, model, context, source.labels);
      if (fit === undefined) report.leftOut.push(name);
      else if (fit === null) misshapen.push(name);
      else fitted.set(name, fit.tensor);
      if (fit?.change) report.changed.push({ name, change: fit.change });
    }
  }
  report.loaded = [...fitted.keys()];
  report.missing = [...own.keys()].filter((name) => !fitted.has(name));
  if (misshapen.length > 0) throw misshapenError(path, misshapen, tensors, own, context);
  if (report.loaded.length === 0) {
    throw new CheckpointError(
      "NOTHING_TO_LOAD",
      `${path}: none of its ${source.tensors.size} tensors is in the model and matches ${patterns.join(",")}; ` +
        `it has ${[...source.tensors.keys()].slice(0, 3).join(", ")}, the model has ${[...own.keys()].slice(0, 3).join(", ")}`,
    );
  }
  const hasChosen = patterns.some((pattern) => pattern !== "*");
  if (!hasChosen) refuseHalf(path, report);
  for (const [name, tensor] of fitted) own.get(name)!.copy_(tensor);
  return report;
}

/** Returns which labels both have; null for the same labels, and where the file does not say. */
function labelsOf(saved: readonly string[] | null, own: readonly string[]): InitReport["labels"] {
  if (saved === null || saved.join("\n") === own.join("\n")) return null;
  const copied = own.filter((label) => saved.includes(label));
  return { copied, fresh: own.filter((label) => !saved.includes(label)) };
}

function isLabelRow(name: string, { labelRows }: InitContext): boolean {
  return labelRows.some((row) => name === `head.${row}`);
}

/** Returns a saved tensor in the model's shape, with what was changed; null if it cannot be fitted. */
function fitOf(
  name: string,
  saved: Tensor,
  target: Tensor,
  model: Model,
  context: InitContext,
  savedLabels: readonly string[] | null,
): { tensor: Tensor; change?: string } | null {
  const { labels } = context;
  if (isLabelRow(name, context) && savedLabels !== null && savedLabels.join("\n") !== labels.join("\n")) {
    const tensor = fitRows(saved, target, { saved: savedLabels, own: labels });
    const numCopied = labels.filter((label) => savedLabels.includes(label)).length;
    return tensor && { tensor, change: `rows of ${numCopied} of ${labels.length} labels copied` };
  }
  if (saved.shape.join() === target.shape.join()) return { tensor: saved };
  const { positions } = model.encoder;
  if (positions !== null && name === `encoder.${positions.name}`)
    return fitPositions(saved, target, { ...positions, savedRows: positions.rows });
  return name === firstConvolution(model) ? fitChannels(saved, target) : null;
}

/** Returns the name of the first weight over channels and axes of the features. */
function firstConvolution({ encoder }: Model): string | null {
  const found = [...encoder.namedParameters()].find(([, { ndim }]) => ndim > 3);
  return found === undefined ? null : `encoder.${found[0]}`;
}

/** An encoder of which the file has a part, and other names instead of the rest, is another architecture. */
function refuseHalf(path: string, { loaded, missing, unexpected }: InitReport): void {
  const ofEncoder = (names: readonly string[]) => names.filter((name) => name.startsWith("encoder."));
  const [absent, present] = [ofEncoder(missing), ofEncoder(loaded)];
  if (absent.length === 0 || unexpected.length === 0) return;
  const some = (names: readonly string[]) =>
    `${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`;
  throw new CheckpointError(
    "ARCHITECTURE",
    `${path}: has ${present.length} of the encoder's ${present.length + absent.length} tensors, so it is of another architecture: it lacks ${some(absent)}, and has ${some(unexpected)}, which the model lacks. To load the ones that match, choose them, such as --init-keys '${(present[0] ?? absent[0])!.replace(/\.[^.]*$/, "")}.*'`,
  );
}

function misshapenError(
  path: string,
  names: readonly string[],
  saved: ReadonlyMap<string, Tensor>,
  own: ReadonlyMap<string, Tensor>,
  { numFeatures }: InitContext,
): CheckpointError {
  const shapeOf = (tensors: ReadonlyMap<string, Tensor>, name: string) => tensors.get(name)!.shape;
  const lines = names.map(
    (name) =>
      `${name} is [${shapeOf(saved, name).join(", ")}], the model has [${shapeOf(own, name).join(", ")}]`,
  );
  const ofFeatures = names.find((name) => {
    const [were, are] = [shapeOf(saved, name), shapeOf(own, name)];
    return were.length === are.length && are.some((size, dim) => size === numFeatures && were[dim] !== size);
  });
  const bands =
    ofFeatures === undefined
      ? ""
      : `. The front end computes ${numFeatures} channels of features; if the weights were trained with others, such as another number of mel bands (front_end.num_mels), set that number`;
  const layer = names[0]!.replace(/\.[^.]*$/, "");
  return new CheckpointError(
    "ARCHITECTURE",
    `${path}: ${lines.join("; ")}${bands}. Leave them out, for instance with --init-keys '!${layer}.*'`,
  );
}
