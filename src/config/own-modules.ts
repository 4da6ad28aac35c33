/** Loads the modules of the user's that a recipe or a recorded configuration names. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Kind } from "../components/definition.js";
import { keptSource } from "../components/keep.js";
import type { StoredCode } from "../components/loaded.js";
import { filesOfModule, loadOwnModule, loadStoredCode } from "../components/modules.js";
import { isTrusted } from "../components/trust.js";
import { ConfigError } from "../errors.js";
import { ownSections, replaceAt } from "./own-places.js";
import { throwProblems } from "./problems.js";
import type { Places, Values } from "./values.js";

/** The recipe's path, or the folder to which the paths of a program's values are relative. */
export type RecipePlace = { recipe: string } | { folder: string };

/** Modules that a recipe names. */
export interface NamedModules {
  /** The recipe's values with the hashes of the modules' code. */
  values: Values;
  /** Absolute path of each section's module. */
  files: Readonly<Record<string, string>>;
}

/**
 * Bundles and loads the modules that a recipe names.
 *
 * @param places of the recipe's keys: a path is relative to the file that gives it
 * @throws ConfigError naming the key and its place
 */
export function loadModules(values: Values, places: Places, from: RecipePlace): NamedModules {
  const named = "recipe" in from ? from.recipe : "the configuration";
  const folder = "recipe" in from ? dirname(resolve(from.recipe)) : from.folder;
  const files: Record<string, string> = {};
  let loaded = values;
  for (const { path, kind, values: own } of ownSections(values)) {
    const key = `${path}.use`;
    const given = places.get(key) ?? places.get(path);
    const place = `${given ?? named}: ${key} ${own.use}`;
    const refuse = (code: string, inner: string, message: string): void =>
      throwProblems(
        [{ code, keys: [`${path}.${inner}`, key], message: `${path}.${inner}: ${message}` }],
        places,
        named,
      );
    if (Object.hasOwn(own, "name"))
      refuse("CONFIG_CONFLICT", "name", `given together with ${key}; keep one.`);
    const file = keptModule(own, folder) ?? moduleFile(own.use, baseFolder(given, folder), place);
    const hash = loadOwnModule(kind, own.use, file, place);
    if (own.code !== undefined && own.code !== hash) {
      refuse(
        "COMPONENT",
        "code",
        `the recipe was recorded with the code ${own.code.slice(0, 12)}, and ${own.use} now has ${hash.slice(0, 12)}; leave out ${path}.code to use the module as it is.`,
      );
    }
    files[path] = file;
    loaded = replaceAt(loaded, `${path}.code`.split("."), hash) as Values;
  }
  return { values: loaded, files };
}

/** A file that the code of a recipe's component was made of. */
export interface ModuleFile {
  /** `model`, and the module as this section gives it. */
  section: string;
  use: string;
  path: string;
}

/** Returns the files of a recipe's modules, without those of packages. @param modules the module's file, by section */
export function filesOfModules(config: unknown, modules: Readonly<Record<string, string>>): ModuleFile[] {
  return ownSections(config).flatMap(({ path: section, values: { use, code } }) =>
    filesOfModule(modules[section]!, code!).map((path) => ({ section, use, path })),
  );
}

/** The parts of a recorded configuration that a command uses. */
const KINDS = {
  model: ["task", "loss", "front_end", "model"],
  data: ["dataset"],
} as const satisfies Record<string, readonly Kind[]>;

/**
 * Loads modules of a recorded configuration: those that a part of it needs, so that a prediction needs no data set.
 *
 * @param from the checkpoint's folder
 * @throws ConfigError for code that is changed, missing or not trusted
 */
export function loadRecordedModules(
  { config, code }: { config: unknown; code: Readonly<Record<string, StoredCode>> },
  part: keyof typeof KINDS,
  from: string,
): void {
  const kinds: readonly Kind[] = KINDS[part];
  for (const { kind, values } of ownSections(config)) {
    const hash = values.code ?? "";
    if (kinds.includes(kind)) loadStoredCode(kind, hash, code[hash], from);
  }
}

/** Returns the module that a run kept, for the config.yaml in its folder; null for other recipes, and for code that is not trusted. */
function keptModule({ use, code }: { use: string; code?: string }, folder: string): string | null {
  if (code === undefined || !isTrusted(code)) return null;
  const path = keptSource(folder, code, use);
  return existsSync(path) ? path : null;
}

/** A path on the command line is relative to the current directory. */
function baseFolder(place: string | undefined, folder: string): string {
  if (place === undefined) return folder;
  const file = /^(.+):\d+:\d+$/.exec(place)?.[1];
  return file === undefined ? process.cwd() : dirname(resolve(file));
}

function moduleFile(module: string, folder: string, place: string): string {
  const isUrl = module.startsWith("file:");
  if (!isUrl && !isAbsolute(module) && !/^\.{1,2}\//.test(module)) {
    try {
      return createRequire(pathToFileURL(join(folder, "recipe"))).resolve(module);
    } catch (cause) {
      const isBeside = existsSync(join(folder, module));
      const remedy = isBeside ? `for the file write ./${module}` : `install it with npm install ${module}`;
      throw new ConfigError("COMPONENT", `${place}: no such package; ${remedy}`, { cause });
    }
  }
  const path = isUrl ? fileURLToPath(module) : resolve(folder, module);
  // TypeScript's own imports name the file that it compiles to.
  const found = [path, path.replace(/\.([cm]?)js$/, ".$1ts")].find((one) => existsSync(one));
  if (found === undefined)
    throw new ConfigError("COMPONENT", `${place}: ${path}: no such file; check the path`);
  return found;
}
