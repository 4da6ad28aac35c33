import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite } from "../../sqlite.js";
import { createDatabase, explain, migrate, openDatabase, RUN_FILE, STORE_VERSION } from "./database.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-database-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("openDatabase explains", () => {
  it("a folder that does not exist or is not a run", () => {
    expect(() => openDatabase(join(folder, "gone"), "read")).toThrow(
      /gone: no such folder, so this is not a run/,
    );
    expect(() => openDatabase(folder, "read")).toThrow(/the folder has no run\.sqlite/);
  });

  it("a file that is not a database", () => {
    writeFileSync(join(folder, RUN_FILE), "hello ".repeat(1000));
    expect(() => openDatabase(folder, "read")).toThrow(
      /run\.sqlite: damaged, or not a run store .*\.recover/,
    );
  });

  it("an empty file, left by a run that was killed at its start", () => {
    writeFileSync(join(folder, RUN_FILE), "");
    expect(() => openDatabase(folder, "read")).toThrow(/starting just now, or was killed/);
  });

  it("another program's database", () => {
    const other = openSqlite(join(folder, RUN_FILE));
    other.exec("CREATE TABLE a (b)");
    other.close();
    expect(() => openDatabase(folder, "read")).toThrow(/not of a woodshed run/);
  });

  it("a file of a newer version", () => {
    const database = createDatabase(folder);
    database.pragma(`user_version = ${STORE_VERSION + 1}`);
    database.close();
    expect(() => openDatabase(folder, "write")).toThrow(/written by a newer woodshed .* Update woodshed/);
  });
});

describe("explain names the cause and the remedy", () => {
  const thrown = (code: string, message: string) => () =>
    explain("run.sqlite", () => {
      throw Object.assign(new Error(message), { code });
    });

  it.each<[code: string, remedy: RegExp]>([
    ["SQLITE_FULL", /disk or its quota is full/],
    ["EDQUOT", /disk or its quota is full/],
    ["SQLITE_READONLY_DIRECTORY", /permissions.*read-only/],
    ["EROFS", /permissions.*read-only/],
    ["SQLITE_IOERR_WRITE", /disk reports an error/],
    ["SQLITE_IOERR_SHMMAP", /NFS.*set runs_dir to a local disk/],
    ["SQLITE_IOERR_LOCK", /NFS.*set runs_dir to a local disk/],
    ["SQLITE_PROTOCOL", /NFS.*set runs_dir to a local disk/],
    ["SQLITE_BUSY", /Another process/],
    ["SQLITE_SCHEMA", /can be written to and the disk is not full/],
  ])("for %s", (code, remedy) => {
    expect(thrown(code, "no")).toThrow(/^run\.sqlite: no\. /);
    expect(thrown(code, "no")).toThrow(remedy);
  });
});

describe("migrate", () => {
  it("applies the missing migrations once, each completely or not at all", () => {
    const database = openSqlite(":memory:");
    const first = ["CREATE TABLE a (x)"];
    migrate(database, first);
    expect(() => migrate(database, [...first, "CREATE TABLE b (x); nonsense"])).toThrow(/nonsense/);
    expect(database.pragma("user_version", { simple: true })).toBe(1);
    migrate(database, [...first, "CREATE TABLE b (x)"]);
    expect(database.pragma("user_version", { simple: true })).toBe(2);
  });
});
