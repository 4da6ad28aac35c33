import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { places, setupCommandLine } from "../installation.js";

/** The libtorch that the addon was compiled against, as set-up recorded it. */
export interface BuildInfo {
  torchVersion: string;
  torchDir: string;
}

export function readBuildInfo(): BuildInfo | null {
  try {
    return JSON.parse(readFileSync(join(places().build, "native", "info.json"), "utf8"));
  } catch {
    return null;
  }
}

/** Variables of the dynamic loader: folders that it searches, and libraries that it loads first. */
const FOLDER_VARIABLES = ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"];
const PRELOAD_VARIABLES = ["LD_PRELOAD", "DYLD_INSERT_LIBRARIES"];

interface ForeignLibrary {
  variable: string;
  path: string;
}

/**
 * Returns the first library that a loader variable puts in place of one of libtorch's, or null.
 * Libraries that libtorch brings along (libgomp) count, since a foreign one breaks it just as much.
 */
function findForeignLibrary(info: BuildInfo | null, env: NodeJS.ProcessEnv): ForeignLibrary | null {
  const own = info === null ? null : join(info.torchDir, "lib");
  const ownNames = new Set(own === null ? [] : namesIn(own));
  const replaces = (path: string): boolean => {
    const name = basename(path);
    if (own !== null && realPath(dirname(path)) === realPath(own)) return false;
    return ownNames.has(name) || /^lib(torch|c10)(_\w+)?\.(so|dylib)/.test(name);
  };
  for (const variable of PRELOAD_VARIABLES) {
    const path = (env[variable] ?? "").split(/[\s:]+/).find((entry) => entry !== "" && replaces(entry));
    if (path !== undefined) return { variable, path };
  }
  for (const variable of FOLDER_VARIABLES) {
    for (const folder of (env[variable] ?? "").split(/[:;]/)) {
      const name = folder === "" ? undefined : namesIn(folder).find((entry) => replaces(join(folder, entry)));
      if (name !== undefined) return { variable, path: join(folder, name) };
    }
  }
  return null;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Returns the likely cause of a failed load and the steps that fix it. */
export function explainLoadFailure(
  path: string,
  error: Error,
  info = readBuildInfo(),
  env = process.env,
): string {
  const rebuild = `Run \`${setupCommandLine()}\`; it builds what is missing.`;
  if (!existsSync(path)) {
    return `The native addon is not built: ${path} does not exist.\n${rebuild}`;
  }
  const reason = error.message;
  if (info && !existsSync(info.torchDir)) {
    return (
      `The native addon was built against libtorch ${info.torchVersion} in ${info.torchDir}, which is gone.\n` +
      `Run \`${setupCommandLine()}\` to install it again, or set WOODSHED_LIBTORCH to a folder with include/ and lib/.`
    );
  }
  const foreign = findForeignLibrary(info, env);
  if (foreign !== null) {
    const { variable, path: library } = foreign;
    return (
      `The native addon did not load: ${reason}\n` +
      `${variable} names another ${basename(library)}: ${library}. ` +
      `The addon needs the one${info ? ` of libtorch ${info.torchVersion} in ${join(info.torchDir, "lib")}` : " that it was built with"}.\n` +
      `Run the command without the variable: \`env -u ${variable} npx woodshed ...\`. ` +
      `If it fails again, run \`${setupCommandLine()}\`.`
    );
  }
  const library = /^(\S+\.so\S*): cannot open shared object file/.exec(reason)?.[1];
  if (library) {
    return (
      `The native addon needs the library ${library}, which was not found` +
      `${info ? ` in ${join(info.torchDir, "lib")} or the system's folders` : ""}.\n` +
      (library.includes("torch") || library.includes("c10")
        ? rebuild
        : library.includes("cuda") || library.includes("nvidia")
          ? "It belongs to CUDA: install the NVIDIA driver and the CUDA packages of this torch, or use a CPU build of torch."
          : `Install the system package that holds ${library} (on Debian: apt-file search ${library}), then run \`${setupCommandLine()}\`.`)
    );
  }
  if (/undefined symbol|version `.*' not found/.test(reason)) {
    return (
      `The native addon does not match the libraries that were loaded: ${reason}\n` +
      `The usual cause is that torch was upgraded after the addon was built${info ? ` (built against ${info.torchVersion})` : ""}. ${rebuild}`
    );
  }
  if (/invalid ELF header|wrong architecture|not a mach-o/i.test(reason)) {
    return `The native addon was built for another system (this is ${process.platform} ${process.arch}): ${reason}\nDelete ${dirname(path)} and run \`${setupCommandLine()}\`.`;
  }
  return `The native addon ${path} did not load: ${reason}\n${rebuild} If it fails again, run \`woodshed doctor\` and report what it prints.`;
}
