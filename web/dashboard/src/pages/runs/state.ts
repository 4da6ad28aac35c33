/** The state of the page: the address decides, so that a copied address shows the same. */
import type { RunRow } from "../../../../../src/dashboard/api.js";
import { param, setParams } from "../../shell/router.js";
import { defaultColumns, type Group, groupRuns, parseOrder, sortRuns } from "./arrange.js";
import { compileFilter, type FilterError } from "./filter.js";
import { Keys } from "./keys.js";

/** Charts draw at most this many runs until the person selects more. */
const DEFAULT_SELECTED = 10;
const NONE = "none";

/** A line of the table: the head of a group, or a run. */
export type Line = { kind: "group"; group: Group } | { kind: "run"; run: RunRow };

export interface View {
  keys: Keys;
  /** Runs that match the filter, in order. */
  shown: readonly RunRow[];
  errors: readonly FilterError[];
  groups: readonly Group[] | null;
  /** Keys of columns beyond the fixed ones. */
  columns: readonly string[];
}

export const address = {
  filter: (): string => param("q"),
  sort: (): string => param("sort", "-started"),
  group: (): string => param("group"),
  columns: (): string => param("columns"),
  select: (): string => param("select"),
};

export function makeView(
  runs: readonly RunRow[],
  filter: string,
  sort: string,
  group: string,
  columns: string,
): View {
  const keys = new Keys(runs);
  const { matches, errors } = compileFilter(filter, keys);
  const shown = sortRuns(runs.filter(matches), parseOrder(sort), keys);
  return {
    ...{ keys, shown, errors },
    groups: group === "" || keys.get(group) === undefined ? null : groupRuns(shown, group, keys),
    columns:
      columns === ""
        ? defaultColumns(shown)
        : columns === NONE
          ? []
          : columns.split(",").filter((name) => keys.get(name) !== undefined),
  };
}

export function linesOf({ groups, shown }: View, closed: ReadonlySet<string>): readonly Line[] {
  const asLines = (runs: readonly RunRow[]): Line[] => runs.map((run) => ({ kind: "run", run }));
  if (groups === null) return asLines(shown);
  return groups.flatMap((group): Line[] => [
    { kind: "group", group },
    ...(closed.has(group.value) ? [] : asLines(group.runs)),
  ]);
}

/** Keys of the selected runs; by default the newest of those that are shown. */
export function selectedRuns(
  select: string,
  all: readonly RunRow[],
  shown: readonly RunRow[],
): readonly string[] {
  if (select === NONE) return [];
  if (select === "")
    return shown
      .toSorted((a, b) => b.startedMs - a.startedMs)
      .slice(0, DEFAULT_SELECTED)
      .map(({ key }) => key);
  const known = new Set(all.map(({ key }) => key));
  return select.split(",").filter((key) => known.has(key));
}

export function setSelected(keys: readonly string[]): void {
  setParams({ select: keys.length === 0 ? NONE : keys.join(",") });
}

export function setColumns(names: readonly string[]): void {
  setParams({ columns: names.length === 0 ? NONE : names.join(",") });
}
