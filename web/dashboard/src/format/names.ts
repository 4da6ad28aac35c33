/** Texts of metrics' names. */

const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/ mb per sec$/, "MB/s"],
  [/ per sec$/, "per second"],
  [/ percent$/, "%"],
  [/ gb$/, "GB"],
  [/ mb$/, "MB"],
  [/ ms$/, "ms"],
  [/ sec$/, "s"],
];

/** The heading of a metric's chart: `disk read, MB/s` of `disk_read_mb_per_sec`. */
export function leafTitle(leaf: string): string {
  const text = leaf.replaceAll("_", " ").replace(/\b[cg]pu(?=\d*\b)/g, (name) => name.toUpperCase());
  const found = UNITS.find(([ending]) => ending.test(text));
  return found === undefined ? text : `${text.replace(found[0], "")}, ${found[1]}`;
}

/** `validation accuracy` of `validation/accuracy` */
export const metricTitle = (name: string): string => name.replaceAll(/[/_]/g, " ");

/** The same where there is little room: `val accuracy`. */
export const shortMetric = (name: string): string => metricTitle(name.replace(/^validation\//, "val "));
