/** Packages that bundled modules get from the running process instead of a copy of their own: Woodshed itself, and zod. */
import { createRequire } from "node:module";
import { bundlePath } from "../package-root.js";
import { DEFINE } from "./definition.js";

const require = createRequire(import.meta.url);

/** Packages of which a process has one instance: tensors, modules and schemas of two would not mix. */
export const HOSTED: readonly string[] = ["woodshed", "zod"];

/** Loaded when a module of the user's imports it: most processes and threads load none. */
const zod = (): typeof import("./zod.js") => require(bundlePath("components/zod"));

let library: unknown = null;

/** Called by the library's entry with its own exports: a process that has loaded it does not load it again. */
export function provideLibrary(exports: unknown): void {
  library = exports;
}

/** Exports that need nothing else of the library: a decoding thread whose module needs no more does not load it. */
const LIGHT: Readonly<Record<string, unknown>> = {
  get z() {
    return zod().z;
  },
  ...Object.fromEntries(
    Object.entries(DEFINE).map(([kind, name]) => [name, (parts: object) => ({ kind, ...parts })]),
  ),
};

const lazyLibrary = new Proxy(LIGHT, {
  get(light, name) {
    if (Object.hasOwn(light, name)) return light[name as string];
    library ??= require(bundlePath("index"));
    return (library as Record<string | symbol, unknown>)[name];
  },
});

/**
 * Returns the `require` of a bundled module.
 *
 * @param from file beside which packages with native code are found
 */
export function requireFor(from: string): (name: string) => unknown {
  const outside = createRequire(from);
  return (name) => {
    if (name === "zod") return zod();
    return name === "woodshed" ? (library ?? lazyLibrary) : outside(name);
  };
}
