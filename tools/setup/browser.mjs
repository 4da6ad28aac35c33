// A browser, for the tests alone: exported models run in it.

import { join } from "node:path";
import { asAdmin, systemFamily } from "./advice.mjs";
import { ask, CommandError, run } from "./child.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";

export const title = "Browser";
export const needs = [];

/** Written after one try: without a browser its tests are skipped and say so. */
const STAMP = "build/setup/browser.json";
const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const INSTALL = ["install", "--yes", "--no-install-recommends", "chromium"];

export function isCurrent({ root, purpose }) {
  if (purpose !== "test" || isThere() || !canInstall()) return true;
  return readStamp(join(root, STAMP)) !== null;
}

export function problems() {
  return [];
}

export async function install({ root, say }) {
  try {
    // Fresh containers have no package lists.
    await run("apt-get", INSTALL, { cwd: root }).catch(async () => {
      await run("apt-get", ["update"], { cwd: root, onLine: say });
      await run("apt-get", INSTALL, { cwd: root, onLine: say });
    });
    return "installed";
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return `not installed (${error.message}): the test in a browser is skipped`;
  } finally {
    writeStamp(join(root, STAMP), { tried: new Date().toISOString() });
  }
}

function isThere() {
  return process.env.WOODSHED_CHROMIUM !== undefined || NAMES.some((name) => ask("which", [name]) !== null);
}

function canInstall() {
  return systemFamily() === "debian" && asAdmin("debian") === "" && ask("which", ["apt-get"]) !== null;
}
