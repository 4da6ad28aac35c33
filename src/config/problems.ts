/** Problems of a configuration, collected so that one run of the command shows all of them. */
import { ConfigError } from "../errors.js";
import type { Places } from "./values.js";

export interface Problem {
  code: string;
  /** Dotted keys concerned; the place of the first one that is set begins the message. */
  keys: readonly string[];
  message: string;
}

/** Throws one ConfigError for all problems; does nothing if there are none. */
export function throwProblems(problems: readonly Problem[], places: Places, source?: string): void {
  const first = problems[0];
  if (first === undefined) return;
  const lines = problems.map((problem) => locate(problem, places, source));
  const message =
    lines.length === 1
      ? lines[0]!
      : `${lines.length} problems:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  throw new ConfigError(first.code, message);
}

function locate(problem: Problem, places: Places, source: string | undefined): string {
  for (const key of problem.keys) {
    const place = placeOf(key, places);
    if (place !== undefined) return `${place}: ${problem.message}`;
  }
  return source === undefined ? problem.message : `${source}: ${problem.message}`;
}

/** Returns the place of a key, or of the value that contains it (`model.channels[1]`, `data={...}`). */
function placeOf(key: string, places: Places): string | undefined {
  for (let part = key; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf(".")))) {
    const place = places.get(part);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Reports a conflict; the first key that is set begins the message. */
export type Refuse = (keys: string[], message: string) => void;
