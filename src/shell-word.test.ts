import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "./shell-word.js";

test("leaves plain paths unchanged", () => {
  expect(shellWord("/data/runs/a-20261127-032454_x")).toBe("/data/runs/a-20261127-032454_x");
});

test.each(["my runs/a", "it's", '$HOME `x` "y"', "a\nb", "", "möwe"])(
  "quotes %j so that a shell reads it back",
  (text) => {
    expect(execFileSync("sh", ["-c", `printf %s ${shellWord(text)}`], { encoding: "utf8" })).toBe(text);
  },
);
