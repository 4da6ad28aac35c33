// Step 5, for the tests alone: a browser, which exported models are run in.

import { join } from "node:path";
import { asAdmin, systemFamily } from "./advice.mjs";
import { ask, CommandError, run } from "./child.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";

export const title = "Browser";

/** Tried once: without a browser its test is skipped and says so, and the set-up is no slower for it. */
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
    // Lists of packages are missing in fresh containers.
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
