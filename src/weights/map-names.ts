import type { Tensor } from "../tensor/index.js";
import { KEY_MAPS, type KeyMap, type KeyRule } from "./key-maps.js";

/** Weights with the names of our models. */
export interface NamedWeights {
  tensors: Map<string, Tensor>;
  /** Name of the table of names that applied; null for none. */
  map: string | null;
  /** Names in the file that the table leaves out. */
  dropped: string[];
}

/** The prefix that torch.nn.DataParallel adds. */
const PARALLEL = "module.";
const ENCODER = "encoder.";

/**
 * Renames the weights of published checkpoints, and of encoders that were saved alone.
 *
 * @param own the names in the model
 */
export function mapNames(weights: ReadonlyMap<string, Tensor>, own: ReadonlySet<string>): NamedWeights {
  const names = [...weights.keys()];
  const isParallel = names.length > 0 && names.every((name) => name.startsWith(PARALLEL));
  const plain = isParallel
    ? new Map([...weights].map(([name, tensor]) => [name.slice(PARALLEL.length), tensor] as const))
    : weights;
  const map = KEY_MAPS.find(({ has }) => has.every((name) => plain.has(name)));
  if (map !== undefined) return applyMap(map, plain);
  const count = (prefix: string): number => [...plain.keys()].filter((name) => own.has(prefix + name)).length;
  const prefix = count(ENCODER) > count("") ? ENCODER : "";
  return {
    tensors: new Map([...plain].map(([name, tensor]) => [prefix + name, tensor])),
    map: null,
    dropped: [],
  };
}

function applyMap({ name: map, rules }: KeyMap, weights: ReadonlyMap<string, Tensor>): NamedWeights {
  const tensors = new Map<string, Tensor>();
  const dropped: string[] = [];
  const patterns = rules.map((rule) => ({ rule, pattern: patternOf(rule) }));
  for (const [name, tensor] of weights) {
    const found = patterns.find(({ pattern }) => pattern.test(name));
    const targets = found === undefined ? [name] : targetsOf(found.rule, found.pattern.exec(name)!.slice(1));
    if (targets.length === 0) dropped.push(name);
    const parts = targets.length > 1 ? tensor.chunk(targets.length, 0) : [tensor];
    for (const [i, target] of targets.entries()) tensors.set(target, parts[i]!);
  }
  return { tensors, map, dropped };
}

function patternOf({ from }: KeyRule): RegExp {
  const parts = from.split("*").map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(.*?)")}$`);
}

function targetsOf({ to }: KeyRule, matched: readonly string[]): string[] {
  const list = to === null ? [] : typeof to === "string" ? [to] : to;
  return list.map((target) => {
    let i = 0;
    return target.replace(/\*/g, () => matched[i++] ?? "");
  });
}
