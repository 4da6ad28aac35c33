/**
 * Where the set-up (setup.mjs, tools/setup) puts what the package lacks: libtorch, Python services, compiled addons.
 *
 * In the checkout these are folders beside the sources. An installed package may be read-only, and its folder goes with
 * its project: there they are folders of the user, shared between projects. A folder's name contains what its content
 * depends on, so that different versions of Woodshed and of Node stand side by side.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { displayPath } from "./display-path.js";
import { packageRoot } from "./package-root.js";

export interface Places {
  /** Folder of everything below. */
  root: string;
  /** File that allows one set-up at a time. */
  lock: string;
  /** Python environment: torch, which contains libtorch, and the services. */
  venv: string;
  /** Build of the addon. */
  build: string;
  /** better-sqlite3 for this version of Node, where the npm package has no binary that it can load. */
  sqlite: string;
}

/** True for Woodshed's own repository. npm never packs a lock file. */
export const isCheckout: boolean = existsSync(join(packageRoot, "package-lock.json"));

/** Folder that WOODSHED_HOME names, else `woodshed` in the user's folder of application data. */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const named = env["WOODSHED_HOME"];
  if (named) return resolve(named);
  return join(env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "woodshed");
}

/** Places of the checkout; tools/setup/places.mjs repeats them, because it runs before TypeScript is compiled. */
function checkoutPlaces(root: string): Places {
  const build = join(root, "build");
  return {
    ...{ root, build, lock: join(build, "setup", "lock"), venv: join(root, ".venv") },
    sqlite: join(build, `sqlite-abi${process.versions.modules}`),
  };
}

/** Places of an installed package; the names of folders are computed from files, when they are asked for. */
function sharedPlaces(home: string): Places {
  const root = join(home, `${process.platform}-${process.arch}`);
  return {
    root,
    lock: join(root, "lock"),
    get venv() {
      return join(root, "python", venvName());
    },
    get build() {
      return join(root, "addon", hashOf(addonInputs()));
    },
    get sqlite() {
      return join(root, "sqlite", `better-sqlite3-12-abi${process.versions.modules}`);
    },
  };
}

export function places(env: NodeJS.ProcessEnv = process.env): Places {
  return isCheckout ? checkoutPlaces(packageRoot) : sharedPlaces(homeFolder(env));
}

/** The command that installs what is missing, for messages; optional packages too if `parts` names them. */
export function setupCommandLine(parts: "needed" | "services" | "ffmpeg" = "needed"): string {
  if (!isCheckout) return `npx woodshed setup${parts === "needed" ? "" : ` --with ${parts}`}`;
  const script = displayPath(join(packageRoot, "setup.mjs"));
  return `node ${script}${parts === "needed" ? "" : ` --for ${parts}`}`;
}

/** Name of an environment: it changes with the packages that it must have. */
function venvName(): string {
  const paths = ["torch", "services", "audio"].map((name) =>
    join(packageRoot, "services", `requirements-${name}.txt`),
  );
  const version = /^torch==(\S+)/m.exec(readFileSync(paths[0]!, "utf8"))?.[1];
  return `torch-${version}-${hashOf(paths)}`;
}

/** Files from which the addon is built. */
function addonInputs(): string[] {
  const sources = readdirSync(join(packageRoot, "native"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return [join(packageRoot, "tools", "build-native.mjs"), ...sources.sort()];
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(path)).update("\0");
  return hash.digest("hex").slice(0, 12);
}
