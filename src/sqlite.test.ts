import { expect, it } from "vitest";
import { explainSqliteLoad, openSqlite } from "./sqlite.js";

const explain = (code: string, message: string) =>
  explainSqliteLoad(Object.assign(new Error(message), { code }));

it("opens a database in this Node", () => {
  const database = openSqlite(":memory:");
  expect(database.pragma("page_count", { simple: true })).toBe(0);
  database.close();
});

it("names both ABIs and the command if the addon is built for another Node", () => {
  const message =
    "The module 'better_sqlite3.node'\nwas compiled against a different Node.js version using\nNODE_MODULE_VERSION 999. This version of Node.js requires\nNODE_MODULE_VERSION 1.";
  const { node, modules } = process.versions;
  expect(explain("ERR_DLOPEN_FAILED", message)?.message).toBe(
    `better-sqlite3, which writes the records of runs, cannot be loaded by Node ${node} (ABI ${modules}): it is built for the ABI 999. Run \`node setup.mjs\` with this Node; what other versions of Node use is kept.`,
  );
});

it.each([
  ["MODULE_NOT_FOUND", "Cannot find module '/shared/sqlite'", /it is not installed\. Run/],
  ["ERR_DLOPEN_FAILED", "better_sqlite3.node: file too short", /file too short\. Run/],
])("names the reason if the addon is missing or damaged (%s)", (code, message, pattern) => {
  expect(explain(code, message)?.message).toMatch(pattern);
});

it("leaves errors of SQLite alone", () => {
  expect(explain("SQLITE_CANTOPEN", "unable to open database file")).toBeNull();
  expect(() => openSqlite("/no/such/folder/a.sqlite")).toThrow(/directory does not exist/);
});
