/**
 * The keys by which runs can be filtered, sorted and grouped: facts such as `status`, metrics and configuration keys. A key is written in
 * full or by an ending that is unambiguous: `accuracy` for `validation/accuracy`, `lr` for `optimization.learning_rate`.
 */
import type { Json, RunRow } from "../../../../../src/dashboard/api.js";

export type Value = Json | undefined;

export interface Key {
  name: string;
  kind: "fact" | "metric" | "config";
  read(run: RunRow): Value;
}

/** Seconds that a run took, or has taken until its newest news. */
export function durationSec(run: RunRow): number {
  return Math.max(0, ((run.endedMs ?? run.updatedMs) - run.startedMs) / 1000);
}

const FACTS: Readonly<Record<string, (run: RunRow) => Value>> = {
  status: (run) => run.status,
  name: (run) => run.name,
  id: (run) => run.id,
  best: (run) => run.best?.value,
  tag: (run) => run.tags,
  notes: (run) => run.notes,
  started: (run) => run.startedMs,
  duration: durationSec,
  epoch: (run) => run.epoch,
  step: (run) => run.step,
  host: (run) => run.host,
  git: (run) => run.git?.sha,
  search: (run) => run.search?.name,
  problem: (run) => run.problems,
};

/** A key that no run has, or that several match. */
export class KeyError extends Error {}

export class Keys {
  readonly all: readonly Key[];
  readonly #byName: ReadonlyMap<string, Key>;
  readonly #monitors: ReadonlySet<string>;

  constructor(runs: readonly RunRow[]) {
    const [metrics, config] = [new Set<string>(), new Set<string>()];
    for (const run of runs) {
      for (const name in run.last) metrics.add(name);
      for (const name in run.config) config.add(name);
    }
    this.all = [
      ...Object.entries(FACTS).map(([name, read]): Key => ({ name, kind: "fact", read })),
      ...[...metrics].sort().map(
        (name): Key => ({
          name,
          kind: "metric",
          read: (run) => (Object.hasOwn(run.last, name) ? run.last[name] : undefined),
        }),
      ),
      ...[...config].sort().map(
        (name): Key => ({
          name,
          kind: "config",
          read: (run) => (Object.hasOwn(run.config, name) ? run.config[name] : undefined),
        }),
      ),
    ];
    // The first of a name counts: a configuration's `name` is the fact.
    this.#byName = new Map(this.all.toReversed().map((key) => [key.name, key]));
    this.#monitors = new Set(runs.flatMap(({ monitor }) => (monitor === null ? [] : [monitor.name])));
  }

  /** The key of a full name; undefined if there is none. */
  get(name: string): Key | undefined {
    return this.#byName.get(name);
  }

  /** @throws KeyError with the nearest keys */
  resolve(text: string): Key {
    const exact = this.#byName.get(text);
    if (exact !== undefined) return exact;
    const found = this.all.filter(({ name }) => endsWith(name, text));
    const matches = found.length > 0 ? found : this.all.filter(({ name }) => abbreviation(name) === text);
    if (matches.length === 1) return matches[0]!;
    // The metric that chooses checkpoints is meant more often than the same one of training.
    const preferred =
      matches.find(({ name }) => this.#monitors.has(name)) ??
      matches.find(({ name }) => name.startsWith("validation/")) ??
      onlyOne(matches.filter(({ kind }) => kind === "config"));
    if (preferred !== undefined) return preferred;
    if (matches.length > 1)
      throw new KeyError(
        `is ambiguous: ${matches
          .slice(0, 4)
          .map((key) => key.name)
          .join(", ")}`,
      );
    const similar = this.nearest(text, 3);
    const near = (similar.length > 0 ? similar : this.complete(text, 3)).map((key) => key.name);
    throw new KeyError(
      `is no metric or configuration key of these runs${near.length === 0 ? "" : `: did you mean ${near.join(", ")}?`}`,
    );
  }

  /** Keys whose name, or an ending of it, differs least from the text. */
  nearest(text: string, count: number): readonly Key[] {
    const wanted = text.toLowerCase();
    return this.all
      .map((key) => ({
        key,
        distance: Math.min(...endings(key.name).map((ending) => editDistance(wanted, ending.toLowerCase()))),
      }))
      .filter(({ distance }) => distance <= Math.max(2, wanted.length / 2))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, count)
      .map(({ key }) => key);
  }

  /** Keys that the text may be the beginning of, the best first. */
  complete(text: string, count: number): readonly Key[] {
    const wanted = text.toLowerCase();
    const rank = (name: string): number => {
      const lower = name.toLowerCase();
      if (lower.startsWith(wanted)) return 0;
      if (endings(lower).some((ending) => ending.startsWith(wanted))) return 1;
      if (abbreviation(lower) === wanted) return 2;
      return lower.includes(wanted) ? 3 : 4;
    };
    return this.all
      .map((key) => ({ key, rank: rank(key.name) }))
      .filter((one) => one.rank < 4)
      .sort((a, b) => a.rank - b.rank || a.key.name.length - b.key.name.length)
      .slice(0, count)
      .map(({ key }) => key);
  }
}

/** The shortest text that means a key: `learning_rate`. */
export function shortName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("/")) + 1);
}

function endings(name: string): string[] {
  const found = [name];
  for (const [i, char] of [...name].entries())
    if (char === "." || char === "/") found.push(name.slice(i + 1));
  return found;
}

const endsWith = (name: string, text: string): boolean =>
  name.endsWith(text) && /[./]/.test(name.charAt(name.length - text.length - 1));

/** `lr` of `optimization.learning_rate`; empty for a single word. */
function abbreviation(name: string): string {
  const words = shortName(name).split("_");
  return words.length === 1 ? "" : words.map((word) => word.charAt(0)).join("");
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** A setting is meant more often than what training logged of it, such as the learning rate of a step. */
const onlyOne = (keys: readonly Key[]): Key | undefined => (keys.length === 1 ? keys[0] : undefined);
