import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { createProject } from "./create.js";
import { commandsOf, findPackageManager } from "./package-manager.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "woodshed-project-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(join(folder, name), "utf8");

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const outcomes = (project = folder) =>
  Object.fromEntries(createProject(project).files.map(({ path, outcome }) => [path, outcome]));

const NAMES = [".gitignore", "model.ts", "package.json", "recipe.yaml", "tsconfig.json"];

describe("createProject", () => {
  it("creates every file in a new folder", () => {
    const project = join(folder, "My Birds!");
    expect(outcomes(project)).toEqual(Object.fromEntries(NAMES.map((name) => [name, "created"])));
    expect(readdirSync(project).sort()).toEqual(NAMES);
    const manifest = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    expect(manifest).toMatchObject({ name: "my-birds", private: true, type: "module" });
    expect(manifest.dependencies.woodshed).toMatch(/^\^\d/);
    expect(Object.keys(manifest.scripts)).toEqual(["train", "evaluate", "predict"]);
  });

  it("keeps every file that exists, to the byte", () => {
    createProject(folder);
    const scripts = '"scripts": {"train":"a","evaluate":"b","predict":"c"}';
    for (const name of NAMES) write(name, name === "package.json" ? `{ ${scripts} }` : `mine: ${name}`);
    const before = NAMES.map(read);
    expect(outcomes()).toEqual(Object.fromEntries(NAMES.map((name) => [name, "kept"])));
    expect(NAMES.map(read)).toEqual(before);
  });

  it("adds missing scripts to a package.json and leaves the rest of it alone", () => {
    write("package.json", '{\n\t"name": "mine",\n\t"scripts": {\n\t\t"train": "make"\n\t},\n\t"x": 1\n}');
    const changed = createProject(folder).files.find(({ path }) => path === "package.json");
    expect(changed).toMatchObject({
      outcome: "changed",
      note: "added scripts evaluate, predict; kept scripts train",
    });
    expect(read("package.json")).toBe(
      '{\n\t"name": "mine",\n\t"scripts": {\n\t\t"train": "make",\n\t\t"evaluate": "woodshed evaluate",\n\t\t"predict": "woodshed predict"\n\t},\n\t"x": 1\n}',
    );
  });

  it.each(["{", "[]", "null"])("writes nothing if package.json is %s", (text) => {
    write("package.json", text);
    expect(() => createProject(folder)).toThrow(/package\.json: expected a package\.json: /);
    expect(readdirSync(folder)).toEqual(["package.json"]);
  });

  it("names the folders with recordings in the recipe", () => {
    for (const name of [
      "my sounds/train/dog",
      "my sounds/train/rain",
      "my sounds/test/dog",
      "my sounds/test/rain",
    ])
      write(`${name}/1.wav`, "");
    createProject(folder);
    const { data } = parse(read("recipe.yaml"));
    expect(data).toEqual({
      ...{ train: "my sounds/train", test: "my sounds/test", validation_fraction: 0.1 },
      ...{ sample_rate_hz: 16000, clip_sec: 2 },
    });
  });

  it("uses rendered notes where there are no recordings", () => {
    createProject(folder);
    expect(parse(read("recipe.yaml")).data).toEqual({ dataset: "instruments" });
  });
});

describe("findPackageManager", () => {
  it("reads package.json, then lock files of the folder and those above, then the caller", () => {
    write("pnpm-lock.yaml", "");
    write(".git/HEAD", "");
    const inside = join(folder, "packages", "a");
    expect(findPackageManager(inside, "yarn@4.9.0", {})).toBe("yarn");
    expect(findPackageManager(inside, undefined, { npm_config_user_agent: "bun/1.3.0 npm/?" })).toBe("pnpm");
    rmSync(join(folder, "pnpm-lock.yaml"));
    expect(findPackageManager(inside, undefined, { npm_config_user_agent: "bun/1.3.0 npm/?" })).toBe("bun");
    expect(findPackageManager(inside, undefined, {})).toBe("npm");
  });

  it("npm alone needs -- before the arguments of a script", () => {
    expect(commandsOf("npm").run("predict", "a.wav")).toBe("npm run predict -- a.wav");
    expect(commandsOf("pnpm").run("predict", "a.wav")).toBe("pnpm run predict a.wav");
    expect(commandsOf("npm").run("train")).toBe("npm run train");
  });
});
