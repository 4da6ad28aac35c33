import { z } from "zod";
import type { ComponentTable, Named } from "../../components/component.js";

/**
 * Returns the schema of a key that names one of several parts, alone or with options: `lion`, or `{ name: lion, betas: [0.9,
 * 0.95] }`. A name alone stands for the part with its defaults, except for the plain ones, whose options are keys beside it.
 */
export function namedChoice<Table extends ComponentTable, Plain extends keyof Table & string>(
  table: Table,
  plain: readonly Plain[],
  nameText: string,
) {
  type Name = keyof Table & string;
  const others = (Object.keys(table) as Name[]).filter((name) => !(plain as readonly Name[]).includes(name));
  const objects = Object.entries(table).map(([name, { options }]) =>
    z.strictObject({ name: z.literal(name).describe(nameText), ...options.shape }),
  );
  const withOptions = z.discriminatedUnion("name", objects as [(typeof objects)[number]]);
  const alone = z.enum(others as [Name]).transform((name, context) => {
    const parsed = withOptions.safeParse({ name });
    if (parsed.success) return parsed.data;
    const missing = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
    context.addIssue({ code: "custom", message: `${name} needs ${missing}, as {name: ${name}, ${missing}: ...}` });
    return z.NEVER;
  });
  type Input = { [Key in Name]: { name: Key } & z.input<Table[Key]["options"]> }[Name];
  return z.union([z.enum(plain), alone, withOptions]) as unknown as z.ZodType<
    Plain | Named<Table>,
    Name | Input
  >;
}
