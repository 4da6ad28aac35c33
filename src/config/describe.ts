/** Descriptions of a recipe's keys, for help output, error messages and suggestions. */
import { loadedDefinition } from "../components/loaded.js";
import { isNamed, type JsonSchema, ownJsonSchema, recipeJsonSchema } from "./json-schema.js";
import { LISTS, type OwnSection, ownSections } from "./own-places.js";
import { RUN_NAME_PATTERN, RUN_NAME_WORDS } from "./schema.js";
import { valueAt } from "./values.js";

export interface KeyInfo {
  /** Dotted, such as `training.early_stopping.patience`. */
  key: string;
  /** Type in words, such as `auto | integer >= 0`; `section` for a key that holds other keys. */
  type: string;
  /** undefined if there is none. */
  default: unknown;
  description: string;
  /** Names of the section's components that have this key; undefined for a key that does not depend on the component. */
  components?: readonly string[];
}

/** Keys and their schema, by the code of the user's components that they include. */
const cached = new Map<string, { keys: readonly KeyInfo[]; schema: JsonSchema }>();

function known(config: unknown): { keys: readonly KeyInfo[]; schema: JsonSchema } {
  const own = ownSections(config).filter(
    ({ values: { code } }) => code !== undefined && loadedDefinition(code) !== undefined,
  );
  const id = [...own.map(({ path, values }) => `${path} ${values.code}`), namesInLists(config)].join();
  const before = cached.get(id);
  if (before !== undefined) return before;
  const schema = recipeJsonSchema(own);
  const { extends: _, ...properties } = schema.properties ?? {};
  const keys = walk({ properties }, "").flatMap((info) =>
    LISTS.includes(info.key) ? [info, ...elementKeys(info.key, schema, config, own)] : [info],
  );
  const made = { keys, schema };
  cached.set(id, made);
  return made;
}

const elementsAt = (config: unknown, list: string): unknown[] => {
  const elements = valueAt(config, list.split("."));
  return Array.isArray(elements) ? elements : [];
};

const nameOf = (element: unknown): unknown => valueAt(element, ["name"]);

function namesInLists(config: unknown): string {
  return JSON.stringify(
    LISTS.map((list) => elementsAt(config, list).map((element) => nameOf(element) ?? null)),
  );
}

/** Lists the keys of each component in a list of a configuration: `data.augmentations.0.probability`. */
function elementKeys(
  list: string,
  schema: JsonSchema,
  config: unknown,
  own: readonly OwnSection[],
): KeyInfo[] {
  const { oneOf = [] } = itemsOf(schema, list);
  return elementsAt(config, list).flatMap((element, i) => {
    const section = own.find(({ path }) => path === `${list}.${i}`);
    const chosen = oneOf.find(({ properties }) => properties?.["name"]?.const === nameOf(element));
    const child: JsonSchema =
      section !== undefined
        ? ownJsonSchema(section)
        : chosen === undefined || nameOf(element) === undefined
          ? { oneOf }
          : { properties: { ...chosen.properties, name: propertyOf("name", oneOf.filter(isNamed)) } };
    return walk({ properties: { [String(i)]: child } }, list);
  });
}

function itemsOf(schema: JsonSchema, list: string): JsonSchema {
  const at = list.split(".").reduce<JsonSchema | undefined>((inner, key) => inner?.properties?.[key], schema);
  return (at?.items as JsonSchema | undefined) ?? {};
}

/** Lists the keys that each component of a list may have, with N for its place: `data.augmentations.N.probability`. */
export function keysInLists(): KeyInfo[] {
  const { schema } = known(undefined);
  return LISTS.flatMap((list) => walk({ properties: { N: itemsOf(schema, list) } }, list)).filter(
    ({ type }) => type !== "section",
  );
}

/**
 * Lists all keys in the order of the schema, each section before its keys.
 *
 * @param config whose components of the user's count, if they are loaded; by default none
 */
export function allKeys(config?: unknown): readonly KeyInfo[] {
  return known(config).keys;
}

/** Lists the names of the keys that a configuration may have: those of the components that it names, not of others. */
export function fittingKeys(config: unknown): string[] {
  const keys = allKeys(config);
  const defaults = new Map(keys.map((info) => [info.key, info.default]));
  return keys.flatMap(({ key, components }) => {
    const section = key.slice(0, Math.max(0, key.lastIndexOf(".")));
    // A key may hold the name alone: `schedule: cosine`.
    const given = valueAt(config, section.split(".")) ?? defaults.get(section);
    const name = typeof given === "string" ? given : (nameOf(given) ?? defaults.get(`${section}.name`));
    const isFitting = components === undefined || typeof name !== "string" || components.includes(name);
    return isFitting ? [key] : [];
  });
}

/** Lists the keys that hold a value, without sections. */
export function describeKeys(config?: unknown): KeyInfo[] {
  return allKeys(config).filter((info) => info.type !== "section");
}

export function findKey(key: string, config?: unknown): KeyInfo | undefined {
  return allKeys(config).find((info) => info.key === key);
}

export function isSection(key: string, config?: unknown): boolean {
  return findKey(key, config)?.type === "section";
}

