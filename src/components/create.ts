import { ConfigError, WoodshedError } from "../errors.js";
import type { OwnChoice } from "./component.js";
import type { Definition, Kind } from "./definition.js";
import { loadedDefinition } from "./loaded.js";
import { describeAt } from "./trace.js";

/** A component of the user's, with the options that a recipe gives it. */
export interface OwnComponent<D extends Definition> {
  definition: D;
  options: Readonly<Record<string, never>>;
}

/** Returns the component that a section of a recipe names; null if its module is not loaded. */
export function findOwn<D extends Definition>(choice: OwnChoice): OwnComponent<D> | null {
  const definition = loadedDefinition(choice.code) as D | undefined;
  const { use: _, code: __, ...options } = choice as OwnChoice & Record<string, never>;
  return definition === undefined ? null : { definition, options };
}

/** Returns the component that a section names. @param section `model` @throws ConfigError if its module is not loaded */
export function requireOwn<D extends Definition>(section: string, choice: OwnChoice): OwnComponent<D> {
  const found = findOwn<D>(choice);
  if (found !== null) return found;
  throw new ConfigError(
    "COMPONENT",
    `${section}.use ${choice.use}: the module is not loaded; load the recipe with loadConfig`,
  );
}

/** The sections of what modules of the user's created. */
const origins = new WeakMap<object, string>();

/** Returns a component's class, after the section that names its module: `model.use ./model.ts: Small`. */
export function componentName(component: object): string {
  const origin = origins.get(component);
  return `${origin === undefined ? "" : `${origin}: `}${component.constructor.name}`;
}

/**
 * Creates what a component of the user's defines.
 *
 * @param section `model`
 * @param create calls the definition
 * @param check returns the problem of the result, or null
 * @throws ConfigError naming the module and its line
 */
export function createOwn<D extends Definition<Kind>, Result>(
  section: string,
  choice: OwnChoice,
  create: (definition: D, options: OwnComponent<D>["options"]) => Result,
  check: (result: unknown) => string | null,
): Result {
  const { definition, options } = requireOwn<D>(section, choice);
  const place = `${section}.use ${choice.use}`;
  const result = guarded(`${place}: create`, () => create(definition, options));
  const problem = check(result);
  if (typeof result === "object" && result !== null) origins.set(result, place);
  if (problem === null) return result;
  throw new ConfigError("COMPONENT", `${place}: create returned ${nameOf(result)}; ${problem}`);
}

/** Calls code of the user's; what it throws names the module and the line. */
export function guarded<Result>(place: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const code = error instanceof WoodshedError ? error.code : "COMPONENT";
    throw new ConfigError(code, `${place} failed: ${describeAt(error)}`, { cause: error });
  }
}

function nameOf(result: unknown): string {
  if (typeof result !== "object" || result === null) return result === null ? "null" : typeof result;
  return result instanceof Promise ? "a promise" : result.constructor.name;
}
