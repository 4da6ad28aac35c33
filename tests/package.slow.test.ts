// The packed tarball in an empty project: npm installs it, and commands run there without the repository's sources.
// libtorch and the addons are those of the checkout, linked into a shared folder (WOODSHED_HOME) as set-up would fill it.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Places, places } from "../src/installation.js";
import { packageRoot, packageVersion } from "../src/package-root.js";
import { sqliteAddonPath } from "./support/sqlite-addon.js";
import { makeTones } from "./support/tones.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-package-"));
const project = join(folder, "project");
const installed = join(project, "node_modules", "woodshed");
const home = join(folder, "home");
const tarball = `woodshed-${packageVersion}.tgz`;

function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): SpawnSyncReturns<string> {
  return spawnSync(command, args, {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, WOODSHED_HOME: home, NO_COLOR: "1", ...env },
  });
}

const woodshed = (args: readonly string[], env?: Record<string, string>) =>
  run(join(project, "node_modules/.bin/woodshed"), args, env);

/** Fails with the command's output unless it exits with 0. */
function stdoutOf({ status, stdout, stderr }: SpawnSyncReturns<string>): string {
  expect([status, stderr]).toEqual([0, expect.anything()]);
  return stdout;
}

/** Writes a lock file with the versions of ours: npm then installs from its cache, without asking a registry. */
function writeProject(): void {
  const { packages } = JSON.parse(readFileSync(join(packageRoot, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean; dependencies?: object }>;
  };
  const kept = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional,
  );
  const dependencies = { woodshed: `file:../${tarball}` };
  const root = { name: "project", version: "1.0.0", dependencies };
  const ours = {
    ...{ version: packageVersion, resolved: dependencies.woodshed, bin: { woodshed: "dist/cli/main.js" } },
    dependencies: packages[""]!.dependencies,
  };
  const lock = {
    ...{ name: "project", version: "1.0.0", lockfileVersion: 3, requires: true },
    packages: { "": root, ...Object.fromEntries(kept), "node_modules/woodshed": ours },
  };
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify(root, null, 2));
  writeFileSync(join(project, "package-lock.json"), JSON.stringify(lock));
}

/** Links what set-up would install. */
async function fillHome(): Promise<void> {
  const { places: placesThere } = await import(pathToFileURL(join(installed, "dist/installation.js")).href);
  const there: Places = placesThere({ WOODSHED_HOME: home });
  for (const [from, to] of [
    [places().venv, there.venv],
    [places().build, there.build],
    [sqliteAddonPath(), join(there.sqlite, "better_sqlite3.node")],
  ] as const) {
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(from, to);
  }
  const { version } = JSON.parse(
    readFileSync(join(project, "node_modules/better-sqlite3/package.json"), "utf8"),
  );
  writeFileSync(join(there.sqlite, "stamp.json"), JSON.stringify({ version }));
}

function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
}

let files: string[];
beforeAll(async () => {
  // dist/ is current: other tests run it too.
  const packed = spawnSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
    cwd: packageRoot,
    encoding: "utf8",
  });
  expect([packed.status, packed.stderr]).toEqual([0, expect.anything()]);
  writeProject();
  stdoutOf(run("npm", ["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]));
  files = filesIn(installed);
  await fillHome();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("an installed package", () => {
  it("contains what runs need, and nothing that only the repository needs", () => {
    for (const path of [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "setup.mjs",
      "dist/index.d.ts",
      "dist/bundle/index.js",
    ])
      expect(files).toContain(path);
    expect(
      files.filter((path) => /^(src|tests|bench|build|deploy)\b|\.test\.|\.map$|__pycache__/.test(path)),
    ).toEqual([]);
  });

  it("shows its version", () => {
    expect(stdoutOf(woodshed(["--version"]))).toBe(`${packageVersion}\n`);
  });

  it("names the command of the set-up while libtorch and the addon are missing", () => {
    const { status, stdout, stderr } = woodshed(["doctor"], { WOODSHED_HOME: join(folder, "empty") });
    expect([status, stdout]).toEqual([1, expect.stringContaining("not installed")]);
    expect(stderr).toMatch(/The native addon is not built: .*\nRun `npx woodshed setup`/);
    // npm ran no install scripts here, so better-sqlite3 has no addon either.
    expect(stderr).toMatch(
      /better-sqlite3.*\(ABI \d+\): it is not built\. Run `npx woodshed setup` with this Node/,
    );
  });

  it("shows where everything is", () => {
    const report = stdoutOf(woodshed(["doctor"]));
    expect(report).toContain(`${packageVersion} in ${installed}`);
    expect(report).toContain(`ABI ${process.versions.modules}`);
    expect(report).toMatch(new RegExp(`addon +${home}/.*/woodshed\\.node\n`));
    expect(report).toContain("an operator and its gradient: correct");
  });

  it("finds what set-up would install", () => {
    const setup = woodshed(["setup", "--without", "torch", "addon"]);
    expect(stdoutOf(setup)).toMatch(new RegExp(`^Set-up: current .*: ${home}/`));
    expect(woodshed(["setup", "--without", "mlflow"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--without takes torch, sqlite, addon, not "mlflow"'),
    });
  });

  it("creates a project and trains its model", () => {
    const tones = makeTones(6);
    cpSync(tones, join(project, "sounds/train"), { recursive: true });
    rmSync(tones, { recursive: true });
    const created = stdoutOf(woodshed(["init"]));
    expect(created).toMatch(/data +sounds\/train, 3 labels \(high, low, mid\)/);
    const { scripts } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    expect(Object.keys(scripts)).toEqual(["train", "evaluate", "predict"]);
    const overrides = ["data.clip_sec=0.25", "data.workers=1", "training.epochs=2", "training.threads=1"];
    const trained = stdoutOf(run("npm", ["run", "train", "--", ...overrides]));
    expect(trained).toMatch(/model +Network, /);
    expect(trained).toMatch(/epoch 2\/2/);
    const [name] = readdirSync(join(project, "runs")).filter((entry) => !entry.startsWith("."));
    expect(stdoutOf(woodshed(["predict", `runs/${name}`, "sounds/train/low/0.wav"]))).toContain("0.wav");
  });

  it("writes nothing into its own folder", () => {
    expect(filesIn(installed)).toEqual(files);
  });
});
