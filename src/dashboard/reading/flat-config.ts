import type { Json } from "../api.js";

const MOST_KEYS = 2000;
const DEEPEST = 12;
const SECRET_NAME =
  /(^|[._-])(api[_-]?key|secret|password|passwd|token|credentials?|private_?key|access_?key)s?$/i;
const HIDDEN = "(hidden)";

/** True for a key, or an option of a command, whose value is nobody's business. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Returns a configuration with keys such as `optimization.learning_rate`. Secrets are hidden; lists stay whole. */
export function flatConfig(config: unknown): Record<string, Json> {
  const entries: [string, Json][] = [];
  const visit = (value: unknown, key: string, depth: number): void => {
    if (entries.length >= MOST_KEYS) return;
    const isFolded = depth < DEEPEST && isObject(value) && Object.keys(value).length > 0;
    if (!isFolded) entries.push([key, withoutSecrets(key, value as Json, depth)]);
    else
      for (const [name, inner] of Object.entries(value))
        visit(inner, key === "" ? name : `${key}.${name}`, depth + 1);
  };
  if (isObject(config)) visit(config, "", 0);
  // Defines properties, so that a key `__proto__` is one as well.
  return Object.fromEntries(entries);
}

function withoutSecrets(key: string, value: Json, depth: number): Json {
  if (SECRET_NAME.test(key) && (typeof value === "string" || Array.isArray(value)) && value.length > 0)
    return HIDDEN;
  if (typeof value === "string") return hideSecrets(value);
  if (depth > 2 * DEEPEST) return null;
  if (Array.isArray(value)) return value.map((one: Json) => withoutSecrets("", one, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withoutSecrets(name, inner as Json, depth + 1)]),
  );
}

/** Hides a password in an address, and values of options such as `--api-key=...` */
export function hideSecrets(text: string): string {
  return text
    .slice(0, 10_000)
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/gi, `$1${HIDDEN}@`)
    .replace(/\b([\w.-]*(?:api_?key|secret|password|token))=\S+/gi, `$1=${HIDDEN}`);
}

export const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