/**
 * The type of the value at a path, in words, with the keys that it may have; also below keys of the user's own, such as
 * those of a search space. undefined for a path that no recipe has.
 */
export function typeAt(
  path: readonly PropertyKey[],
  config?: unknown,
): { type: string; keys: string[] } | undefined {
  let schema: JsonSchema | undefined = known(config).schema;
  for (const part of path) {
    if (schema === undefined) return undefined;
    const { items, additionalProperties }: JsonSchema = schema;
    if (typeof part === "number") schema = Array.isArray(items) ? items[part] : items;
    else {
      const own: JsonSchema | undefined = propertiesOf(schema)[String(part)];
      schema = own ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
    }
  }
  if (schema === undefined) return undefined;
  const keys = Object.keys(propertiesOf(schema));
  const type = keys.length > 0 ? `a section with the keys ${keys.join(", ")}` : typeInWords(schema);
  return { type, keys };
}

function walk(schema: JsonSchema, prefix: string): KeyInfo[] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, child]) => {
    const key = prefix === "" ? name : `${prefix}.${name}`;
    const holdsKeys = child.properties !== undefined || child.oneOf !== undefined;
    const hasOptions = holdsKeys || child.anyOf?.some(({ oneOf }) => oneOf !== undefined) === true;
    const info: KeyInfo = {
      key,
      type: holdsKeys ? "section" : typeInWords(child),
      default: child.default,
      description: child.description ?? "",
      ...componentsWith(name, schema),
    };
    return hasOptions ? [info, ...walk(child, key)] : [info];
  });
}

/** Returns the components that a section may name, or a key that also holds names alone. */
function choicesIn({ oneOf, anyOf = [] }: JsonSchema): JsonSchema[] {
  return oneOf ?? anyOf.flatMap((one) => one.oneOf ?? []);
}

/** Returns the properties of an object, or of the components that a section may name. */
function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  if (schema.properties !== undefined) return schema.properties;
  const oneOf = choicesIn(schema);
  const names = [...new Set(oneOf.flatMap((component) => Object.keys(component.properties ?? {})))];
  return Object.fromEntries(names.map((name) => [name, propertyOf(name, oneOf)]));
}

/** Returns a property of several components; if its type depends on the component, the type says for which. */
function propertyOf(key: string, components: readonly JsonSchema[]): JsonSchema {
  const found = components.flatMap(({ properties = {} }) => {
    const schema = properties[key];
    return schema === undefined ? [] : [{ of: String(properties["name"]?.const), schema }];
  });
  const [first] = found;
  if (key === "use") return first!.schema;
  if (key === "name") {
    const defaultName = found.find(({ schema }) => schema.default !== undefined)?.of;
    return { enum: found.map(({ of }) => of), default: defaultName, description: first!.schema.description };
  }
  const types = found.map(({ schema }) => typeInWords(schema));
  if (types.every((type) => type === types[0])) return first!.schema;
  const words = found.map(({ of }, i) => `${types[i]} (${of})`).join("; ");
  return { words, description: first!.schema.description, default: first!.schema.default };
}

/** Returns the components of a section that have a key, if not all of them do. */
function componentsWith(key: string, section: JsonSchema): Pick<KeyInfo, "components"> {
  const oneOf = choicesIn(section).filter(isNamed);
  if (key === "use") return {};
  const having = oneOf.filter(({ properties }) => Object.hasOwn(properties ?? {}, key));
  if (having.length === oneOf.length) return {};
  return { components: having.map(({ properties }) => String(properties?.["name"]?.const)) };
}

function typeInWords(schema: JsonSchema): string {
  if (schema.words !== undefined) return schema.words;
  if (schema.anyOf) return schema.anyOf.map(typeInWords).join(" | ");
  if (schema.oneOf) return "{name, ...}";
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.const !== undefined) return String(schema.const);
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => typeInWords({ ...schema, type })).join(" | ");
  }
  switch (schema.type) {
    case "object":
      if (schema.properties === undefined) return "section with keys of your own";
      return `{${Object.keys(schema.properties ?? {}).join(", ")}}`;
    case "array":
      return Array.isArray(schema.items)
        ? `[${schema.items.map(typeInWords).join(", ")}]`
        : `list of ${typeInWords(schema.items ?? {})}`;
    case "integer":
    case "number":
      return `${schema.type}${rangeInWords(schema)}`;
    case "string":
      if (schema.pattern === RUN_NAME_PATTERN.source) return RUN_NAME_WORDS;
      return schema.pattern === undefined ? "text" : `text matching ${schema.pattern}`;
    case "boolean":
      return "true | false";
    default:
      return schema.type ?? "anything";
  }
}

function rangeInWords(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const low = minimum ?? exclusiveMinimum;
  const high = maximum ?? exclusiveMaximum;
  if (low !== undefined && high !== undefined) {
    return ` in ${minimum === undefined ? "(" : "["}${low}, ${high}${maximum === undefined ? ")" : "]"}`;
  }
  if (low !== undefined) return minimum === undefined ? ` > ${low}` : ` >= ${low}`;
  if (high !== undefined) return maximum === undefined ? ` < ${high}` : ` <= ${high}`;
  return "";
}
