import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { loadConfig } from "../../config/load.js";
import { filesOfModules } from "../../config/own-modules.js";
import { packBundle } from "./bundle.js";
import { trainOnRunpod } from "./job.js";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "woodshed-bundle-")));
const project = join(folder, "project");
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

beforeAll(() => {
  vi.stubEnv("WOODSHED_HOME", join(folder, "home"));
  write("project/.gitignore", "*\n");
  write("project/width.ts", "export const width: number = 3;\n");
  write(
    "project/recipe.ts",
    `import { defineRecipe } from "woodshed";
import { width } from "./width.js";
export default defineRecipe({ data: { train: "x" }, model: { use: "./parts/model.ts", width } });
`,
  );
  write("project/parts/blocks/block.ts", "export class Block { fresh; }\n");
  write(
    "project/parts/model.ts",
    `import { defineModel, z } from "woodshed";
import { Block } from "@/block.js";
export default defineModel({ options: z.strictObject({ width: z.int() }), create: () => new Block() as never });
`,
  );
  // Both change the code: where a path leads, and how a class begins its fields.
  const compilerOptions = { paths: { "@/*": ["./parts/blocks/*"] }, useDefineForClassFields: false };
  write("project/tsconfig.json", JSON.stringify({ compilerOptions }));
  write("project/secret.txt", "not sent\n");
  execFileSync("git", ["init", "-q"], { cwd: project });
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it("has what a recipe and its modules import, also untracked, so that the pod's configuration has the same hash", () => {
  const here = loadConfig(join(project, "recipe.ts"));
  const own = filesOfModules(here.config, here.sources.modules).map(({ path }) => path);
  const { tar, numFiles, recipe } = packBundle(
    join(project, "recipe.ts"),
    [...here.sources.files, ...own],
    project,
  );
  expect([numFiles, recipe]).toEqual([5, "recipe.ts"]);
  const pod = join(folder, "pod");
  mkdirSync(pod);
  execFileSync("tar", ["-xzf", "-", "-C", pod], { input: tar });
  expect(loadConfig(join(pod, "recipe.ts")).hash).toBe(here.hash);
});

it("refuses a module outside of the project, and one with an absolute path, which the pod has not", async () => {
  write("outside.ts", "");
  const recipe = join(project, "recipe.yaml");
  const outside = join(folder, "outside.ts");
  write(
    "project/recipe.yaml",
    `data: {train: x}\nmodel: {use: ${join(project, "parts", "model.ts")}, width: 3}\n`,
  );
  expect(() => packBundle(recipe, [recipe, outside], project)).toThrow(
    /outside\.ts: the recipe, .* and its modules must lie inside .*project/,
  );
  const options = { recipe, overrides: [], rent: { machine: {}, storage: {} }, dryRun: true };
  const { signal } = new AbortController();
  await expect(
    trainOnRunpod(options as never, { onOutput() {}, onStatus() {} }, { stop: signal, abandon: signal }),
  ).rejects.toThrow(
    /^model\.use .*: the folders of a pod are others; give .* relative to the recipe, such as \.\/model\.ts/,
  );
});
