import { z } from "zod";
import type { ComponentTable, Named } from "../../components/component.js";

/** A part that a recipe names, alone or with options. */
export type Choice<Table extends ComponentTable> = (keyof Table & string) | Named<Table>;

/**
 * Returns the schema of a key that names one of several parts, alone or with options: `lion`, or `{ name: lion, betas: [0.9,
 * 0.95] }`. A part that needs options cannot stand alone.
 */
export function namedChoice<Table extends ComponentTable>(table: Table, nameText: string) {
  type Name = keyof Table & string;
  const alone = (Object.keys(table) as Name[]).filter((name) => table[name]!.options.safeParse({}).success);
  const objects = Object.entries(table).map(([name, { options }]) =>
    z.strictObject({ name: z.literal(name).describe(nameText), ...options.shape }),
  );
  const withOptions = z.discriminatedUnion("name", objects as [(typeof objects)[number]]);
  type Input = { [Key in Name]: { name: Key } & z.input<Table[Key]["options"]> }[Name];
  return z.union([z.enum(alone), withOptions]) as unknown as z.ZodType<Choice<Table>, Name | Input>;
}

/** Returns the named part with its options: the defaults of a name that stands alone. */
export function withDefaults<Table extends ComponentTable>(
  table: Table,
  choice: Choice<Table>,
): Named<Table> {
  if (typeof choice !== "string") return choice;
  return { name: choice, ...table[choice]!.options.parse({}) } as unknown as Named<Table>;
}
