/** The JSON Schema that editors complete and check recipes with; `recipes/schema.json` is this text. */
import { z } from "zod";
import { configSchema } from "./schema.js";

/** The part of JSON Schema that zod makes of our schema. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  anyOf?: JsonSchema[];
  items?: JsonSchema | JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  description?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  [keyword: string]: unknown;
}

export function recipeJsonSchema(): JsonSchema {
  // Draft 7 is what the editors' YAML language server knows best.
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
      description: "Another recipe to start from, relative to this file; what this file says wins.",
    },
    ...schema.properties,
  };
  return { $schema: schema["$schema"], title: "Woodshed recipe", ...schema };
}

/** The schema as text, laid out as the project's formatter does. */
export function recipeJsonSchemaText(): string {
  const text = JSON.stringify(recipeJsonSchema(), null, 2);
  const lists = text.replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, items: string) => {
    return `[${items.replace(/,\s+/g, ", ")}]`;
  });
  return `${lists}\n`;
}

/** zod writes the safe-integer limits and empty section defaults out; neither tells a reader anything. */
function dropNoise(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.type === "object" && schema.properties !== undefined) delete schema.default;
}
