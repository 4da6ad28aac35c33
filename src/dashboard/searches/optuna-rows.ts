/** Reads the tables of Optuna's relational storage, as Optuna 3.0 and later write them; the database may come from anywhere. */
import type Database from "better-sqlite3";
import { LIMITS } from "./stored-study.js";

export type Row = Readonly<Record<string, unknown>>;

/** Columns that are read of each table. */
const TABLES = {
  studies: ["study_id", "study_name"],
  study_directions: ["study_id", "objective", "direction"],
  study_user_attributes: ["study_id", "key", "value_json"],
  study_system_attributes: ["study_id", "key", "value_json"],
  trials: ["trial_id", "study_id", "number", "state", "datetime_start", "datetime_complete"],
  trial_params: ["trial_id", "param_name", "param_value", "distribution_json"],
  trial_values: ["trial_id", "objective", "value", "value_type"],
  trial_intermediate_values: ["trial_id", "step", "intermediate_value", "intermediate_value_type"],
  trial_user_attributes: ["trial_id", "key", "value_json"],
  trial_system_attributes: ["trial_id", "key", "value_json"],
  version_info: ["library_version"],
} as const;
type Table = keyof typeof TABLES;

const MOST_STUDIES = 1000;
const MOST_CHARS = 1_000_000;

export class OptunaRows {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();

  /** @throws Error naming what is missing: a file of another program, or of Optuna before 3.0 */
  constructor(database: Database.Database) {
    this.#database = database;
    for (const table of Object.keys(TABLES) as Table[]) assertTable(database, table);
  }

  /** Returns whether a database is a storage of Optuna, of any version. */
  static isStorage(database: Database.Database): boolean {
    return ["studies", "trials"].every((name) => hasTable(database, name));
  }

  studies(): Row[] {
    return this.#read("studies", `ORDER BY study_id LIMIT ${MOST_STUDIES}`);
  }

  /** Rows of a table about studies. */
  ofStudy(
    table: "study_directions" | "study_user_attributes" | "study_system_attributes",
    study: number,
  ): Row[] {
    const order = table === "study_directions" ? "objective" : "key";
    return this.#read(table, `WHERE study_id = ? ORDER BY ${order} LIMIT ${LIMITS.attributes}`, study);
  }

  trialsOf(study: number): Row[] {
    return this.#read("trials", `WHERE study_id = ? ORDER BY number LIMIT ${LIMITS.trials}`, study);
  }

  /** Rows of a table about trials. */
  ofTrial(
    table:
      | "trial_params"
      | "trial_values"
      | "trial_intermediate_values"
      | "trial_user_attributes"
      | "trial_system_attributes",
    trial: number,
  ): Row[] {
    const isReport = table === "trial_intermediate_values";
    const order = isReport
      ? "ORDER BY step"
      : table === "trial_values"
        ? "ORDER BY objective"
        : "ORDER BY rowid";
    return this.#read(table, `WHERE trial_id = ? ${order} LIMIT ${LIMITS.reports}`, trial);
  }

  /** Version of Optuna that created the storage: `5.0.0`; empty if unknown. */
  libraryVersion(): string {
    const [row] = this.#read("version_info", "LIMIT 1");
    return String(row?.["library_version"] ?? "");
  }

  #read(table: Table, rest: string, ...values: number[]): Row[] {
    const columns = TABLES[table].map((column) =>
      /json|name|key|version|datetime/.test(column)
        ? `substr("${column}", 1, ${MOST_CHARS}) AS "${column}"`
        : `"${column}"`,
    );
    const sql = `SELECT ${columns.join(", ")} FROM "${table}" ${rest}`;
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement.all(...values) as Row[];
  }
}

function hasTable(database: Database.Database, name: string): boolean {
  const found = database
    .prepare("SELECT 1 FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name = ?")
    .get(name);
  return found !== undefined;
}

/** A view in place of a table, or a computed column, would run statements of its maker's. */
function assertTable(database: Database.Database, table: Table): void {
  const refuse = (what: string): Error =>
    new Error(
      `it has no ${what}, which storages of Optuna 3.0 and later have; for an older one, run optuna storage upgrade --storage sqlite:///FILE`,
    );
  if (!hasTable(database, table)) throw refuse(`table ${table}`);
  const columns = database.prepare("SELECT name, hidden FROM pragma_table_xinfo(?)").all(table) as {
    name: string;
    hidden: number;
  }[];
  for (const column of TABLES[table])
    if (!columns.some(({ name, hidden }) => name === column && hidden === 0))
      throw refuse(`column ${table}.${column}`);
}
