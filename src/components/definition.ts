import { z } from "zod";
import { ConfigError } from "../errors.js";
import type { ComponentOptions } from "./component.js";

/** The functions that define components, by the kind that a recipe's section expects. */
export const DEFINE = {
  model: "defineModel",
  task: "defineTask",
  front_end: "defineFrontEnd",
  augmentation: "defineAugmentation",
  dataset: "defineDataset",
  loss: "defineLoss",
  optimizer: "defineOptimizer",
  schedule: "defineSchedule",
} as const;

export type Kind = keyof typeof DEFINE;

/** A component of a module of the user's: the module's default export. */
export interface Definition<K extends Kind = Kind, Options extends z.ZodObject = z.ZodObject>
  extends ComponentOptions<Options> {
  readonly kind: K;
}

/** Functions that a definition must have. */
const FUNCTIONS: Readonly<Record<Kind, readonly string[]>> = {
  ...{ model: ["create"], task: ["create"], front_end: ["sizes", "create"], augmentation: ["create"] },
  ...{ dataset: ["rows", "decode"], loss: ["create"], optimizer: ["create"], schedule: ["create"] },
};

/** Lists that a task's metrics consist of. */
const METRICS = ["evaluation", "training", "items"] as const;

/** Keys of a recipe's section that are not options of its component. */
const RESERVED = ["name", "use", "code", "init_from", "init_keys"];

/**
 * Returns the definition that a module exports by default.
 *
 * @param place begins messages: `recipe.yaml:3:3: model.use ./model.ts`
 * @throws ConfigError for a module without one, of another kind, or with options that no recipe can set
 */
export function definitionIn(exports: unknown, kind: Kind, place: string): Definition {
  const expected = `export default ${DEFINE[kind]}({ ${["options", ...FUNCTIONS[kind]].join(", ")} })`;
  const refuse = (problem: string): ConfigError => new ConfigError("COMPONENT", `${place}: ${problem}`);
  const found = (exports ?? {}) as Record<string, unknown>;
  const { default: definition } = found as { default?: Partial<Definition> };
  if (definition === undefined) {
    const names = Object.keys(found).join(", ");
    throw refuse(
      `has no default export${names === "" ? "" : ` (it exports ${names})`}; expected ${expected}.`,
    );
  }
  if (definition === null || typeof definition !== "object" || !Object.hasOwn(DEFINE, definition.kind ?? ""))
    throw refuse(`its default export is not a component; expected ${expected}.`);
  if (definition.kind !== kind)
    throw refuse(
      `its default export is made by ${DEFINE[definition.kind!]}, this section needs ${DEFINE[kind]}.`,
    );
  for (const name of FUNCTIONS[kind]) {
    const given: unknown = (definition as unknown as Record<string, unknown>)[name];
    if (typeof given !== "function")
      throw refuse(`${name}: expected a function, got ${given === null ? "null" : typeof given}.`);
  }
  if (kind === "task") checkMetrics((definition as { metrics?: unknown }).metrics, refuse);
  checkOptions(definition as Definition, refuse);
  return definition as Definition;
}

function checkMetrics(metrics: unknown, refuse: (problem: string) => ConfigError): void {
  const lists = METRICS.map((name) => (metrics as Record<string, unknown> | null | undefined)?.[name]);
  const hasLoss = lists.every(Array.isArray) && lists[0]!.some((one) => one?.name === "loss");
  if (hasLoss) return;
  throw refuse(
    'metrics: expected { evaluation: [{ name: "loss", title: "loss", better: "min" }, ...], training: [], items: [] }.',
  );
}

function checkOptions({ options }: Definition, refuse: (problem: string) => ConfigError): void {
  if (!(options instanceof z.ZodObject))
    throw refuse(
      `options: expected z.strictObject({ ... }), got ${options === null ? "null" : typeof options}.`,
    );
  for (const [key, schema] of Object.entries(options.shape)) {
    if (RESERVED.includes(key)) throw refuse(`options.${key}: the name is reserved; choose another.`);
    if (!/^[a-z][a-z0-9_]*$/.test(key))
      throw refuse(`options.${key}: expected a name in snake_case, as all keys of recipes have.`);
    checkDefault(key, schema as z.ZodType, refuse);
  }
}

/** zod takes defaults unchecked. */
function checkDefault(key: string, schema: z.ZodType, refuse: (problem: string) => ConfigError): void {
  const absent = schema.safeParse(undefined);
  if (!absent.success || absent.data === undefined) return;
  const again = schema.safeParse(absent.data);
  if (again.success) return;
  throw refuse(
    `options.${key}: its default ${JSON.stringify(absent.data)} does not pass its own schema: ${again.error.issues[0]!.message}.`,
  );
}
