// The modules and recipes of docs/components.md, trained as they are in a package that has Woodshed as a dependency.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEFINE } from "../src/components/definition.js";
import { packageRoot } from "../src/package-root.js";
import { RunStore } from "../src/tracking/store/store.js";
import { runCliWith } from "./support/cli.js";
import { docFiles } from "./support/doc-files.js";
import { onlyRun } from "./support/run.js";

const files = docFiles("docs/components.md");
const folder = mkdtempSync(join(tmpdir(), "woodshed-components-"));
const env = { WOODSHED_HOME: join(folder, "home") };
const SHORT = ["training.threads=1", "training.precision=fp32"];

beforeAll(() => {
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(packageRoot, join(folder, "node_modules", "woodshed"));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function train(recipe: string, ...overrides: string[]): Promise<string> {
  const runs = join(folder, `runs-${recipe}`);
  const args = [join(folder, recipe), `runs_dir=${runs}`, ...SHORT, ...overrides];
  const { code, stderr } = await runCliWith(env, "train", ...args);
  expect(code, stderr).toBe(0);
  return onlyRun(runs);
}

it("shows every kind of component but tasks as a whole module", () => {
  const code = [...files.values()].join("\n");
  const missing = Object.values(DEFINE).filter((name) => !code.includes(`export default ${name}(`));
  expect(missing).toEqual(["defineTask"]);
});

it("the page's recipe learns with the page's components, decoded in a thread", async () => {
  using store = RunStore.open(await train("recipe.yaml", "data.workers=1"));
  const losses = store.metrics("train/epoch_loss").map(({ value }) => value);
  expect(losses).toHaveLength(3);
  expect(losses[2]).toBeLessThan(0.9 * losses[0]!);
});

it("recipe.ts takes overrides", async () => {
  using store = RunStore.open(await train("recipe.ts", "training.epochs=1", "data.workers=0"));
  expect(store.metrics("train/epoch_loss")).toHaveLength(1);
});

it("the page's program trains", () => {
  const stdout = execFileSync(process.execPath, ["train.mjs"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...env, OMP_NUM_THREADS: "1" },
  });
  expect(stdout).toMatch(/^.*runs\/run-\S+$/m);
});
