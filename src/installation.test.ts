import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { isCheckout, places, setupCommandLine } from "./installation.js";
import { packageRoot } from "./package-root.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-installation-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("in the checkout, set-up and commands use the same folders beside the sources", async () => {
  const { findPlaces } = await import(pathToFileURL(join(packageRoot, "tools/setup/places.mjs")).href);
  expect(isCheckout).toBe(true);
  expect(places({ WOODSHED_HOME: "/elsewhere" })).toEqual(await findPlaces(packageRoot));
  expect([places().venv, places().build]).toEqual([join(packageRoot, ".venv"), join(packageRoot, "build")]);
  expect([setupCommandLine(), setupCommandLine("services")]).toEqual([
    "node setup.mjs",
    "node setup.mjs --for services",
  ]);
});

describe("an installed package", () => {
  // The compiled modules in a package's folder, which has no lock file.
  const root = join(folder, "node_modules", "woodshed");
  for (const path of ["native", "services", "tools", "package.json"])
    cpSync(join(packageRoot, path), join(root, path), { recursive: true });
  for (const name of ["installation.js", "package-root.js", "display-path.js"])
    cpSync(join(packageRoot, "dist", name), join(root, "dist", name));
  let numLoads = 0;
  const load = () => import(`${pathToFileURL(join(root, "dist/installation.js")).href}?${++numLoads}`);

  it("uses folders that projects share, in WOODSHED_HOME or the user's data", async () => {
    const installed = await load();
    const { venv, build, sqlite, lock } = installed.places({ WOODSHED_HOME: "/home/me/shed" });
    const shared = `/home/me/shed/${process.platform}-${process.arch}`;
    expect(venv).toMatch(new RegExp(`^${shared}/python/torch-\\d+\\.\\d+\\.\\d+-[0-9a-f]{12}$`));
    expect(build).toMatch(new RegExp(`^${shared}/addon/[0-9a-f]{12}$`));
    expect(sqlite).toBe(`${shared}/sqlite/better-sqlite3-12-abi${process.versions.modules}`);
    expect(lock).toBe(`${shared}/lock`);
    expect(installed.homeFolder({ XDG_DATA_HOME: "/data" })).toBe("/data/woodshed");
    expect(installed.setupCommandLine("services")).toBe("npx woodshed setup --with services");
  });

  it("has other folders where what they are made from differs", async () => {
    const home = { WOODSHED_HOME: folder };
    const before = (await load()).places(home);
    const old = { venv: before.venv, build: before.build };
    writeFileSync(join(root, "native", "new.h"), "");
    const changed = (await load()).places(home);
    expect(changed.build).not.toBe(old.build);
    expect(changed.venv).toBe(old.venv);
    writeFileSync(join(root, "services/requirements-services.txt"), "optuna==5.0.1\n");
    expect((await load()).places(home).venv).not.toBe(old.venv);
  });
});
