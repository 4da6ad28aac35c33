export type Tags = Readonly<Record<string, string>>;

interface Pair {
  key: string;
  value?: string;
}

/** Converts tags to MLflow's form. */
export function toPairs(values: Tags): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

export function fromPairs(pairs: readonly Pair[] = []): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key, value = "" }) => [key, value]));
}
