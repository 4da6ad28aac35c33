/** Hooks that add modules and source lines to a trace; installed only while one is recorded. */
import { relative } from "node:path";
import type { Module } from "../nn/module.js";
import { addon } from "../tensor/addon.js";
import { Operator } from "../tensor/operator.js";
import { moduleRange } from "./modules.js";
import { LINE } from "./operators.js";

export type Unhook = () => void;

/**
 * Calls `around` for each forward of a module and of its submodules. Without hooks a forward has no overhead.
 */
export function hookForwards(
  name: string,
  module: Module,
  around: (path: string, module: Module, forward: () => unknown) => unknown,
): Unhook {
  const unhooks: Unhook[] = [];
  const hook = (path: string, one: Module): void => {
    const forward = one.forward as (...inputs: unknown[]) => unknown;
    // A checkpointed module has a forward of its own.
    const own = Object.getOwnPropertyDescriptor(one, "forward");
    Object.defineProperty(one, "forward", {
      configurable: true,
      value: (...inputs: unknown[]): unknown => around(path, one, () => forward.apply(one, inputs)),
    });
    unhooks.push(() => {
      if (own === undefined) Reflect.deleteProperty(one, "forward");
      else Object.defineProperty(one, "forward", own);
    });
    for (const [child, inner] of one.children()) hook(`${path}.${child}`, inner);
  };
  hook(name, module);
  return () => {
    // In reverse, for a module that is in two places.
    for (const unhook of unhooks.reverse()) unhook();
  };
}

/** Records each forward as a range. */
export function hookModules(name: string, module: Module): Unhook {
  return hookForwards(name, module, (path, one, forward) => {
    addon.beginRange(moduleRange(path, one.constructor.name));
    try {
      return forward();
    } finally {
      addon.endRange();
    }
  });
}

/** Woodshed's own frames between a caller and libtorch. */
const OWN_FOLDERS = /\/(ops|tensor|profiling)\/[^/]+\.[jt]s$/;
const MOST_FRAMES = 4;

/** Records each call of an operator as a range that names its source lines. */
export function hookOperators(): Unhook {
  const { run, run1, run2 } = Operator.prototype;
  const within = <T>(body: () => T): T => {
    addon.beginRange(LINE + callers());
    try {
      return body();
    } finally {
      addon.endRange();
    }
  };
  Operator.prototype.run = function (this: Operator, values) {
    return within(() => run.call(this, values));
  };
  Operator.prototype.run1 = function (this: Operator, a) {
    return within(() => run1.call(this, a));
  };
  Operator.prototype.run2 = function (this: Operator, a, b) {
    return within(() => run2.call(this, a, b));
  };
  return () => void Object.assign(Operator.prototype, { run, run1, run2 });
}

/** `src/nn/conv.ts:40 < src/models/cnn/cnn.ts:26` */
function callers(): string {
  const holder: { stack?: NodeJS.CallSite[] } = {};
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 24;
  Error.prepareStackTrace = (_, sites) => sites;
  Error.captureStackTrace(holder, callers);
  const sites = holder.stack ?? [];
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  const lines: string[] = [];
  for (const site of sites) {
    const file = site.getFileName()?.replace(/^file:\/\//, "");
    if (!file || file.startsWith("node:") || OWN_FOLDERS.test(file)) continue;
    const line = `${relative(process.cwd(), file)}:${site.getLineNumber()}`;
    if (line !== lines.at(-1)) lines.push(line);
    if (lines.length === MOST_FRAMES) break;
  }
  return lines.join(" < ");
}
