import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeError } from "./describe-error.js";
import { displayPath } from "./display-path.js";
import { DataError } from "./errors.js";
import { packageVersion } from "./package-root.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-errors-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function errorOf(body: () => unknown): Promise<unknown> {
  try {
    await body();
  } catch (error) {
    return error;
  }
  throw new Error("expected an error");
}

/** Returns an error with the fields of Node's system errors, for those that cannot be provoked here. */
function systemError(code: string, fields: object): Error {
  return Object.assign(new Error(`${code}: something`), { code, ...fields });
}

describe("an error with a cause outside Woodshed is described in one line:", () => {
  it("an error of the error tree, with name and message", () => {
    expect(describeError(new DataError("FILE", "a.wav: no such file"))).toBe(
      "DataError: a.wav: no such file",
    );
  });

  it.each<[string, (path: string) => unknown, RegExp]>([
    [
      "ENOENT",
      (path) => readFileSync(join(path, "gone")),
      /gone: no such file or folder \(ENOENT, open\)\. Check/,
    ],
    ["EISDIR", (path) => readFileSync(path), /: is a folder, expected a file \(EISDIR, read\)/],
    ["ENOTDIR", () => readdirSync("package.json"), /^Error: package\.json: .*\(ENOTDIR, scandir\)/],
    ["EEXIST", (path) => mkdirSync(path), /exists already \(EEXIST, mkdir\)/],
    ["copy", (path) => copyFileSync(join(path, "a"), join(path, "b")), /\/a -> .*\/b: no such file/],
  ])("%s, with the path", async (_, body, expected) => {
    const text = describeError(await errorOf(() => body(folder)));
    expect(text).toMatch(expected);
    expect(text).not.toContain("\n");
  });

  it.each([
    [
      "EACCES",
      { syscall: "scandir", path: "/data/low" },
      "Error: /data/low: permission denied (EACCES, scandir). ",
    ],
    ["ENOSPC", { syscall: "write" }, "Error: no space left on the disk (ENOSPC, write). "],
    [
      "ENOTFOUND",
      { syscall: "getaddrinfo", hostname: "no.invalid" },
      "Error: no.invalid: the host name cannot",
    ],
    ["ECONNREFUSED", { address: "::1", port: 80 }, "Error: [::1]:80: connection refused (ECONNREFUSED). "],
    ["SQLITE_FULL", {}, "Error: no space left on the disk."],
    ["ERR_DLOPEN_FAILED", {}, "Error: the installation is incomplete"],
  ])("%s", (code, fields, expected) => {
    const text = describeError(systemError(code, fields));
    expect(text.slice(0, expected.length)).toBe(expected);
    expect(text).not.toContain("\n");
  });

  it("EADDRINUSE, with the address", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const [error] = await once(createServer().listen(port, "127.0.0.1"), "error");
    server.close();
    expect(describeError(error)).toMatch(
      `Error: 127.0.0.1:${port}: the address is in use (EADDRINUSE, listen).`,
    );
  });

  it("a program that is not installed", async () => {
    const [error] = await once(spawn("no-such-program"), "error");
    expect(describeError(error)).toMatch(/^Error: no-such-program: not installed or not on the PATH/);
  });

  it("a failed fetch, with the reason", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, "close");
    const error = await errorOf(() => fetch(`http://127.0.0.1:${port}/`));
    expect(describeError(error)).toMatch(
      `Error: 127.0.0.1:${port}: connection refused (ECONNREFUSED, connect). `,
    );
  });

  it("a command-line value that Node rejects", async () => {
    const error = await errorOf(() => new URL("http://[nowhere"));
    expect(describeError(error, ["sync", "--base-url=http://[nowhere"])).toMatch(
      /^Error: a value on the command line cannot be used: Invalid URL \(ERR_INVALID_URL\)$/,
    );
    expect(describeError(error, ["sync"])).toContain("This is a defect in Woodshed");
  });

  it("a missing folder for temporary files", async () => {
    const { TMPDIR } = process.env;
    process.env["TMPDIR"] = join(folder, "gone");
    try {
      const error = await errorOf(() => mkdtempSync(join(tmpdir(), "woodshed-launch-")));
      expect(describeError(error)).toMatch(
        /gone: the folder for temporary files does not exist.* Set TMPDIR/,
      );
    } finally {
      if (TMPDIR === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = TMPDIR;
    }
  });
});

describe("a defect", () => {
  it("is described with its stack, its causes and the facts for a report", () => {
    const text = describeError(new TypeError("x is undefined", { cause: new Error("inner") }), [
      ...["train", "my recipe.yaml"],
    ]);
    expect(text).toMatch(/^TypeError: x is undefined\n {4}at .*describe-error\.test/);
    expect(text).toContain("caused by Error: inner");
    expect(text).toContain("This is a defect in Woodshed. Please report it");
    expect(text).toContain(`woodshed ${packageVersion}, Node ${process.version}`);
    expect(text).toContain("command  woodshed train 'my recipe.yaml'");
  });

  it("may be a thrown value that is not an Error", () => {
    expect(describeError("text")).toMatch(/^thrown: text\n/);
    expect(describeError(undefined)).toMatch(/^thrown: undefined\n/);
  });
});

describe("displayPath", () => {
  it.each([
    ["/work/runs/a", "runs/a"],
    ["/work", "."],
    ["/work2/a", "/work2/a"],
    ["/other", "/other"],
    ["/work/..a", "..a"],
    ["relative/a", "relative/a"],
  ])("shortens %s in /work to %s", (path, expected) => expect(displayPath(path, "/work")).toBe(expected));
});
