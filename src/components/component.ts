import type { z } from "zod";

/** A value that nothing changes, with all that it holds. */
export type Frozen<T> = { readonly [K in keyof T]: Frozen<T[K]> };

/** Options that are valid alone and conflict with each other, or with what they are used for. */
export interface Conflict {
  /** Full names of the keys; the place of the first one that is set begins the message. */
  keys: readonly string[];
  message: string;
}

/** The options of a part that a recipe names, such as a model. Needs no libtorch, so that recipes can be checked without it. */
export interface ComponentOptions<Options extends z.ZodObject = z.ZodObject> {
  options: Options;
  /** Pairs of keys of which a recipe sets one; the first has a default, which the second replaces. */
  alternatives?: readonly (readonly [key: string, other: string])[];
}

/** The options of each component of a kind, by its name in recipes. */
export type ComponentTable = Readonly<Record<string, ComponentOptions>>;

/** A section of a recipe that names a module of the user's; its options are beside these keys. */
export interface OwnChoice {
  readonly name?: never;
  /** The module, as the recipe gives it. */
  readonly use: string;
  /** sha256 of the module's code, in hex. */
  readonly code: string;
}

/** A section of a program that names a module, with any options. */
export interface OwnInput {
  use: string;
  [option: string]: unknown;
}

/** Returns whether a section names a module of the user's. */
export function isOwnChoice<Choice extends object>(choice: Choice | OwnChoice): choice is OwnChoice {
  return "use" in choice;
}

/** A section of a recipe that names a component: its name, and its options beside it. */
export type Named<Table extends ComponentTable> = {
  [Name in keyof Table & string]: Frozen<{ name: Name } & z.output<Table[Name]["options"]>>;
}[keyof Table & string];
