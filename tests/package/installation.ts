// The packed tarball, installed in an empty project: by npm in a long run, else unpacked beside links to the checkout's
// dependencies, as extracting these takes longer than all else. libtorch and the addons are those of the checkout, linked into a
// shared folder (WOODSHED_HOME) as set-up would fill it.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import {
  existsSync,
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
import { expect } from "vitest";
import { type Places, places } from "../../src/installation.js";
import { packageRoot, packageVersion } from "../../src/package-root.js";
import { type Ended, runCliOf, startCli } from "../support/cli.js";
import { IS_LONG } from "../support/long.js";

const TARBALL = `woodshed-${packageVersion}.tgz`;

export class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), "woodshed-package-"));
  readonly project = join(this.folder, "project");
  /** The installed package. */
  readonly root = join(this.project, "node_modules", "woodshed");
  readonly home = join(this.folder, "home");
  readonly env = { WOODSHED_HOME: this.home, NO_COLOR: "1" };

  /** Packs and installs; `dist/` is current, since other tests run it too. */
  async create(): Promise<void> {
    const packed = spawnSync("npm", ["pack", "--ignore-scripts", "--pack-destination", this.folder], {
      cwd: packageRoot,
      encoding: "utf8",
    });
    expect([packed.status, packed.stderr]).toEqual([0, expect.anything()]);
    const dependencies = writeProject(this.project);
    if (IS_LONG)
      stdoutOf(this.run("npm", ["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]));
    else this.#unpack(dependencies);
    await this.#fillHome();
  }

  /** Does what npm would, with links to the dependencies. */
  #unpack(dependencies: readonly string[]): void {
    mkdirSync(this.root, { recursive: true });
    const tarball = join(this.folder, TARBALL);
    stdoutOf(this.run("tar", ["-xzf", tarball, "-C", this.root, "--strip-components=1"]));
    for (const path of dependencies) link(join(packageRoot, path), join(this.project, path));
    link(join(this.root, "dist/cli/main.js"), join(this.project, "node_modules/.bin/woodshed"));
  }

  /** Links what set-up would install. */
  async #fillHome(): Promise<void> {
    const { places: placesThere } = await import(
      /* @vite-ignore */ pathToFileURL(join(this.root, "dist/installation.js")).href
    );
    const there: Places = placesThere({ WOODSHED_HOME: this.home });
    for (const [from, to] of [
      [places().venv, there.venv],
      [places().build, there.build],
      [places().sqlite, there.sqlite],
    ] as const) {
      link(from, to);
    }
  }

  /** Runs a program in the project's folder. */
  run(command: string, args: readonly string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
    return spawnSync(command, args, {
      cwd: this.project,
      encoding: "utf8",
      env: { ...process.env, ...this.env, ...env },
    });
  }

  /** Runs the installed command. */
  woodshed(args: readonly string[], env?: Record<string, string>): SpawnSyncReturns<string> {
    return this.run(join(this.project, "node_modules/.bin/woodshed"), args, env);
  }

  /** Starts the installed command in a folder. */
  start(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ReturnType<typeof startCli> {
    return startCli(args, { ...this.env, ...env }, { root: this.root, cwd });
  }

  /** Runs the installed command line in the test's process, in its working folder. */
  runHere(...args: string[]): Promise<Ended> {
    return runCliOf(this.root, this.env, ...args);
  }

  files(): string[] {
    return readdirSync(this.root, { recursive: true, encoding: "utf8" }).sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Returns a command's output; fails with its errors unless it exits with 0. */
export function stdoutOf({ status, stdout, stderr }: SpawnSyncReturns<string>): string {
  expect([status, stderr]).toEqual([0, expect.anything()]);
  return stdout;
}

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(from, to);
}

/**
 * Writes a lock file with the versions of ours: npm then installs from its cache, without asking a registry. Returns the paths of
 * installed dependencies.
 */
function writeProject(project: string): string[] {
  const { packages } = JSON.parse(readFileSync(join(packageRoot, "package-lock.json"), "utf8")) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean; dependencies?: object }>;
  };
  const kept = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional,
  );
  const dependencies = { woodshed: `file:../${TARBALL}` };
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
  const isTopLevel = (path: string): boolean => path.lastIndexOf("node_modules/") === 0;
  return kept.map(([path]) => path).filter((path) => isTopLevel(path) && existsSync(join(packageRoot, path)));
}
