import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { addonPath } from "./addon.js";
import { explainLoadFailure } from "./load-failure.js";

const info = { torchVersion: "2.13.0", torchDir: process.cwd() };
const explain = (message: string, build: typeof info | null = info, env: NodeJS.ProcessEnv = {}) =>
  explainLoadFailure(addonPath, new Error(message), build, env);

describe("a failed load of the addon is explained", () => {
  test.each([
    [
      "an addon that is not built",
      explainLoadFailure("/no/woodshed.node", new Error("x"), info),
      /not built: \/no\/woodshed\.node/,
    ],
    [
      "a missing libtorch",
      explain("x", { ...info, torchDir: "/gone/torch" }),
      /2\.13\.0 in \/gone\/torch, which is gone/,
    ],
    [
      "a missing library of torch",
      explain("libtorch_cpu.so: cannot open shared object file: No such"),
      /needs the library libtorch_cpu\.so/,
    ],
    [
      "a missing library of CUDA",
      explain("libcudart.so.12: cannot open shared object file"),
      /belongs to CUDA: install the NVIDIA driver/,
    ],
    [
      "a missing system library",
      explain("libgomp.so.1: cannot open shared object file", null),
      /apt-file search libgomp\.so\.1/,
    ],
    [
      "another version of torch",
      explain("woodshed.node: undefined symbol: _ZN2at"),
      /torch was upgraded after the addon was built \(built against 2\.13\.0\)/,
    ],
    [
      "an addon of another platform",
      explain("woodshed.node: invalid ELF header"),
      new RegExp(`this is ${process.platform}`),
    ],
    ["an unknown reason", explain("strange"), /did not load: strange/],
  ])("%s", (_, text, pattern) => {
    expect(text).toMatch(pattern);
    // Each message says what to do.
    expect(text).toMatch(/node setup\.mjs|install the NVIDIA driver/);
  });
});

describe("a library of another libtorch is reported with the environment variable that contains it", () => {
  const root = mkdtempSync(join(tmpdir(), "woodshed-load-"));
  afterAll(() => rmSync(root, { recursive: true }));
  const torch = join(root, "torch");
  const other = join(root, "other");
  const cuda = join(root, "cuda");
  for (const folder of [join(torch, "lib"), other, cuda]) mkdirSync(folder, { recursive: true });
  for (const name of ["libtorch_cpu.so", "libgomp.so.1"]) {
    writeFileSync(join(torch, "lib", name), "");
    writeFileSync(join(other, name), "");
  }
  writeFileSync(join(cuda, "libcudart.so.12"), "");
  symlinkSync(join(torch, "lib"), join(root, "link"));
  const build = { torchVersion: "2.13.0", torchDir: torch };
  const reason = "woodshed.node: undefined symbol: _ZN2at";
  const withVariable = (env: NodeJS.ProcessEnv, from: typeof build | null = build) =>
    explain(reason, from, env);

  test("LD_LIBRARY_PATH, among other folders", () => {
    const text = withVariable({ LD_LIBRARY_PATH: `${cuda}::/no/such:${other}` });
    expect(text).toContain(`LD_LIBRARY_PATH names another libgomp.so.1: ${join(other, "libgomp.so.1")}`);
    expect(text).toContain(`libtorch 2.13.0 in ${join(torch, "lib")}`);
    expect(text).toContain("`env -u LD_LIBRARY_PATH npx woodshed ...`");
    expect(text).toContain(reason);
  });

  test.each(["LD_PRELOAD", "DYLD_INSERT_LIBRARIES"])("%s", (variable) => {
    const library = join(other, "libtorch_cpu.so");
    expect(withVariable({ [variable]: `libm.so.6 ${library}` })).toContain(
      `${variable} names another libtorch_cpu.so: ${library}`,
    );
  });

  test("DYLD_LIBRARY_PATH, without a record of the build", () => {
    expect(withVariable({ DYLD_LIBRARY_PATH: other }, null)).toContain(
      `DYLD_LIBRARY_PATH names another libtorch_cpu.so: ${join(other, "libtorch_cpu.so")}`,
    );
  });

  // Empty files: the loader refuses the first one that it opens.
  test.runIf(process.platform === "linux")(
    "LD_LIBRARY_PATH does not replace the addon's libtorch",
    async () => {
      const env = { ...process.env, LD_LIBRARY_PATH: other };
      const code = `require(${JSON.stringify(addonPath)}); console.log("loaded")`;
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", code], { env });
      expect(stdout).toBe("loaded\n");
    },
  );

  test("folders without such a library, and libtorch's own folder, are not reported", () => {
    for (const folder of [cuda, join(torch, "lib"), join(root, "link"), "", "/no/such"]) {
      expect(withVariable({ LD_LIBRARY_PATH: folder })).toMatch(/torch was upgraded/);
    }
  });
});
