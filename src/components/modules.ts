/** Loads modules of the user's: from a file, from a checkpoint, or as another thread has loaded them. */
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { ConfigError } from "../errors.js";
import { type Bundle, bundleModule, hashOf, sourcesOf } from "./bundle.js";
import { type Definition, definitionIn, type Kind } from "./definition.js";
import { requireFor } from "./host.js";
import { loaded, type StoredCode, type ThreadCode } from "./loaded.js";
import { describeAt, traceName } from "./trace.js";
import { isTrusted, trust } from "./trust.js";

/** Returns the code of loaded modules, to be stored with a checkpoint. @param hashes of modules that are loaded */
export function codeOf(hashes: readonly string[]): Record<string, StoredCode> {
  return Object.fromEntries(
    hashes.map((hash) => {
      const { module, code, map } = loaded.get(hash)!;
      return [hash, { module, code, map }];
    }),
  );
}

/** Returns the code of loaded modules, for other threads. */
export function threadCodeOf(hashes: readonly string[]): Record<string, ThreadCode> {
  return Object.fromEntries(
    [...new Set(hashes)].map((hash) => {
      const { definition: _, ...code } = loaded.get(hash)!;
      return [hash, code];
    }),
  );
}

/**
 * Bundles, trusts and loads a module of the user's own recipe. Returns the hash of its code.
 *
 * @param module as the recipe names it
 * @param path the module's file
 * @param place begins messages
 */
export function loadOwnModule(kind: Kind, module: string, path: string, place: string): string {
  const bundle = bundleModule(path, place);
  try {
    trust(bundle.hash, `${resolve(path)}, ${new Date().toISOString()}`);
  } catch {
    // Its checkpoints then ask for trust, with the reason at hand.
  }
  load(kind, bundle.hash, { module, code: bundle.code, map: bundle.map }, path, place);
  return bundle.hash;
}

/**
 * Loads code that came with a checkpoint.
 *
 * @param from the checkpoint's folder
 * @throws ConfigError for code that has changed or is not trusted; nothing of it has run then
 */
export function loadStoredCode(kind: Kind, hash: string, stored: StoredCode | undefined, from: string): void {
  if (loaded.has(hash)) return;
  const place = `${from}: ${stored?.module ?? "its module"}`;
  if (stored === undefined)
    throw new ConfigError(
      "COMPONENT",
      `${place}: the code ${short(hash)} is missing; use another checkpoint`,
    );
  if (hashOf(stored.code) !== hash) {
    throw new ConfigError(
      "COMPONENT",
      `${place}: the code was changed after training: its sha256 is ${short(hashOf(stored.code))}, expected ${short(hash)}. Nothing of it has run; use another checkpoint`,
    );
  }
  if (!isTrusted(hash)) {
    throw new ConfigError(
      "UNTRUSTED_CODE",
      `${place}: the model contains code that this machine does not trust yet (sha256 ${hash}). Nothing of it has run. ` +
        `Read it with woodshed trust ${from} --print, then allow it with woodshed trust ${from}`,
    );
  }
  load(kind, hash, stored, from, place);
}

/**
 * Bundles and runs a module of the user's own that is no component, such as recipe.ts. Returns its default export, and the
 * absolute paths of the files that it was made of, without those of packages.
 */
export function evaluateModule(path: string, place: string): { value: unknown; files: string[] } {
  const { hash, code, map } = bundleModule(path, place);
  const exports = run(hash, { module: path, code, map }, path, place) as { default?: unknown };
  return { value: exports.default, files: filesOf(path, { map }) };
}

/** Returns the absolute paths of the files that a module's loaded code was made of, without those of packages. */
export function filesOfModule(path: string, hash: string): string[] {
  return filesOf(path, loaded.get(hash)!);
}

function filesOf(path: string, bundle: Pick<Bundle, "map">): string[] {
  return sourcesOf(bundle)
    .filter((source) => !source.path.includes("node_modules/"))
    .map((source) => resolve(dirname(path), source.path));
}

/** Loads code that another thread of this process has loaded. */
export function adoptCode(code: Readonly<Record<string, ThreadCode>>): void {
  for (const [hash, stored] of Object.entries(code)) {
    if (loaded.has(hash)) continue;
    const exports = run(hash, stored, stored.path, stored.module) as { default: Definition };
    loaded.set(hash, { ...stored, definition: exports.default });
  }
}

/** Runs a module's text. @param path its file, beside which packages with native code are found */
function load(kind: Kind, hash: string, stored: StoredCode, path: string, place: string): void {
  if (loaded.has(hash)) {
    definitionIn({ default: loaded.get(hash)!.definition }, kind, place);
    return;
  }
  const exports = run(hash, stored, path, place);
  loaded.set(hash, { ...stored, path, definition: definitionIn(exports, kind, place) });
}

function run(hash: string, { module, code, map }: StoredCode, path: string, place: string): unknown {
  const file = resolve(path);
  const url = pathToFileURL(file).href;
  const filename = traceName(module, hash, map);
  // Debuggers show the user's own file.
  const comment = `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}\n`;
  const body = vm.compileFunction(
    code + comment,
    ["require", "module", "exports", "__filename", "__dirname", "__woodshedModuleUrl"],
    {
      filename,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    },
  ) as (...args: unknown[]) => void;
  const made = { exports: {} as unknown };
  try {
    body(requireFor(url), made, made.exports, file, dirname(file), url);
  } catch (error) {
    const missing = missingExport(error);
    const problem =
      missing === null ? describeAt(error) : `woodshed exports no ${missing}; check its spelling`;
    throw new ConfigError("COMPONENT", `${place}: cannot be loaded: ${problem}`, { cause: error });
  }
  return made.exports;
}

/** Returns the name that a module imports from Woodshed and calls, and that is not there; null for other errors. */
function missingExport(error: unknown): string | null {
  return /\(0 , import_woodshed\d*\.(\w+)\) is not a /.exec((error as Error).message)?.[1] ?? null;
}

const short = (hash: string): string => hash.slice(0, 12);
