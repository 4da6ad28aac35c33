/** Checks a value against the part of JSON Schema 2020-12 that OpenAPI documents use. */

export type Schema = { readonly [keyword: string]: unknown };

/** Lists the violations of `schema` in `value`, each with its path; empty if there is none. */
export function problemsWith(value: unknown, schema: Schema, document: unknown): string[] {
  return check(value, schema, { document, place: "$" }).problems;
}

interface At {
  document: unknown;
  place: string;
}

interface Outcome {
  problems: string[];
  /** Property names that a part of the schema has evaluated; unevaluatedProperties applies to the others. */
  seen: Set<string>;
}

/** Annotations and descriptions. Any other keyword that is not implemented here is an error. */
const IGNORED =
  /^(description|title|example|examples|default|format|discriminator|deprecated|readOnly|x-.*)$/;

function check(value: unknown, schema: Schema, at: At): Outcome {
  const outcome: Outcome = { problems: [], seen: new Set() };
  const say = (problem: string) => outcome.problems.push(`${at.place}: ${problem}`);
  const add = (part: Outcome) => {
    outcome.problems.push(...part.problems);
    for (const name of part.seen) outcome.seen.add(name);
  };
  for (const [keyword, rule] of Object.entries(schema)) {
    if (IGNORED.test(keyword) || keyword === "then" || keyword === "else") continue;
    const apply = KEYWORDS[keyword];
    if (apply === undefined) throw new Error(`${at.place}: the keyword ${keyword} is not known here`);
    apply({ value, rule, schema, at, say, add, seen: outcome.seen });
  }
  return outcome;
}

interface Application {
  value: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: a keyword's value may be any JSON
  rule: any;
  schema: Schema;
  at: At;
  say: (problem: string) => void;
  add: (part: Outcome) => void;
  seen: Set<string>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

function hasType(value: unknown, type: string): boolean {
  return type === "integer" ? Number.isInteger(value) : typeOf(value) === type;
}

const below = (at: At, name: string | number): At => ({ ...at, place: `${at.place}.${name}` });

const KEYWORDS: Record<string, (application: Application) => void> = {
  $ref: ({ value, rule, at, add }) => add(check(value, resolveRef(rule, at.document), at)),
  type: ({ value, rule, say }) => {
    const types: string[] = [rule].flat();
    if (!types.some((type) => hasType(value, type)))
      say(`expected ${types.join(" or ")}, got ${typeOf(value)}`);
  },
  enum: ({ value, rule, say }) => {
    if (!rule.includes(value)) say(`expected one of ${rule.join(", ")}, got ${value}`);
  },
  const: ({ value, rule, say }) => {
    if (value !== rule) say(`expected ${rule}, got ${value}`);
  },
  required: ({ value, rule, say }) => {
    if (!isObject(value)) return;
    for (const name of rule) if (!(name in value)) say(`${name} is missing`);
  },
  properties: ({ value, rule, at, add, seen }) => {
    if (!isObject(value)) return;
    for (const [name, schema] of Object.entries(rule)) {
      if (!(name in value)) continue;
      seen.add(name);
      add({ problems: check(value[name], schema as Schema, below(at, name)).problems, seen: new Set() });
    }
  },
  additionalProperties: ({ value, rule, schema, at, say, add, seen }) => {
    if (!isObject(value)) return;
    const own = Object.keys((schema["properties"] ?? {}) as object);
    for (const name of Object.keys(value).filter((key) => !own.includes(key))) {
      seen.add(name);
      if (rule === false) say(`${name} is not a field`);
      else if (rule !== true)
        add({ problems: check(value[name], rule, below(at, name)).problems, seen: new Set() });
    }
  },
  // Depends on what the other keywords evaluated: they are evaluated first, again.
  unevaluatedProperties: ({ value, rule, schema, at, say }) => {
    if (!isObject(value) || rule !== false) return;
    const { unevaluatedProperties: _, ...rest } = schema;
    const { seen } = check(value, rest, at);
    for (const name of Object.keys(value)) if (!seen.has(name)) say(`${name} is not a field`);
  },
  items: ({ value, rule, at, add }) => {
    if (!Array.isArray(value)) return;
    for (const [i, item] of value.entries()) add({ ...check(item, rule, below(at, i)), seen: new Set() });
  },
  minItems: ({ value, rule, say }) => {
    if (Array.isArray(value) && value.length < rule) say(`expected ${rule} items or more`);
  },
  maxItems: ({ value, rule, say }) => {
    if (Array.isArray(value) && value.length > rule) say(`expected ${rule} items at most`);
  },
  uniqueItems: ({ value, say }) => {
    if (Array.isArray(value) && new Set(value).size < value.length) say("expected no item twice");
  },
  minLength: ({ value, rule, say }) => {
    if (typeof value === "string" && value.length < rule) say(`expected ${rule} characters or more`);
  },
  pattern: ({ value, rule, say }) => {
    if (typeof value === "string" && !new RegExp(rule).test(value)) say(`expected ${rule}, got ${value}`);
  },
  minimum: ({ value, rule, say }) => {
    if (typeof value === "number" && value < rule) say(`expected ${rule} or more, got ${value}`);
  },
  maximum: ({ value, rule, say }) => {
    if (typeof value === "number" && value > rule) say(`expected ${rule} at most, got ${value}`);
  },
  allOf: ({ value, rule, at, add }) => {
    for (const part of rule) add(check(value, part, at));
  },
  anyOf: ({ value, rule, at, say, add }) => {
    const fitting = (rule as Schema[]).map((part) => check(value, part, at)).filter(isFine);
    if (fitting.length === 0) say("fits none of anyOf");
    for (const part of fitting) add(part);
  },
  oneOf: ({ value, rule, at, say, add }) => {
    const fitting = (rule as Schema[]).map((part) => check(value, part, at)).filter(isFine);
    if (fitting.length !== 1) say(`fits ${fitting.length} of oneOf`);
    for (const part of fitting) add(part);
  },
  not: ({ value, rule, at, say }) => {
    if (isFine(check(value, rule, at))) say("fits what it must not");
  },
  if: ({ value, rule, schema, at, add }) => {
    const branch = isFine(check(value, rule, at)) ? schema["then"] : schema["else"];
    if (branch !== undefined) add(check(value, branch as Schema, at));
  },
};

const isFine = ({ problems }: Outcome): boolean => problems.length === 0;

/** `#/components/schemas/Pod` */
export function resolveRef(ref: string, document: unknown): Schema {
  const keys = ref.slice(2).split("/");
  return keys.reduce(
    (value, key) => (value as Record<string, unknown>)[key.replaceAll("~1", "/")],
    document,
  ) as Schema;
}
