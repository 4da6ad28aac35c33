/** One key of a recipe's search space: its checks, and conversion of its values to Optuna's and back. */
import { describeKeys, findKey, isSection } from "../config/describe.js";
import { parseValues } from "../config/load.js";
import { didYouMean, helpWithKey, suggestKeys } from "../config/suggest.js";
import { merge, nest, show, type Values, valueAt } from "../config/values.js";
import type { Choice, Dimension } from "./space.js";

export interface ParameterInput {
  readonly type: "float" | "int" | "categorical";
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly log?: boolean | undefined;
  readonly step?: number | undefined;
  readonly choices?: readonly unknown[] | undefined;
  readonly default?: unknown;
  readonly when?: { readonly [key: string]: unknown } | undefined;
}

/** Reports a problem with a key of the space. */
export type Refuse = (message: string) => void;

/** Keys of the search itself, or of where a trial is stored. */
const NOT_SEARCHED = [
  /^name$/,
  /^runs_dir$/,
  /^checkpoint\.resume$/,
  /^optimization\.hyperparameter_search\b/,
];

/** Converts a choice to a value that Optuna has: a list becomes its JSON. */
export function encodeChoice(choice: unknown): Choice {
  return typeof choice === "object" && choice !== null ? JSON.stringify(choice) : (choice as Choice);
}

export function decodeValue(parameter: ParameterInput, value: Choice): unknown {
  if (parameter.type !== "categorical") return value;
  return parameter.choices!.find((choice) => encodeChoice(choice) === value) ?? value;
}

