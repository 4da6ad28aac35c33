import type { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reflow, wrap } from "./help.js";
import { createProgram } from "./program.js";

/** Returns every command with its full name, the program itself first. */
function allCommands(command: Command, parents = ""): [name: string, command: Command][] {
  const name = `${parents}${command.name()}`;
  return [[name, command], ...command.commands.flatMap((subcommand) => allCommands(subcommand, `${name} `))];
}

function helpOf(command: Command): string {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((part) => {
    text += part;
    return true;
  });
  command.outputHelp();
  write.mockRestore();
  return text;
}

beforeEach(() => void vi.stubEnv("COLUMNS", "80"));
afterEach(() => void vi.unstubAllEnvs());

const program = await createProgram();
const names = allCommands(program).map(([name]) => name);
const find = (name: string): Command => allCommands(program).find(([candidate]) => candidate === name)![1];

describe.each(names)("%s --help", (name) => {
  it.each([80, 40])("wraps at words at %i columns", (width) => {
    vi.stubEnv("COLUMNS", String(width));
    for (const line of helpOf(find(name)).split("\n")) {
      if (line.length <= width) continue;
      // Only a single word, such as a path, may be longer.
      expect(line.trim().replace(/ \\$/, "")).not.toContain(" ");
    }
  });

  it("has an example and describes every option and argument", () => {
    const command = find(name);
    expect(helpOf(command)).toMatch(/\nExamples?:\n {2}(woodshed|npx) /);
    expect(command.description()).not.toBe("");
    for (const { flags, description } of command.options) expect(description, flags).not.toBe("");
    for (const argument of command.registeredArguments)
      expect(argument.description, argument.name()).not.toBe("");
  });
});

describe("help", () => {
  it("groups commands by task", () => {
    const groups = [...helpOf(find("woodshed")).matchAll(/^(.*):\n {2}(\w+)/gm)].map((match) => match[1]);
    expect(groups).toEqual(["Train", "Evaluate and predict", "Deploy", "Manage runs", "Set up", "Examples"]);
  });

  it("of train fits on a screen", () => {
    expect(helpOf(find("woodshed train")).split("\n").length).toBeLessThanOrEqual(60);
  });

  it("of train refers to `woodshed runpod --help`, which lists RunPod's options", () => {
    expect(helpOf(find("woodshed train"))).not.toContain("--max-usd <usd>");
    expect(helpOf(find("woodshed train"))).toContain("woodshed runpod --help");
    expect(helpOf(find("woodshed runpod"))).toMatch(/--max-usd <usd> +terminate/);
    expect(find("woodshed train").options.map(({ long }) => long)).toContain("--max-usd");
  });
});

describe("wrapped text", () => {
  it("fills lines up to the width, and puts a longer word on a separate line", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("a abcdefghij b", 5)).toEqual(["a", "abcdefghij", "b"]);
  });

  it("keeps blank lines, headings and indented lines, and breaks long commands with a backslash", () => {
    const text =
      "Examples:\n  woodshed train recipe.yaml data.train='my audio'\n\nFirst line\nand the second.\n";
    expect(reflow(text, 30)).toBe(
      "Examples:\n  woodshed train recipe.yaml \\\n    data.train='my audio'\n\nFirst line and the second.\n",
    );
  });
});
