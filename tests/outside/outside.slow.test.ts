// A strict project outside of the checkout sees only the package's declarations and what the package depends on.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { IS_LONG } from "../support/long.js";

const root = resolve(import.meta.dirname, "../..");
const project = mkdtempSync(join(tmpdir(), "woodshed-outside-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

const COMPILER_OPTIONS = {
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
  ...{ module: "nodenext", target: "es2023", declaration: true, noEmit: true, types: [], lib: ["es2023"] },
};
const DIRECTIVE = /@ts-expect-error (TS\d+(?:\/TS\d+)*): /;

beforeAll(() => {
  const installed = join(project, "node_modules", "woodshed");
  cpSync(join(root, "dist"), join(installed, "dist"), {
    recursive: true,
    filter: (path) => !/\.[a-z]+$/.test(path) || path.endsWith(".d.ts"),
  });
  cpSync(join(root, "package.json"), join(installed, "package.json"));
  const { dependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const required = Object.keys(peerDependencies).filter((name) => !(name in peerDependenciesMeta));
  for (const name of [...Object.keys(dependencies), ...required]) {
    const link = join(project, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
  for (const name of ["right-calls.ts", "right-components.ts"])
    cpSync(join(import.meta.dirname, name), join(project, name));
  // Without the directives, the compiler reports the errors, with their codes.
  writeFileSync(join(project, "wrong-calls.ts"), wrongCalls.replaceAll("@ts-expect-error", ""));
});

const wrongCalls = readFileSync(join(import.meta.dirname, "wrong-calls.ts"), "utf8");
/** Codes of the error that is expected in each line. */
const expected = new Map(
  wrongCalls.split("\n").flatMap((line, i): [string, string][] => {
    const codes = line.match(DIRECTIVE)?.[1];
    return codes === undefined ? [] : [[`${i + 2}`, codes]];
  }),
);
const describeError = (line: string, codes: string): string => `wrong-calls.ts:${line}: ${codes}`;

/** Each compiler's command. TypeScript 7 is fast enough to check what the package depends on as well. */
const COMPILERS = {
  typescript: [join(root, "node_modules", "typescript", "bin", "tsc"), "--pretty", "false"],
  "typescript-5.9": [join(import.meta.dirname, "check.mjs")],
};

/** Returns the errors of a compiler, with lines and codes; other lines of its output as they are. */
function errorsOf(compiler: keyof typeof COMPILERS): string[] {
  let output: string;
  try {
    output = execFileSync(process.execPath, COMPILERS[compiler], { cwd: project, encoding: "utf8" });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  return output
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith(" "))
    .map((text) => {
      const [, line = "", code = ""] = text.match(/^wrong-calls\.ts\((\d+),\d+\): error (TS\d+)/) ?? [];
      const codes = expected.get(line) ?? "";
      return codes.split("/").includes(code) ? describeError(line, codes) : text;
    });
}

it("sees the declarations that the package holds", () => {
  expect(manifest.files).toContain("dist/**/*.d.ts");
});

// TypeScript 5.9 takes three times as long.
const compilers = IS_LONG ? (["typescript", "typescript-5.9"] as const) : (["typescript"] as const);
describe.each(compilers)("%s", (compiler) => {
  it("accepts the right calls and reports an error for each wrong one", () => {
    expect(errorsOf(compiler)).toEqual([...expected].map(([line, codes]) => describeError(line, codes)));
  });
});
