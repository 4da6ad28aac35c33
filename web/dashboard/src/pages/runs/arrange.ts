/** Order, groups and columns of the table of runs. */
import type { RunRow } from "../../../../../src/dashboard/api.js";
import { formatSetting } from "../../format/numbers.js";
import type { Keys, Value } from "./keys.js";

export interface Order {
  key: string;
  isDescending: boolean;
}

/** Reads an order as the address has it: `best`, or `-best` from the highest to the lowest. */
export function parseOrder(text: string): Order {
  const isDescending = text.startsWith("-");
  return { key: isDescending ? text.slice(1) : text, isDescending };
}

/** Returns the runs in an order. Runs without a value come last, those that are equal with the newest first. */
export function sortRuns(runs: readonly RunRow[], { key, isDescending }: Order, keys: Keys): RunRow[] {
  const read = keys.get(key)?.read ?? ((run: RunRow) => run.startedMs);
  const values = new Map(runs.map((run) => [run.key, read(run)]));
  const sign = isDescending ? -1 : 1;
  return [...runs].sort((a, b) => {
    const [x, y] = [values.get(a.key), values.get(b.key)];
    const [hasX, hasY] = [hasValue(x), hasValue(y)];
    if (!hasX || !hasY) return Number(hasY) - Number(hasX) || b.startedMs - a.startedMs;
    return sign * compare(x, y) || b.startedMs - a.startedMs;
  });
}

const hasValue = (value: Value): boolean => value !== undefined && value !== null && value !== "";

function compare(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return -1;
  if (typeof b === "number") return 1;
  return formatSetting(a).localeCompare(formatSetting(b), "en", { numeric: true });
}

export interface Group {
  /** The value that its runs share. */
  value: string;
  runs: readonly RunRow[];
  /** Mean of the best values of its runs; null if none has one. */
  meanBest: number | null;
  /** Standard deviation of them; null for fewer than two. */
  deviation: number | null;
}

/** Returns groups of runs with the same value of a key, in the order of their first runs. */
export function groupRuns(runs: readonly RunRow[], key: string, keys: Keys): readonly Group[] {
  const read = keys.get(key)?.read;
  if (read === undefined) return [];
  const groups = new Map<string, RunRow[]>();
  for (const run of runs) {
    const value = formatSetting(read(run));
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [run]);
    else group.push(run);
  }
  return [...groups].map(([value, members]) => ({ value, runs: members, ...statistics(members) }));
}

function statistics(runs: readonly RunRow[]): Pick<Group, "meanBest" | "deviation"> {
  const values = runs.flatMap(({ best }) => (best === null || best.value === null ? [] : [best.value]));
  if (values.length === 0) return { meanBest: null, deviation: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { meanBest: mean, deviation: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { meanBest: mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** Keys of the record's own bookkeeping, which differ without telling runs apart. */
const DULL = /^(name|logging|registry|runs_dir|seed_everything)(\.|$)/;
const MOST_COLUMNS = 8;
const MOST_METRICS = 2;
const USUAL_METRICS = ["validation/loss", "train/epoch_loss", "validation/accuracy", "train/epoch_accuracy"];

/** A configuration key whose values differ between runs. */
interface DifferingKey {
  name: string;
  numValues: number;
  /** False if some runs do not have it. */
  isOfAll: boolean;
}

function differences(runs: readonly RunRow[]): DifferingKey[] {
  const values = new Map<string, Map<string, number>>();
  for (const run of runs)
    for (const [name, value] of Object.entries(run.config)) {
      const counts = values.get(name) ?? new Map<string, number>();
      values.set(name, counts);
      const text = formatSetting(value);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  return [...values]
    .filter(([name, counts]) => !DULL.test(name) && (counts.size > 1 || sum(counts) < runs.length))
    .map(([name, counts]) => ({ name, isOfAll: sum(counts) === runs.length, numValues: counts.size }));
}

/** Returns the configuration keys whose values differ between runs: those that all runs have first, with the most values. */
export function differingKeys(runs: readonly RunRow[]): readonly string[] {
  return differences(runs)
    .sort((a, b) => Number(b.isOfAll) - Number(a.isOfAll) || b.numValues - a.numValues)
    .map(({ name }) => name);
}

export interface KeySection {
  title: string;
  names: readonly string[];
}

const FACTS_TO_GROUP = ["name", "status", "task.name", "search", "host"];

/** Keys to group runs by, the most useful first: those that split the runs into the fewest groups. */
export function groupKeys(runs: readonly RunRow[], keys: Keys): readonly KeySection[] {
  const facts = FACTS_TO_GROUP.filter((name) => {
    const values = new Set(runs.map((run) => formatSetting(keys.get(name)?.read(run))));
    return name === "name" || values.size > 1;
  });
  const found = differences(runs).sort(
    (a, b) => a.numValues - b.numValues || a.name.localeCompare(b.name, "en"),
  );
  const isOfEach = ({ numValues }: DifferingKey): boolean => numValues >= runs.length;
  const names = (isIn: (key: DifferingKey) => boolean): string[] =>
    found.filter((key) => isIn(key) && !facts.includes(key.name)).map(({ name }) => name);
  return [
    { title: "Run", names: facts },
    { title: "Settings that differ", names: names((key) => key.isOfAll && !isOfEach(key)) },
    { title: "Settings that some runs have", names: names((key) => !key.isOfAll) },
    { title: "Different in every run", names: names((key) => key.isOfAll && isOfEach(key)) },
  ].filter((section) => section.names.length > 0);
}

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0);

/**
 * Metrics and configuration keys that the table shows unless the person chose others. The monitored metric has its best value in a
 * column of its own.
 */
export function defaultColumns(runs: readonly RunRow[]): readonly string[] {
  const names = new Set(runs.flatMap(({ last }) => Object.keys(last)));
  const monitors = new Set(runs.map(({ monitor }) => monitor?.name));
  const metrics = USUAL_METRICS.filter((name) => names.has(name) && !monitors.has(name)).slice(
    0,
    MOST_METRICS,
  );
  return [...metrics, ...differingKeys(runs).slice(0, MOST_COLUMNS - metrics.length)];
}

/** The best run of those with the same task, data and metric as most, with the next best one. */
export interface Leader {
  run: RunRow;
  /** Runs with the same task, data and metric. */
  numRuns: number;
  value: number;
  metric: string;
  /** How much better it is than the second; null if there is none. */
  lead: number | null;
  second: RunRow | null;
}

export function findLeader(runs: readonly RunRow[]): Leader | null {
  const byMetric = new Map<string, RunRow[]>();
  for (const run of runs) {
    if (run.monitor === null || run.best === null || run.best.value === null) continue;
    const { "task.name": task, "data.train": train, "data.dataset": dataset } = run.config;
    const name = JSON.stringify([run.monitor, task, train, dataset]);
    byMetric.set(name, [...(byMetric.get(name) ?? []), run]);
  }
  const most = [...byMetric.values()].sort((a, b) => b.length - a.length)[0];
  if (most === undefined) return null;
  const { name, better } = most[0]!.monitor!;
  const sign = better === "max" ? -1 : 1;
  const [first, second] = most.toSorted((a, b) => sign * (a.best!.value! - b.best!.value!));
  const value = first!.best!.value!;
  return {
    ...{ run: first!, numRuns: most.length, value, metric: name },
    lead: second === undefined ? null : Math.abs(value - second.best!.value!),
    second: second ?? null,
  };
}
