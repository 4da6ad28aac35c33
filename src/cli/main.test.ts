import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../package-root.js";

const main = join(packageRoot, "dist", "cli", "main.js");

/** Runs the entry with a preloaded script; resolves with what it prints and its exit code. */
async function run(preload: string, ...args: string[]) {
  const uri = `data:text/javascript,${encodeURIComponent(preload)}`;
  const ended = promisify(execFile)(process.execPath, ["--import", uri, main, ...args]);
  return ended.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  );
}

describe("dist/cli/main.js", () => {
  it("refuses an old Node before it loads anything", async () => {
    const text = readFileSync(main, "utf8");
    // An old Node must be able to parse it.
    expect(text).not.toMatch(/^import .* from|await |\?\?=|#\w|static \{/m);
    const pretend = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.8" } })`;
    const { code, stdout, stderr } = await run(pretend, "train", "recipe.yaml");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^Error: woodshed needs Node 20\.19 or newer, this is .*\n$/);
  });

  it("requires the same Node version as package.json", () => {
    const { engines } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
    const [, major, minor] = /OLDEST = \[(\d+), (\d+)\]/.exec(readFileSync(main, "utf8"))!;
    expect(engines.node).toBe(`>=${major}.${minor}`);
  });
});

describe("a start of the command line", () => {
  const noAddon = `process.dlopen = (_, path) => { throw new Error("loaded " + path) };`;

  it.each([["--help"], ["train", "--help"], ["config", "keys"]])("loads no addon for %s", async (...args) => {
    const { code, stdout, stderr } = await run(noAddon, ...args);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^(Usage: woodshed|name)/);
  });

  it("loads its modules from a few bundles", async () => {
    const folder = mkdtempSync(join(tmpdir(), "woodshed-start-"));
    const coverage = { ...process.env, NODE_V8_COVERAGE: folder };
    await promisify(execFile)(process.execPath, [main, "train", "--help"], { env: coverage });
    const [report] = readdirSync(folder);
    const { result } = JSON.parse(readFileSync(join(folder, report!), "utf8")) as {
      result: { url: string }[];
    };
    rmSync(folder, { recursive: true });
    const files = result.map(({ url }) => url).filter((url) => url.startsWith("file:"));
    expect(files.filter((url) => !url.includes("/dist/bundle/"))).toEqual([pathToFileURL(main).href]);
    // esbuild makes a file for each set of entry points that share modules; src/ has over 900 files.
    expect(files.length).toBeLessThan(120);
  });
});

describe("an uncaught error", () => {
  const importOf = (name: string): string => JSON.stringify(join(packageRoot, "dist", "cli", name));
  const fail = `Promise.reject(Object.assign(new Error("EMFILE: x"), { code: "EMFILE", syscall: "open", path: "/a" }));`;
  const expected = "Error: /a: too many open files (EMFILE, open). Raise the limit (ulimit -n 4096).\n";

  async function report(body: string) {
    const script = `
      const { reportUncaughtErrors } = await import(${importOf("report-error.js")});
      const { Interrupt } = await import(${importOf("interrupt.js")});
      reportUncaughtErrors();
      ${body}`;
    const args = ["--input-type=module", "-e", script];
    return promisify(execFile)(process.execPath, args).catch((error) => error);
  }

  it("is reported in one line, with exit code 1", async () => {
    const { code, stderr } = await report(`${fail} setInterval(() => {}, 1000);`);
    expect([code, stderr]).toEqual([1, expected]);
  });

  it("is reported once if the interrupted command reports nothing", async () => {
    const { code, stderr } = await report(
      `const interrupt = new Interrupt(() => {}); ${fail} ${fail}
       const alive = setInterval(() => {}, 1000);
       await interrupt.untilStopped().catch(() => {});
       clearInterval(alive);`,
    );
    expect([code, stderr.split("\n")[0]]).toEqual([1, expected.trimEnd()]);
  });
});