/** Decodes the value of a key that the space does not have, as in a trial of an earlier space: a list travels as its JSON. */
export function decodeUnlisted(base: Values, key: string, value: Choice): unknown {
  if (typeof value !== "string" || isAccepted(base, key, value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Returns whether the search may suggest a value. */
export function isIn(parameter: ParameterInput, value: unknown): boolean {
  const { type, choices, low, high, step } = parameter;
  if (type === "categorical")
    return choices!.some((choice) => JSON.stringify(choice) === JSON.stringify(value));
  if (typeof value !== "number" || value < low! || value > high!) return false;
  const grid = step ?? (type === "int" ? 1 : null);
  if (grid === null) return true;
  const steps = (value - low!) / grid;
  return Math.abs(steps - Math.round(steps)) < 1e-8;
}

/** Converts a parameter to the form that the broker expects. */
export function dimensionOf(parameter: ParameterInput): Dimension<unknown> {
  const { type, low, high, log, step, choices, when } = parameter;
  const conditions =
    when === undefined
      ? {}
      : {
          when: Object.fromEntries(
            Object.entries(when).map(([key, allowed]) => [key, valuesOf(allowed).map(encodeChoice)]),
          ),
        };
  if (type === "categorical") return { type, choices: choices!.map(encodeChoice), ...conditions };
  const scale = { ...(log === undefined ? {} : { log }), ...(step === undefined ? {} : { step }) };
  return { type, low: low!, high: high!, ...scale, ...conditions };
}

/** A condition has one value or a list of values. */
function valuesOf(allowed: unknown): readonly unknown[] {
  return Array.isArray(allowed) ? allowed : [allowed];
}

/** Reports every problem that can be found before a trial runs. */
export function checkParameter(
  key: string,
  space: Readonly<Record<string, ParameterInput>>,
  base: Values,
  refuse: Refuse,
): void {
  const parameter = space[key]!;
  if (findKey(key, base) === undefined) {
    const known = describeKeys(base).map((info) => info.key);
    refuse(`no key is called ${key}.${helpWithKey(key, known)}`);
    return;
  }
  if (isSection(key, base)) {
    refuse(`${key} is a section; name a key in it.`);
    return;
  }
  if (NOT_SEARCHED.some((pattern) => pattern.test(key))) {
    refuse(`${key} does not affect the model and cannot be searched.`);
    return;
  }
  if (!checkShape(key, parameter, refuse)) return;
  for (const value of samplesOf(parameter)) {
    if (isAccepted(base, key, value)) continue;
    const { type } = findKey(key, base)!;
    refuse(`${key} expects ${type}; the space contains ${show(value)}.`);
    return;
  }
  if (parameter.default !== undefined && !isIn(parameter, parameter.default)) {
    refuse(`${key}: default ${show(parameter.default)} is not among ${inWords(parameter)}.`);
  }
  checkConditions(key, space, refuse);
}

/** Returns whether the bounds or choices are complete and consistent. */
function checkShape(key: string, parameter: ParameterInput, refuse: Refuse): boolean {
  const { type, low, high, log, step, choices } = parameter;
  const say = (message: string): false => {
    refuse(`${key}: ${message}`);
    return false;
  };
  if (type === "categorical") {
    if (choices === undefined) return say("a categorical needs choices.");
    const stray = (["low", "high", "log", "step"] as const).find((name) => parameter[name] !== undefined);
    if (stray !== undefined) return say(`${stray} cannot be used with type categorical.`);
    const seen = new Set(choices.map((choice) => JSON.stringify(choice)));
    return seen.size === choices.length || say("a choice is listed twice; remove one.");
  }
  if (choices !== undefined)
    return say(`choices cannot be used with type ${type}; use low and high, or type categorical.`);
  if (low === undefined || high === undefined) return say(`a ${type} needs low and high.`);
  if (low > high) return say(`low ${low} is above high ${high}.`);
  if (log && low <= 0) return say(`a logarithmic scale needs low above 0, got ${low}.`);
  if (log && step !== undefined && !(type === "int" && step === 1))
    return say("log and step cannot be combined.");
  const fractional =
    type === "int" ? [low, high, step ?? 1].find((one) => !Number.isInteger(one)) : undefined;
  return fractional === undefined || say(`an int expects whole numbers, got ${fractional}.`);
}

/** Values that show whether the schema accepts all of them: both ends, and a fractional one between them. */
function samplesOf({ type, low, high, step, choices }: ParameterInput): unknown[] {
  if (type === "categorical") return [...choices!];
  if (type === "int" || low === high) return [low, high];
  return [
    low,
    high,
    step === undefined ? low! + (high! - low!) * 0.3819 : low! + Math.min(step, high! - low!),
  ];
}

function isAccepted(base: Values, key: string, value: unknown): boolean {
  const parsed = parseValues(merge(base, nest(key, value)));
  // A section as a value is replaced, not merged key by key.
  return (
    parsed.issues.length === 0 &&
    JSON.stringify(valueAt(parsed.config, key.split("."))) === JSON.stringify(value)
  );
}

function checkConditions(key: string, space: Readonly<Record<string, ParameterInput>>, refuse: Refuse): void {
  for (const [other, allowed] of Object.entries(space[key]!.when ?? {})) {
    const deciding = space[other];
    if (deciding === undefined) {
      const help = didYouMean(suggestKeys(other, Object.keys(space)));
      refuse(`${key}: when names ${other}, which is not in the space.${help}`);
      continue;
    }
    const stranger = valuesOf(allowed).find((value) => !isIn(deciding, value));
    if (stranger !== undefined) {
      refuse(
        `${key}: when requires ${other} to be ${show(stranger)}, which is not among ${inWords(deciding)}.`,
      );
    }
    if (dependsOn(space, other, key)) refuse(`${key} and ${other} depend on each other.`);
  }
}

function dependsOn(
  space: Readonly<Record<string, ParameterInput>>,
  key: string,
  on: string,
  seen = new Set<string>(),
): boolean {
  if (key === on) return true;
  if (seen.has(key)) return false;
  seen.add(key);
  return Object.keys(space[key]?.when ?? {}).some((other) => dependsOn(space, other, on, seen));
}

function inWords({ type, choices, low, high, step }: ParameterInput): string {
  if (type === "categorical") return `its choices ${JSON.stringify(choices)}`;
  return `${low} to ${high}${step === undefined ? "" : ` in steps of ${step}`}`;
}
