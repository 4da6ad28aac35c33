/**
 * Filters of runs: `accuracy>0.6 lr<0.01 status:failed -name:test "free text" name~^cnn`. All terms must match; a minus negates
 * one; spaces around an operator do not count. `:` finds a text within a value, `=` the whole value, `~` a regular expression. Text without a key is sought in the name,
 * the tags and the notes.
 */
import type { RunRow } from "../../../../../src/dashboard/api.js";
import { type Key, KeyError, type Keys, type Value } from "./keys.js";

const OPERATORS = [">=", "<=", "!=", ">", "<", "=", ":", "~"] as const;
type Operator = (typeof OPERATORS)[number];

export interface Term {
  isNegated: boolean;
  /** null for text without a key. */
  key: string | null;
  operator: Operator;
  value: string;
  /** The place in the filter, for errors: from, to. */
  from: number;
  to: number;
}

/** Says what is wrong with a part of the filter. */
export interface FilterError {
  message: string;
  from: number;
  to: number;
}

export interface Filter {
  /** True if a run is shown. With an error, the wrong terms do not count. */
  matches(run: RunRow): boolean;
  errors: readonly FilterError[];
}

/** @throws never: an open quote reaches to the end */
export function parseFilter(text: string): readonly Term[] {
  const terms: Term[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const from = at;
    const isNegated = text[at] === "-" && at + 1 < text.length && !/\s/.test(text[at + 1]!);
    if (isNegated) at++;
    const start = readText(text, at, true);
    const end = skipSpace(text, start.to);
    const operator = start.isQuoted ? undefined : operatorAt(text, end);
    if (operator === undefined || start.value === "") {
      const whole = start.value === "" ? readText(text, at, false) : start;
      terms.push({ isNegated, key: null, operator: ":", value: whole.value, from, to: whole.to });
      at = whole.to;
      continue;
    }
    const value = readText(text, skipSpace(text, end + operator.length), false);
    terms.push({ isNegated, key: start.value, operator, value: value.value, from, to: value.to });
    at = value.to;
  }
  return terms;
}

/** Reads a word, or a quoted text. @param isKey ends it at an operator */
function readText(
  text: string,
  from: number,
  isKey: boolean,
): { value: string; to: number; isQuoted: boolean } {
  if (text[from] === '"') {
    const end = text.indexOf('"', from + 1);
    const to = end === -1 ? text.length : end;
    return { value: text.slice(from + 1, to), to: Math.min(text.length, to + 1), isQuoted: true };
  }
  let to = from;
  while (to < text.length && !/\s/.test(text[to]!) && !(isKey && operatorAt(text, to) !== undefined)) to++;
  return { value: text.slice(from, to), to, isQuoted: false };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
}

const operatorAt = (text: string, at: number): Operator | undefined =>
  OPERATORS.find((operator) => text.startsWith(operator, at));

export function compileFilter(text: string, keys: Keys): Filter {
  const errors: FilterError[] = [];
  const tests: ((run: RunRow) => boolean)[] = [];
  for (const term of parseFilter(text)) {
    try {
      const test = compileTerm(term, keys);
      tests.push(term.isNegated ? (run) => !test(run) : test);
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      errors.push({ message: error.message, from: term.from, to: term.to });
    }
  }
  return { matches: (run) => tests.every((test) => test(run)), errors };
}

function compileTerm({ key: text, operator, value }: Term, keys: Keys): (run: RunRow) => boolean {
  if (text === null) {
    const wanted = value.toLowerCase();
    return (run) =>
      [run.name, run.id, run.notes, ...run.tags].some((one) => one.toLowerCase().includes(wanted));
  }
  const key = resolve(text, keys);
  if (operator === "~") {
    const pattern = compilePattern(value);
    return (run) => textsOf(key.read(run)).some((one) => pattern.test(one));
  }
  if (operator === ":" || operator === "=" || operator === "!=") {
    const test = operator === ":" ? contains(value) : equals(value);
    if (operator === "!=") return (run) => !test(key.read(run));
    return (run) => test(key.read(run));
  }
  const limit = numberOf(value);
  if (limit === null) throw new KeyError(`"${text}${operator}${value}": expected a number after ${operator}`);
  return (run) => {
    const number = key.read(run);
    if (typeof number !== "number") return false;
    if (operator === ">") return number > limit;
    if (operator === "<") return number < limit;
    return operator === ">=" ? number >= limit : number <= limit;
  };
}

function resolve(text: string, keys: Keys): Key {
  try {
    return keys.resolve(text);
  } catch (error) {
    throw error instanceof KeyError ? new KeyError(`"${text}" ${error.message}`) : error;
  }
}

function compilePattern(value: string): RegExp {
  try {
    return new RegExp(value, "i");
  } catch (error) {
    throw new KeyError(`"${value}" is no regular expression: ${(error as Error).message}`);
  }
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86400,
  "%": 0.01,
  k: 1e3,
  M: 1e6,
};

/** A number, with a unit for durations and shares: `90`, `1e-3`, `2h`, `60%`. */
function numberOf(text: string): number | null {
  const [, digits, unit = ""] =
    /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(s|min|m|h|d|%|k|M)?$/i.exec(text) ?? [];
  return digits === undefined ? null : Number(digits) * (UNITS[unit] ?? 1);
}

function textsOf(value: Value): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => textsOf(one));
  return [typeof value === "object" ? JSON.stringify(value) : String(value)];
}

function contains(wanted: string): (value: Value) => boolean {
  const [lower, number] = [wanted.toLowerCase(), numberOf(wanted)];
  return (value) =>
    typeof value === "number" && number !== null
      ? value === number
      : textsOf(value).some((text) => text.toLowerCase().includes(lower));
}

function equals(wanted: string): (value: Value) => boolean {
  const [lower, number] = [wanted.toLowerCase(), numberOf(wanted)];
  return (value) =>
    typeof value === "number"
      ? value === number
      : value === null
        ? lower === "null"
        : textsOf(value).some((text) => text.toLowerCase() === lower);
}
