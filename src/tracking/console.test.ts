import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CONSOLE_FILE, ConsoleFollower, captureConsole } from "./console.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-console-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("records the final text of complete lines of both streams, until it is stopped", () => {
  const follower = new ConsoleFollower(folder);
  expect(follower.read()).toEqual([]);
  const end = captureConsole(folder);
  try {
    process.stdout.write("one \x1b[1mbold\x1b[22m\ntw");
    process.stdout.write("o\n");
    process.stderr.write("\r\x1b[K10 %\r\x1b[K20 %\r\x1b[Kdone\n\r\x1b[Khalf");
    expect(follower.read()).toMatchObject([
      { stream: "stdout", text: "one bold" },
      { stream: "stdout", text: "two" },
      { stream: "stderr", text: "done" },
    ]);
    process.stdout.write("three\n");
    expect(follower.read()).toMatchObject([{ stream: "stdout", text: "three" }]);
  } finally {
    end();
    process.stderr.write("\n");
  }
  process.stdout.write("not noted\n");
  expect(follower.read()).toEqual([]);
});

it("waits for the rest of an incomplete line, and skips a corrupt one", () => {
  const follower = new ConsoleFollower(folder);
  const path = join(folder, CONSOLE_FILE);
  appendFileSync(path, '{"timeMs":1,"stream":"stdout","te');
  expect(follower.read()).toEqual([]);
  appendFileSync(path, 'xt":"whole"}\n{"timeMs":2,"str\n{"timeMs":3,"stream":"stderr","text":"after"}\n');
  expect(follower.read().map(({ text }) => text)).toEqual(["whole", "after"]);
});

it("does not prevent printing if the file cannot be written", () => {
  const end = captureConsole(join(folder, "missing"));
  expect(() => process.stdout.write("still printed\n")).not.toThrow();
  end();
});
