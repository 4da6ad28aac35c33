/** Places in a configuration that may name a module of the user's: `model: { use: ./model.ts, width: 96 }`. */
import { z } from "zod";
import type { Kind } from "../components/definition.js";
import { loadedDefinition } from "../components/loaded.js";
import { COMPONENT_SECTIONS, OWN_VALUES } from "./sections/components.js";
import { isValues, type Values, valueAt } from "./values.js";

interface OwnPlace {
  /** The kind that the module must define. */
  kind: Kind;
  /** Options that the section has with every component. */
  shared: z.ZodRawShape;
  /** True if the key holds a list of such sections. */
  isList?: boolean;
}

const OWN_PLACES: Readonly<Record<string, OwnPlace>> = {
  ...COMPONENT_SECTIONS,
  ...Object.fromEntries(Object.entries(OWN_VALUES).map(([key, kind]) => [key, { kind, shared: {} }])),
  "data.augmentations": { kind: "augmentation", shared: {}, isList: true },
};

/** Keys that hold a list of components. */
export const LISTS = Object.entries(OWN_PLACES).flatMap(([path, { isList }]) => (isList ? [path] : []));

/** Returns the key at a path of a value; places in lists of components are parts of it: `data.augmentations.0.name`. */
export function keyAt(path: readonly PropertyKey[]): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === "number") return LISTS.includes(key) ? `${key}.${part}` : key;
    return key === "" ? String(part) : `${key}.${String(part)}`;
  }, "");
}

const use = z
  .string()
  .min(1)
  .describe("Module with a component of your own: a path relative to the recipe, or a package.");
const code = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe("Hash of the module's code, which runs record; a recipe without it takes the module as it is.");

/** A section that names a module of the user's. */
export interface OwnSection {
  /** `model`; `data.augmentations.0` in a list. */
  path: string;
  kind: Kind;
  values: Values & { use: string; code?: string };
}

/** Returns the kind that each key may name a module of. */
export function ownKinds(): [path: string, place: OwnPlace][] {
  return Object.entries(OWN_PLACES);
}

/** Returns the sections of a configuration that name modules of the user's. */
export function ownSections(config: unknown): OwnSection[] {
  const found: OwnSection[] = [];
  for (const [path, { kind, isList }] of Object.entries(OWN_PLACES)) {
    // The options of a user's component are its own, whatever they are called.
    if (found.some((one) => path.startsWith(`${one.path}.`))) continue;
    const value = valueAt(config, path.split("."));
    const list = isList === true && Array.isArray(value) ? value : [value];
    for (const [i, values] of list.entries())
      if (isOwn(values)) found.push({ path: isList === true ? `${path}.${i}` : path, kind, values });
  }
  return found;
}

export function isOwn(section: unknown): section is Values & { use: string } {
  return isValues(section) && typeof section["use"] === "string";
}

/** Returns the schema of a section: that of its component, if this process has loaded it. */
export function schemaOf({ path, values }: OwnSection): z.ZodObject {
  const shared = OWN_PLACES[path]?.shared ?? {};
  const definition = values.code === undefined ? undefined : loadedDefinition(values.code);
  // Read as it was recorded: reading a configuration runs no code.
  if (definition === undefined) return z.looseObject({ use, code, ...shared });
  return z.strictObject({ use, code, ...definition.options.shape, ...shared });
}

/** Parses the sections that name modules. Returns the issues with full paths. */
export function parseSections(sections: readonly OwnSection[]): {
  parsed: { path: string; value: unknown }[];
  issues: z.core.$ZodIssue[];
} {
  const parsed: { path: string; value: unknown }[] = [];
  const issues: z.core.$ZodIssue[] = [];
  for (const section of sections) {
    const result = schemaOf(section).safeParse(section.values);
    const path = section.path.split(".");
    if (result.success) parsed.push({ path: section.path, value: result.data });
    else issues.push(...result.error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })));
  }
  return { parsed, issues };
}

/** Returns values without these sections, as the built-in schema expects them: in a list undefined stands for one. */
export function withoutSections(values: Values, sections: readonly OwnSection[]): Values {
  const noHoles = LISTS.reduce<unknown>((rest, path) => {
    const list = valueAt(rest, path.split("."));
    // A program's undefined is no section.
    if (!Array.isArray(list) || !list.includes(undefined)) return rest;
    return replaceAt(
      rest,
      path.split("."),
      list.map((element) => element ?? null),
    );
  }, values);
  return sections.reduce<unknown>(
    (rest, { path }) => replaceAt(rest, path.split("."), undefined),
    noHoles,
  ) as Values;
}

/** Returns values with a section replaced; the lists and sections above it are copied. undefined removes a key. */
export function replaceAt(values: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (Array.isArray(values)) {
    const copy: unknown[] = [...values];
    copy[Number(key)] = rest.length === 0 ? value : replaceAt(copy[Number(key)], rest, value);
    return copy;
  }
  const { [key!]: below, ...others } = (values ?? {}) as Values;
  const inner = rest.length === 0 ? value : replaceAt(below, rest, value);
  return inner === undefined ? others : { ...(values as Values), [key!]: inner };
}

/** Returns values with the hashes of `loaded`: an override that replaces a list of sections has none. */
export function withCode(values: Values, loaded: Values): Values {
  return ownSections(values).reduce<unknown>((result, { path, values: { use, code } }) => {
    const before = valueAt(loaded, path.split("."));
    if (code !== undefined || !isOwn(before) || before.use !== use) return result;
    return replaceAt(result, `${path}.code`.split("."), before["code"]);
  }, values) as Values;
}

/** Returns the hashes of the code that a configuration names. */
export function codesIn(config: unknown): string[] {
  return ownSections(config).flatMap(({ values }) => (values.code === undefined ? [] : [values.code]));
}
