/** Keys of the schema, without their descriptions. */
import { z } from "zod";
import { configSchema } from "./schema.js";

let cached: ReadonlySet<string> | undefined;

/**
 * Returns the dotted keys of the schema and of its components. Elements of lists, `use` and the options of the user's
 * components are not among them: `findKey` knows those too, but builds the JSON schema first, a tenth of a start.
 */
export function builtInKeys(): ReadonlySet<string> {
  cached ??= new Set(keysBelow(configSchema, ""));
  return cached;
}

function keysBelow(schema: z.ZodType, prefix: string): string[] {
  return objectsIn(schema).flatMap(({ shape }) =>
    Object.entries(shape).flatMap(([name, child]) => {
      const key = `${prefix}${name}`;
      return [key, ...keysBelow(child as z.ZodType, `${key}.`)];
    }),
  );
}

/** Returns the objects that a schema is: several for a section that names a component. */
function objectsIn(schema: z.ZodType): z.ZodObject[] {
  if (schema instanceof z.ZodObject) return [schema];
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return objectsIn(schema.def.innerType as z.ZodType);
  if (schema instanceof z.ZodDiscriminatedUnion) return (schema.options as z.ZodType[]).flatMap(objectsIn);
  // Dotted keys name the options of components alone among alternatives.
  const alternatives = schema instanceof z.ZodNullable ? [schema.def.innerType] : optionsOf(schema);
  return alternatives.filter((one) => one instanceof z.ZodDiscriminatedUnion).flatMap(objectsIn);
}

function optionsOf(schema: z.ZodType): z.ZodType[] {
  return schema instanceof z.ZodUnion ? (schema.options as z.ZodType[]) : [];
}
