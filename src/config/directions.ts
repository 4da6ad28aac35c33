/** Returns the better direction of a metric, if its name is unambiguous. */
export function betterDirection(metric: string): "min" | "max" | undefined {
  const leaf = metric.slice(metric.lastIndexOf("/") + 1);
  if (/(^|_)(loss|error)$/.test(leaf)) return "min";
  if (/(^|_)(accuracy|f1|precision|recall|auc)$/.test(leaf)) return "max";
  return undefined;
}
