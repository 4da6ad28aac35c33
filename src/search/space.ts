/** Search spaces: Optuna's distributions, with types. */

interface Bounds {
  low: number;
  high: number;
  /** Uniform on a logarithmic scale. */
  log?: boolean;
  step?: number;
}

/** Other parameters, with the values under which this one is suggested. */
export type Condition = Readonly<Record<string, readonly Choice[]>>;

export type Choice = string | number | boolean | null;

export type Distribution =
  | (Bounds & { type: "float"; when?: Condition })
  | (Bounds & { type: "int"; when?: Condition })
  | { type: "categorical"; choices: readonly Choice[]; when?: Condition };

declare const value: unique symbol;

/** A distribution with the type of its values. */
export type Dimension<T> = Distribution & { readonly [value]?: T };

export type Space = Readonly<Record<string, Dimension<unknown>>>;

/** The parameters of a trial in this space; undefined where a condition excludes one. */
export type ParamsOf<S extends Space> = {
  readonly [Name in keyof S]: S[Name] extends Dimension<infer T> ? T : never;
};

export interface NumberOptions {
  log?: boolean;
  step?: number;
}

interface When {
  when: Condition;
}

export function float(low: number, high: number, options?: NumberOptions): Dimension<number>;
export function float(
  low: number,
  high: number,
  options: NumberOptions & When,
): Dimension<number | undefined>;
export function float(low: number, high: number, options = {}): Dimension<number | undefined> {
  return { type: "float", low, high, ...options };
}

export function int(low: number, high: number, options?: NumberOptions): Dimension<number>;
export function int(low: number, high: number, options: NumberOptions & When): Dimension<number | undefined>;
export function int(low: number, high: number, options = {}): Dimension<number | undefined> {
  return { type: "int", low, high, ...options };
}

export function categorical<const T extends Choice>(choices: readonly T[]): Dimension<T>;
export function categorical<const T extends Choice>(
  choices: readonly T[],
  options: When,
): Dimension<T | undefined>;
export function categorical<const T extends Choice>(choices: readonly T[], options = {}): Dimension<T> {
  return { type: "categorical", choices, ...options };
}

/** The space as a list in which a parameter comes after those that its condition names. */
export function inOrder(space: Space): (Distribution & { name: string })[] {
  const ordered: (Distribution & { name: string })[] = [];
  const visit = (name: string): void => {
    if (ordered.some((one) => one.name === name)) return;
    const distribution = space[name]!;
    for (const other of Object.keys(distribution.when ?? {})) if (other in space) visit(other);
    ordered.push({ name, ...distribution });
  };
  for (const name of Object.keys(space)) visit(name);
  return ordered;
}
