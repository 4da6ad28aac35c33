import { RegistryError } from "../errors.js";

/** Limits of one `runs/log-batch` request (mlflow 3.17, mlflow/utils/validation.py). */
export const LIMITS = {
  metrics: 1000,
  params: 100,
  tags: 100,
  entities: 1000,
  bytes: 1e6,
  keyChars: 250,
  paramChars: 6000,
  tagChars: 8000,
} as const;

/** Bytes of a batch besides its items: the run's id and the JSON around them. */
const FRAME_BYTES = 200;

/** Splits items into batches within the limits of number and bytes of JSON, in order. */
export function* batches<Item>(items: readonly Item[], most: number): Generator<Item[]> {
  let batch: Item[] = [];
  let bytes = FRAME_BYTES;
  for (const item of items) {
    const itemBytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (batch.length === most || bytes + itemBytes > LIMITS.bytes) {
      if (batch.length > 0) yield batch;
      batch = [];
      bytes = FRAME_BYTES;
    }
    batch.push(item);
    bytes += itemBytes;
  }
  if (batch.length > 0) yield batch;
}

/** Characters that MLflow's own check refuses; letters of any script are legal. */
const ILLEGAL = /[^/\p{L}\p{N}_.\- :]/gu;

/**
 * Returns the key of a metric at MLflow: its name, with `:hex:` for each character that MLflow refuses, so that two names never
 * become one.
 */
export function metricKey(name: string): string {
  return legalKey(name.replace(ILLEGAL, (character) => `:${character.codePointAt(0)!.toString(16)}:`));
}

/** Returns the name of a metric from its key. */
export function metricName(key: string): string {
  return key.replace(/:([0-9a-f]{2,6}):/g, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

/** Returns a key that MLflow accepts: illegal characters become `_`, and `.` and `..` in paths are removed. */
export function legalKey(key: string): string {
  const parts = key
    .replace(ILLEGAL, "_")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.join("/").slice(0, LIMITS.keyChars) || "_";
}

/** @throws RegistryError naming the key, for a tag that MLflow refuses */
export function assertLegalTag(key: string, value: string): void {
  if (key !== legalKey(key)) {
    throw new RegistryError(
      "TAG",
      `tag "${key}": MLflow accepts letters, digits, _ - . : / and spaces, up to ${LIMITS.keyChars} characters; try ${legalKey(key)}`,
    );
  }
  if (value.length > LIMITS.tagChars)
    throw new RegistryError(
      "TAG",
      `tag ${key}: ${value.length} characters, MLflow accepts ${LIMITS.tagChars}`,
    );
}

/** @throws RegistryError for a model name that MLflow refuses, or that no reference could contain */
export function assertLegalName(name: string): void {
  if (name !== "" && !/[/:@]/.test(name)) return;
  throw new RegistryError("NAME", `model "${name}": expected a name without / : and @; choose another`);
}

/** @throws RegistryError for an alias that MLflow refuses */
export function assertLegalAlias(alias: string): void {
  if (/^[\w-]+$/.test(alias) && !/^(v\d+|latest)$/i.test(alias)) return;
  throw new RegistryError(
    "ALIAS",
    `alias "${alias}": expected letters, digits, _ and -, and neither "latest" nor a version such as v3; choose another`,
  );
}
