import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../package-root.js";
import { addon } from "./addon.js";
import { FUNCTIONS } from "./functions.generated.js";
import { Tensor } from "./index.js";
import { METHODS } from "./methods.generated.js";
import { findOperator } from "./operator.js";
import { ops } from "./ops.js";

const schemas = addon.listOperators();
const isSupported = (spec: (typeof schemas)[number]) =>
  ![...spec.arguments.map((argument) => argument.kind), ...spec.returns].includes("Unsupported");
const supported = schemas.filter(isSupported);

describe("every schema of the installed libtorch", () => {
  test("is one of thousands, nearly all of them callable", () => {
    expect(schemas.length).toBeGreaterThan(3000);
    expect(supported.length / schemas.length).toBeGreaterThan(0.97);
  });

  test("is looked up by its full name", () => {
    const failed: string[] = [];
    for (const spec of supported) {
      try {
        const operator = findOperator(spec.name);
        if (operator.spec.name !== spec.name || operator.spec.arguments.length !== spec.arguments.length) {
          failed.push(`${spec.name}: found ${operator.spec.name}`);
        }
      } catch (error) {
        failed.push(`${spec.name}: ${(error as Error).message}`);
      }
    }
    expect(failed).toEqual([]);
  });

  test("is in the typings if it can be called, in the coverage table otherwise", () => {
    const typings = readFileSync(join(packageRoot, "src", "tensor", "operators.generated.ts"), "utf8");
    const table = readFileSync(join(packageRoot, "docs", "operators.md"), "utf8");
    expect(supported.filter((spec) => !typings.includes(`  ${JSON.stringify(spec.name)}: `))).toEqual([]);
    const rest = schemas.filter((spec) => !isSupported(spec));
    expect(rest.filter((spec) => !table.includes(`| \`${spec.name}\` | `))).toEqual([]);
  });

  test("has at most as many arguments as the addon supports", () => {
    expect(Math.max(...schemas.map((spec) => spec.arguments.length))).toBeLessThanOrEqual(32);
  });
});

describe("generated names", () => {
  test("exist as functions and methods, with existing overloads", () => {
    const known = new Set(schemas.map((spec) => spec.name));
    for (const [name, base, overloads] of FUNCTIONS) {
      expect(ops[name as keyof typeof ops], name).toBeTypeOf("function");
      for (const overload of overloads.split(" ")) {
        expect(known.has(overload === "" ? base : `${base}.${overload}`), `${base}.${overload}`).toBe(true);
      }
    }
    for (const [name] of METHODS) expect(Tensor.prototype[name as keyof Tensor], name).toBeTypeOf("function");
    expect(FUNCTIONS.length).toBeGreaterThan(900);
  });

  test("do not hide members of Tensor", () => {
    const own = ["item", "shape", "grad", "backward", "requiresGrad", "toString", "dispose", "toArray"];
    expect(METHODS.map(([name]) => name).filter((name) => own.includes(name))).toEqual([]);
  });

  test("are current: `npm run generate` would write the same", () => {
    const check = spawnSync(process.execPath, ["tools/generate.mjs", "--check"], {
      cwd: packageRoot,
      encoding: "utf8",
    });
    expect(check.stderr).toBe("");
    expect(check.status).toBe(0);
  });
});
