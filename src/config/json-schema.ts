/** JSON Schema with which editors complete and check recipes; `recipes/schema.json` is this text. */
import { z } from "zod";
import { type OwnSection, ownKinds, schemaOf } from "./own-places.js";
import { configSchema } from "./schema.js";

/** The part of JSON Schema that zod generates from our schema. */
export interface JsonSchema {
  type?: string | string[] | undefined;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  anyOf?: JsonSchema[];
  /** The type in words, where they are not derived from the rest. */
  words?: string;
  /** The components that a section may name. */
  oneOf?: JsonSchema[];
  items?: JsonSchema | JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  enum?: unknown[] | undefined;
  const?: unknown;
  default?: unknown;
  description?: string | undefined;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  [keyword: string]: unknown;
}

/** @param own sections that name modules of the user's: their components' keys replace those of the built-in ones */
export function recipeJsonSchema(own: readonly OwnSection[] = []): JsonSchema {
  const schema = toJsonSchema(configSchema);
  for (const [path, { kind, isList }] of ownKinds()) {
    const section = own.find((one) => one.path === path);
    replaceProperty(schema, path.split("."), (present) => {
      if (section !== undefined) return { ...ownJsonSchema(section), description: present.description };
      if (isList === true) {
        const items = present.items as JsonSchema;
        return { ...present, items: { oneOf: [...(items.oneOf ?? []), anyModule(kind)] } };
      }
      const { oneOf, description, default: value, ...rest } = present;
      if (oneOf !== undefined) return { ...present, oneOf: [...oneOf, anyModule(kind)] };
      const anyOf = [...(rest.anyOf ?? [rest]), anyModule(kind)];
      return { anyOf, description, ...(value === undefined ? {} : { default: value }) };
    });
  }
  // The loader fills in the name, so no key is required of a recipe.
  delete schema.required;
  schema.properties = {
    extends: {
      type: "string",
      description:
        "Path of another recipe to extend, relative to this file; keys of this file override its keys.",
    },
    ...schema.properties,
  };
  return { $schema: schema["$schema"], title: "Woodshed recipe", ...schema };
}

/** Returns the schema of a section that names a module of the user's, as it is loaded. */
export function ownJsonSchema(section: OwnSection): JsonSchema {
  return toJsonSchema(schemaOf(section));
}

/** Any module of the user's, whose options only its own schema knows. */
function anyModule(kind: string): JsonSchema {
  const article = /^[aeiou]/.test(kind) ? "an" : "a";
  const description = `Module with ${article} ${kind.replace("_", " ")} of your own: a path relative to the recipe, or a package.`;
  return {
    type: "object",
    properties: { use: { type: "string", description } },
    required: ["use"],
    additionalProperties: true,
  };
}

/** Replaces a property, also in each of the components that a section may name. */
function replaceProperty(
  { properties, oneOf = [] }: JsonSchema,
  [key, ...rest]: readonly string[],
  replace: (present: JsonSchema) => JsonSchema,
): void {
  for (const each of properties === undefined ? oneOf : [{ properties }]) {
    const present = each.properties?.[key!];
    if (present === undefined) continue;
    if (rest.length > 0) replaceProperty(present, rest, replace);
    else each.properties![key!] = replace(present);
  }
}

/** Returns whether a component of a section is one of ours, with a name. */
export function isNamed({ properties }: JsonSchema): boolean {
  return properties?.["name"] !== undefined;
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  // Editors' YAML language server supports draft 7 best.
  return z.toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    override: ({ jsonSchema }) => dropNoise(jsonSchema as JsonSchema),
  }) as JsonSchema;
}

/** Characters of a line, as biome.json says. */
const LINE_WIDTH = 110;

/** Returns the schema as text, formatted as the project's formatter does. */
export function recipeJsonSchemaText(own: readonly OwnSection[] = []): string {
  const text = JSON.stringify(recipeJsonSchema(own), null, 2);
  const lists = text.replace(
    /^(.*)\[\n\s+([^[\]{}]*?)\n\s*\](,?)$/gm,
    (whole, before, items: string, after) => {
      const line = `${before}[${items.replace(/,\s+/g, ", ")}]`;
      return line.length <= LINE_WIDTH ? line + after : whole;
    },
  );
  return `${lists}\n`;
}

/** Removes the safe-integer limits and empty section defaults that zod writes, which tell a reader nothing. */
function dropNoise(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if ((schema.type === "object" && schema.properties !== undefined) || schema.oneOf !== undefined)
    delete schema.default;
}
