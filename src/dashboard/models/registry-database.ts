/**
 * Reads the database of MLflow's embedded server (3.17) without starting the server, which takes seconds. Only what Woodshed
 * registers is of interest; the file may come from anywhere.
 */
import { lstatSync } from "node:fs";
import { join } from "node:path";
import type Database from "better-sqlite3";
import { DataError } from "../../errors.js";
import { openSqlite } from "../../sqlite.js";
import type { ModelList } from "../api.js";

export const REGISTRY_FILE = "mlflow.db";

/** Models as the database has them: with the id of the run of Woodshed, in place of its key. */
export interface StoredModel extends Omit<ModelList["models"][number], "versions"> {
  versions: (Omit<ModelList["models"][number]["versions"][number], "run"> & { runId: string | null })[];
}

type StoredVersion = StoredModel["versions"][number];

export const MOST_MODELS = 1000;
export const MOST_ROWS = 100_000;
const LONGEST_TEXT = 5000;

/** Columns that are read of each table; a view of the same name would run statements of its maker's. */
const TABLES = {
  registered_models: ["name", "creation_time", "description"],
  model_versions: ["name", "version", "creation_time", "description", "current_stage", "status"],
  registered_model_aliases: ["name", "alias", "version"],
  registered_model_tags: ["name", "key", "value"],
  model_version_tags: ["name", "version", "key", "value"],
} as const;
type Table = keyof typeof TABLES;
type Row = Readonly<Record<string, unknown>>;

/**
 * Returns the models of a registry's folder, the newest version of each first; null if the folder has no registry.
 *
 * @throws DataError for a database that is damaged, or is not MLflow's
 */
export function readRegistry(folder: string): StoredModel[] | null {
  const file = join(folder, REGISTRY_FILE);
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  const refuse = (why: string, cause?: unknown): DataError =>
    new DataError(
      "REGISTRY",
      `${file}: ${why}. Expected the database of MLflow's embedded server; npx woodshed registry ui shows its own pages`,
      { cause },
    );
  if (!stat.isFile()) throw refuse("not a file");
  try {
    const database = openSqlite(file, { readonly: true, fileMustExist: true, timeout: 2000 });
    try {
      database.pragma("trusted_schema = OFF");
      return modelsOf(database);
    } finally {
      database.close();
    }
  } catch (error) {
    throw refuse((error as Error).message, error);
  }
}

function modelsOf(database: Database.Database): StoredModel[] {
  const models = new Map<string, StoredModel>();
  const read = (table: Table): Row[] => rowsOf(database, table);
  for (const row of read("registered_models").slice(0, MOST_MODELS)) {
    const name = textOf(row["name"]);
    models.set(name, { name, description: textOf(row["description"]), tags: {}, versions: [] });
  }
  const versions = new Map<string, StoredVersion>();
  const keyOf = (row: Row): string => JSON.stringify([textOf(row["name"]), textOf(row["version"])]);
  for (const row of read("model_versions")) {
    const model = models.get(textOf(row["name"]));
    // MLflow keeps rows of deleted versions.
    if (model === undefined || row["current_stage"] === "Deleted_Internal") continue;
    const version = withTags(
      {
        version: textOf(row["version"]),
        status: textOf(row["status"]),
        description: textOf(row["description"]),
        aliases: [] as string[],
        createdMs: numberOf(row["creation_time"]),
      },
      {},
    );
    model.versions.push(version);
    versions.set(keyOf(row), version);
  }
  for (const row of read("registered_model_aliases"))
    (versions.get(keyOf(row))?.aliases as string[] | undefined)?.push(textOf(row["alias"]));
  for (const row of read("registered_model_tags")) {
    const model = models.get(textOf(row["name"]));
    if (model !== undefined) define(model.tags, textOf(row["key"]), textOf(row["value"]));
  }
  for (const row of read("model_version_tags")) {
    const version = versions.get(keyOf(row));
    if (version !== undefined) setTag(version, textOf(row["key"]), textOf(row["value"], 100_000));
  }
  return byNewest([...models.values()]);
}

/** Sorts models by their newest version, and the versions of each; the newest first. */
export function byNewest(models: StoredModel[]): StoredModel[] {
  for (const { versions } of models) versions.sort((a, b) => Number(b.version) - Number(a.version));
  return models.sort((a, b) => newest(b) - newest(a));
}

/** Returns a version with what Woodshed's tags say of it. */
export function withTags(
  facts: Pick<StoredVersion, "version" | "status" | "description" | "createdMs" | "aliases">,
  tags: Readonly<Record<string, string>>,
): StoredVersion {
  const version: StoredVersion = { ...facts, tags: {}, metrics: {}, digest: null, runId: null };
  for (const [key, value] of Object.entries(tags)) setTag(version, key, value);
  return version;
}

const newest = ({ versions }: StoredModel): number => versions[0]?.createdMs ?? 0;

function setTag(version: StoredVersion, key: string, value: string): void {
  if (key === "woodshed.metrics") version.metrics = metricsOf(value);
  else if (key === "woodshed.digest") version.digest = value;
  else if (key === "woodshed.run_id") version.runId = value;
  define(version.tags, key, value.slice(0, LONGEST_TEXT));
}

/** Defines a property, so that a tag `__proto__` is one as well. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function metricsOf(text: string): Record<string, number | null> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== "object" || json === null) return {};
    return Object.fromEntries(
      Object.entries(json)
        .slice(0, 500)
        .map(([name, value]) => [name, typeof value === "number" && Number.isFinite(value) ? value : null]),
    );
  } catch {
    return {};
  }
}

function rowsOf(database: Database.Database, table: Table): Row[] {
  const isTable = database
    .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
    .get(table);
  if (isTable === undefined) throw new Error(`it has no table ${table}`);
  const columns = TABLES[table].map((column) => `"${column}"`).join(", ");
  return database.prepare(`SELECT ${columns} FROM "${table}" LIMIT ${MOST_ROWS}`).all() as Row[];
}

function textOf(value: unknown, longest = LONGEST_TEXT): string {
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, longest) : "";
}

function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
