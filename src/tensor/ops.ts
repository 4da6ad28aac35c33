import { FUNCTIONS, type Functions } from "./functions.generated.js";
import { METHODS } from "./methods.generated.js";
import { findOperator, isOptions } from "./operator.js";
import type { Operators } from "./operators.generated.js";
import { OverloadSet } from "./overloads.js";
import { Tensor } from "./tensor.js";

const sets = new Map<string, OverloadSet>();

function overloadSet(base: string, overloads: string): OverloadSet {
  const key = `${base} ${overloads}`;
  let set = sets.get(key);
  if (set === undefined) {
    set = new OverloadSet(base, overloads.split(" "));
    sets.set(key, set);
  }
  return set;
}

for (const [name, base, overloads] of METHODS) {
  const set = overloadSet(base, overloads);
  Object.defineProperty(Tensor.prototype, name, {
    configurable: true,
    writable: true,
    value(this: Tensor, ...rest: unknown[]): unknown {
      if (rest.length === 0) return set.call1(this);
      if (rest.length === 1) return set.call2(this, rest[0]);
      return set.call([this, ...rest]);
    },
  });
}

/**
 * Every public ATen operator by its name in camelCase. The arguments choose the overload:
 * `ops.zeros([2, 3])`, `ops.conv2d(x, weight, { stride: 2 })`.
 */
export const ops: Functions = Object.fromEntries(
  FUNCTIONS.map(([name, base, overloads]) => {
    const set = overloadSet(base, overloads);
    return [name, (...values: unknown[]) => set.call(values)];
  }),
) as unknown as Functions;

/**
 * Returns one overload of any operator of libtorch by its full name: `op("aten::add.Tensor")(a, b, { alpha: 2 })`.
 * Throws NativeError if this libtorch has no operator of that name.
 */
export function op<Name extends keyof Operators>(name: Name): Operators[Name] {
  const operator = findOperator(name);
  const call = (...values: unknown[]): unknown => {
    const last = values.at(-1);
    return isOptions(last) ? operator.run(operator.place(values.slice(0, -1), last)) : operator.run(values);
  };
  return call as Operators[Name];
}
