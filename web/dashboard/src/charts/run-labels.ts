import { rowOf } from "../data/runs.js";

/** Short names of runs that are shown together: their names, with the end of their ids where names are the same. */
export function runLabels(runs: readonly string[]): ReadonlyMap<string, string> {
  const distinct = [...new Set(runs)];
  const names = distinct.map((run) => rowOf(run)?.name ?? run);
  return new Map(
    distinct.map((run, i) => {
      const isAlone = names.filter((name) => name === names[i]).length === 1;
      const end = rowOf(run)?.id.split("-").at(-1) ?? run.slice(0, 4);
      return [
        run,
        isAlone ? names[i]! : distinct.length > 1 && new Set(names).size === 1 ? end : `${names[i]} ${end}`,
      ];
    }),
  );
}

/** The part of a metric's name before `/`, as a label: `train`, `val`. */
export function splitLabel(metric: string): string {
  const split = metric.includes("/") ? metric.slice(0, metric.indexOf("/")) : "";
  return split === "validation" ? "val" : split;
}

/** Train is solid, validation dashed, others dotted. */
export function dashOf(metric: string): readonly number[] {
  if (metric.startsWith("validation/")) return [7, 4];
  return metric.startsWith("test/") ? [2, 3] : [];
}
