/** Joins a module of the user's and what it imports into one text, which runs alike in every process and on other machines. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { BuildFailure, Message } from "esbuild";
import { ConfigError } from "../errors.js";
import { HOSTED } from "./host.js";

/** A module with its imports, as a CommonJS text. */
export interface Bundle {
  /** sha256 of `code`, in hex: comments and types do not count. */
  hash: string;
  code: string;
  /** Source map of `code`, with the sources' texts: JSON. */
  map: string;
}

/** Packages that are left out in turn, because they load a binary of their own folder. */
const MOST_NATIVE_PACKAGES = 20;

/**
 * Bundles a module. Packages are bundled too, so that the hash covers them, except those with native code.
 *
 * @param path the module's file
 * @param place begins messages: `recipe.yaml:3:3: model.use ./model.ts`
 * @throws ConfigError naming the file and line that cannot be bundled
 */
export function bundleModule(path: string, place: string): Bundle {
  const entry = resolve(path);
  const folder = dirname(entry);
  const native = new Set<string>();
  for (;;) {
    const built = build(entry, folder, [...native]);
    const found = "failure" in built ? nativeFiles(built.failure) : nativeInputs(built.inputs, folder);
    const added = found.filter((name) => !native.has(name));
    for (const name of added) native.add(name);
    if (added.length > 0 && native.size <= MOST_NATIVE_PACKAGES) continue;
    if ("failure" in built) throw failed(place, built.failure.errors);
    const { code, map } = built;
    return { hash: hashOf(code), code, map };
  }
}

/** Returns the hash by which code is stored and trusted. */
export function hashOf(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}

/** Loaded at first use: most commands bundle nothing. */
const esbuild = (): typeof import("esbuild") => createRequire(import.meta.url)("esbuild");

type Built = { code: string; map: string; inputs: string[] } | { failure: BuildFailure };

function build(entry: string, folder: string, native: readonly string[]): Built {
  try {
    const { outputFiles, metafile } = esbuild().buildSync({
      ...{ entryPoints: [entry], absWorkingDir: folder, outfile: join(folder, "bundle.cjs") },
      ...{ bundle: true, write: false, metafile: true, sourcemap: "external", logLevel: "silent" },
      // CommonJS, since it loads without waiting on every supported Node.
      ...{ format: "cjs", platform: "node", target: "node20", charset: "utf8", keepNames: true },
      define: { "import.meta.url": "__woodshedModuleUrl" },
      external: [...HOSTED, ...native, ...builtinModules],
      legalComments: "none",
    });
    const textOf = (end: string): string => outputFiles!.find(({ path }) => path.endsWith(end))!.text;
    return { code: textOf(".cjs"), map: textOf(".map"), inputs: Object.keys(metafile!.inputs) };
  } catch (error) {
    if (!Array.isArray((error as BuildFailure).errors)) throw error;
    return { failure: error as BuildFailure };
  }
}

/** Packages whose binaries esbuild met. */
function nativeFiles({ errors }: BuildFailure): string[] {
  return errors
    .filter(({ text }) => /No loader is configured for "\.node" files/.test(text))
    .flatMap(({ text, location }) => packageOf(location?.file ?? text) ?? packageOf(text) ?? []);
}

/** Packages that find their binary at run time, such as better-sqlite3: they have to stay in their own folder. */
function nativeInputs(inputs: readonly string[], folder: string): string[] {
  const packages = new Map<string, string>();
  for (const input of inputs) {
    const name = packageOf(input);
    if (name !== null) packages.set(name, input.slice(0, input.lastIndexOf(`node_modules/${name}`)));
  }
  return [...packages].flatMap(([name, parent]) => {
    const root = resolve(folder, parent, "node_modules", name);
    return existsSync(join(root, "binding.gyp")) || hasBinary(join(root, "package.json")) ? [name] : [];
  });
}

function hasBinary(packageFile: string): boolean {
  if (!existsSync(packageFile)) return false;
  const { gypfile, binary, napi } = JSON.parse(readFileSync(packageFile, "utf8")) as Record<string, unknown>;
  return gypfile === true || binary !== undefined || napi !== undefined;
}

function packageOf(path: string): string | null {
  return /.*node_modules\/((?:@[^/]+\/)?[^/"]+)/.exec(path)?.[1] ?? null;
}

function failed(place: string, errors: readonly Message[]): ConfigError {
  const lines = errors.map(({ text, location, notes }) => {
    const at = location === null ? "" : `${location.file}:${location.line}:${location.column + 1}: `;
    const hint = /Top-level await/.test(text)
      ? "await inside of create instead, or load the data when it is first used"
      : notes.map((note) => note.text).join(" ");
    return `${at}${text}${hint === "" ? "" : `. ${hint}`}`;
  });
  const [first] = errors;
  const isImport = first !== undefined && /^Could not resolve/.test(first.text);
  const remedy = isImport ? ". Check the path; packages are installed with npm install" : "";
  return new ConfigError("COMPONENT", `${place}: cannot be bundled: ${lines.join("; ")}${remedy}`);
}

/** The files of a bundle: paths relative to the module's folder, and texts. */
export function sourcesOf({ map }: Pick<Bundle, "map">): { path: string; text: string }[] {
  const { sources, sourcesContent } = JSON.parse(map) as { sources: string[]; sourcesContent: string[] };
  return sources.map((path, i) => ({ path, text: sourcesContent[i]! }));
}
