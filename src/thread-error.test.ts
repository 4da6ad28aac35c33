import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { describeError } from "./describe-error.js";
import { DataError, NativeError } from "./errors.js";
import { openSqlite } from "./sqlite.js";
import { packError, unpackError } from "./thread-error.js";

/** Runs `body`, which throws, and returns its error before and after it was sent to another thread. */
function sent(body: () => unknown): [before: unknown, after: Error] {
  try {
    body();
  } catch (error) {
    return [error, unpackError(structuredClone(packError(error)))];
  }
  throw new Error("expected an error");
}

function throwIt(error: unknown): never {
  throw error;
}

it.each<[string, () => unknown]>([
  ["of the error tree", () => throwIt(new DataError("FILE", "a.wav: no such file"))],
  ["of a file", () => readFileSync(join(tmpdir(), "woodshed-no-such-file"))],
  ["of a folder", () => readFileSync(tmpdir())],
  ["of a database", () => openSqlite(tmpdir())],
  ["of an argument", () => new URL("no address")],
  ["that is a defect", () => (undefined as unknown as string).length],
  ["with a cause", () => throwIt(new Error("outer", { cause: new TypeError("inner") }))],
])("an error %s is described as in the thread that threw it", (_, body) => {
  const [before, after] = sent(body);
  expect(describeError(after)).toBe(describeError(before));
});

it("anything else that is thrown becomes an error", () => {
  expect(sent(() => throwIt("text"))[1].message).toBe("thrown: text");
});

it("keeps class, code and cause of errors of the error tree", () => {
  const cause = Object.assign(new Error("EIO: i/o error, read"), { code: "EIO", syscall: "read" });
  const [, after] = sent(() => throwIt(new NativeError("ADD", "add: shapes differ", { cause })));
  expect(after).toBeInstanceOf(NativeError);
  expect(after).toMatchObject({ name: "NativeError", code: "ADD", message: "add: shapes differ" });
  expect(after.cause).toMatchObject({ message: cause.message, code: "EIO", syscall: "read" });
});
