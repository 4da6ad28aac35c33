/** JSON Schema with which editors complete and check recipes; `recipes/schema.json` is this text. */
import { z } from "zod";
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

export function recipeJsonSchema(): JsonSchema {
  // Editors' YAML language server supports draft 7 best.
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    target: "draft-7",
    override: ({ jsonSchema }) => dropNoise(jsonSchema as JsonSchema),
  }) as JsonSchema;
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

/** Returns the schema as text, formatted as the project's formatter does. */
export function recipeJsonSchemaText(): string {
  const text = JSON.stringify(recipeJsonSchema(), null, 2);
  const lists = text.replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, items: string) => {
    return `[${items.replace(/,\s+/g, ", ")}]`;
  });
  return `${lists}\n`;
}

/** Removes the safe-integer limits and empty section defaults that zod writes, which tell a reader nothing. */
function dropNoise(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if ((schema.type === "object" && schema.properties !== undefined) || schema.oneOf !== undefined)
    delete schema.default;
}
