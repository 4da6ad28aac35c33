import { ConfigError, WoodshedError } from "../errors.js";
import type { OwnChoice } from "./component.js";
import type { Definition, Kind } from "./definition.js";
import { loadedDefinition } from "./modules.js";
import { describeAt } from "./trace.js";

/** Returns the component that a section of a recipe names, if its module is loaded. */
export function definitionOf<D extends Definition>({ code }: OwnChoice): D | undefined {
  return loadedDefinition(code) as D | undefined;
}

/**
 * Creates what a component of the user's defines.
 *
 * @param section `model`
 * @param create calls the definition
 * @param check returns the problem of the result, or null
 * @param method its name, for messages
 * @throws ConfigError naming the module and its line
 */
export function createOwn<D extends Definition<Kind>, Result>(
  section: string,
  choice: OwnChoice,
  create: (definition: D, options: Record<string, never>) => Result,
  check: (result: unknown) => string | null,
  method = "create",
): Result {
  const definition = definitionOf<D>(choice);
  const place = `${section}.use ${choice.use}`;
  if (definition === undefined)
    throw new ConfigError("COMPONENT", `${place}: the module is not loaded; load the recipe with loadConfig`);
  const { use: _, code: __, ...options } = choice as OwnChoice & Record<string, never>;
  const result = guarded(`${place}: ${method}`, () => create(definition, options));
  const problem = check(result);
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
