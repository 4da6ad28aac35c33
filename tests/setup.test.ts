import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packageRoot } from "../src/package-root.js";
import { sqliteAddonPath } from "./support/sqlite-addon.js";

// The set-up runs in a copy of its files. PATH contains only the substitutes that a test writes.

const SYSTEM_PATH = "PATH=/usr/bin:/bin";
const PYTHON_3_11 = 'echo "[3, 11, true, true]"';
const COMPILER = `${SYSTEM_PATH}
[ "$1" = --version ] && echo "stand-in 1.0, Free Software Foundation" && exit
while [ $# -gt 0 ]; do
  case "$1" in -o) out=$2 ;; -MF) rule=$2 ;; -c) source=$2 ;; esac
  shift
done
if [ -n "$source" ] && grep -q BROKEN "$source"; then echo "$source:1: error: BROKEN" >&2; exit 1; fi
echo made > "$out"
if [ -n "$rule" ]; then echo "made: $source $(sed -n 's|^#include "\\(.*\\)"|native/\\1|p' "$source" | tr '\\n' ' ')" > "$rule"; fi`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "woodshed-setup-"));
  for (const path of [
    "setup.mjs",
    "tools/setup",
    "tools/build-native.mjs",
    "services",
    "package.json",
    "package-lock.json",
  ]) {
    cpSync(join(packageRoot, path), join(root, path), { recursive: true });
  }
  mkdirSync(join(root, "bin"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function standIn(name: string, script: string): void {
  write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, "bin", name), 0o755);
}

function node(
  script: string,
  { args = [], env = {} }: { args?: string[]; env?: Record<string, string> } = {},
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...args], {
    env: { PATH: join(root, "bin"), HOME: root, ...env },
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

describe("set-up, before it starts", () => {
  test("reports all missing requirements at once, each with a remedy", () => {
    const { status, output } = node("setup.mjs");
    expect(status).toBe(1);
    expect(output).toContain("3 requirements are missing");
    expect(output).toContain("npm, which comes with Node, was not found");
    expect(output).toMatch(/Python 3\.10 or newer .* none was found/);
    expect(output).toMatch(/C\+\+20 compiler .* none was found/);
    expect(output).toMatch(/install/);
  });

  test.each([
    ["is too old", 'echo "[3, 9, true, true]"', "python3 is 3.9."],
    [
      "has no venv module",
      'echo "[3, 11, true, false]"',
      "python3 (Python 3.11) cannot make virtual environments",
    ],
    ["does not answer", "exit 1", "none was found"],
  ])("reports a Python that %s", (_, script, message) => {
    standIn("python3", script);
    expect(node("setup.mjs").output).toContain(message);
  });

  test("uses another Python if the first is too old", () => {
    standIn("python3", 'echo "[3, 8, true, true]"');
    standIn("python3.11", PYTHON_3_11);
    expect(node("setup.mjs").output).not.toContain("Python 3.10 or newer");
  });

  test("uses WOODSHED_PYTHON and CXX without alternatives", () => {
    standIn("python3", PYTHON_3_11);
    standIn("g++", COMPILER);
    const { output } = node("setup.mjs", { env: { WOODSHED_PYTHON: "/none/python", CXX: "/none/c++" } });
    expect(output).toContain("WOODSHED_PYTHON is /none/python");
    expect(output).toContain("CXX is /none/c++");
  });

  test("reports a compiler without C++20", () => {
    standIn("g++", '[ "$1" = --version ] && echo "g++ 7.5"');
    expect(node("setup.mjs").output).toContain("g++ 7.5 did not compile a C++20 program");
  });

  test("reports a WOODSHED_LIBTORCH without libtorch or with an old version", () => {
    expect(node("setup.mjs", { env: { WOODSHED_LIBTORCH: root } }).output).toContain("holds no libtorch");
    libtorch("2.4.1");
    const { output } = node("setup.mjs", { env: { WOODSHED_LIBTORCH: join(root, "torch") } });
    expect(output).toContain("torch 2.4.1: 2.11 or newer is needed");
  });

  test("refuses an unknown option", () => {
    const { status, output } = node("setup.mjs", { args: ["--fro", "test"] });
    expect(status).toBe(2);
    expect(output).toContain("--fro");
    expect(output).toContain("Usage:");
  });

  test("takes over the lock of a dead set-up, and removes it at the end", () => {
    write("build/setup/lock", JSON.stringify({ pid: 2 ** 30, started: "1", id: "dead" }));
    expect(node("setup.mjs").status).toBe(1);
    expect(existsSync(join(root, "build/setup/lock"))).toBe(false);
  });
});

describe("set-up, after the project's folder moved", () => {
  const old = "/somewhere/else/.venv";
  const script = `import { hasRequirements, installRequirements } from "./tools/setup/venv.mjs";
const path = "services/requirements-torch.txt";
const context = { root: process.cwd(), places: { venv: process.cwd() + "/.venv" } };
const before = hasRequirements(context, path);
await installRequirements(context, path, { say: console.log });
console.log(before, hasRequirements(context, path));`;

  test("updates the commands in .venv to the new folder, and no other files", () => {
    write(".venv/bin/python", `#!/bin/sh\nexit 0\n`);
    chmodSync(join(root, ".venv/bin/python"), 0o755);
    write(".venv/pyvenv.cfg", `home = /usr/bin\ncommand = /usr/bin/python3 -m venv ${old}\n`);
    for (const name of ["pip", "mlflow"]) write(`.venv/bin/${name}`, `#!${old}/bin/python3\nimport sys\n`);
    write(".venv/bin/other", "#!/bin/sh\nexit 0\n");
    write("check.mjs", script);
    const run = () =>
      spawnSync(process.execPath, ["check.mjs"], { cwd: root, env: { PATH: "" }, encoding: "utf8" });
    expect(run().stdout).toContain(`mending .venv, which was made in /somewhere/else`);
    const firstLine = (name: string) => readFileSync(join(root, ".venv/bin", name), "utf8").split("\n")[0];
    expect(firstLine("mlflow")).toBe(`#!${root}/.venv/bin/python3`);
    expect(firstLine("other")).toBe("#!/bin/sh");
    expect(run().stdout).toBe("true true\n");
    // In a copy of the folder, the .venv is not current.
    write(".venv/bin/pip", `#!${old}/bin/python3\n`);
    expect(run().stdout).toMatch(/^mending .*\nfalse true\n$/);
  });
});

describe("set-up, when a command fails", () => {
  test("prints the command's output and a remedy", () => {
    standIn("python3", PYTHON_3_11);
    standIn("g++", COMPILER);
    standIn("npm", '[ "$1" = --version ] && echo 11 && exit\necho "npm error code ENOTFOUND" >&2; exit 1');
    libtorch("2.13.0");
    const { status, output } = node("setup.mjs", { env: { WOODSHED_LIBTORCH: join(root, "torch") } });
    expect(status).toBe(1);
    expect(output).toContain("npm error code ENOTFOUND");
    // Two steps call npm at the same time for Node 20; the first that fails is reported.
    expect(output).toMatch(/npm (ci|install) .*--no-fund.* failed with exit code 1/);
    expect(output).toContain("The network did not answer");
    expect(existsSync(join(root, "node_modules/.woodshed-stamp"))).toBe(false);
  });
});

describe("set-up of an installed package", () => {
  const { platform, arch } = process;
  const home = () => join(root, `.local/share/woodshed/${platform}-${arch}`);

  beforeEach(() => {
    rmSync(join(root, "package-lock.json"));
    write("native/call.cc", "");
    for (const name of ["installation.js", "package-root.js", "display-path.js"])
      cpSync(join(packageRoot, "dist", name), join(root, "dist", name));
  });

  test("needs Python and a compiler, not npm", () => {
    const { status, output } = node("setup.mjs");
    expect(status).toBe(1);
    expect(output).toContain("2 requirements are missing");
    expect(output).not.toContain("npm");
    expect(existsSync(join(home(), "lock"))).toBe(false);
  });

  test("names WOODSHED_HOME if its folder cannot be written", () => {
    write("file", "");
    const { status, output } = node("setup.mjs", { env: { WOODSHED_HOME: join(root, "file/home") } });
    expect(status).toBe(1);
    expect(output).toMatch(/cannot be written \(ENOTDIR\)\.\n.*Name a folder of your own in WOODSHED_HOME/);
  });

  describe("better-sqlite3", () => {
    const { modules, napi } = process.versions;
    const hasOwnBinary = Number(napi) >= 10;
    const folder = () => join(home(), `sqlite/better-sqlite3-12-abi${modules}`);
    const addon = () => join(folder(), "build/Release/better_sqlite3.node");
    const real = sqliteAddonPath();
    /** Stands in for npm, whose node-gyp would compile for a minute. */
    const npm = (build: string) =>
      write(
        "npm-cli.cjs",
        `const fs = require("node:fs"); fs.writeFileSync("${root}/called", "");
         const [command, ...args] = process.argv.slice(2);
         if (command === "install") {
           const to = args[args.indexOf("--prefix") + 1] + "/node_modules/";
           for (const name of ["better-sqlite3/lib", "bindings", "file-uri-to-path"])
             fs.mkdirSync(to + name, { recursive: true });
           for (const name of ["lib/index.js", "package.json", "LICENSE", "binding.gyp"])
             fs.writeFileSync(to + "better-sqlite3/" + name, "");
         } else {
           fs.mkdirSync("build/Release", { recursive: true });
           const to = "build/Release/better_sqlite3.node"; ${build}
         }`,
      );
    const setUpSqlite = () =>
      node("setup.mjs", {
        args: ["--without", "torch,addon"],
        env: { npm_execpath: join(root, "npm-cli.cjs") },
      });

    test.runIf(hasOwnBinary)("is the package's own binary for a Node with Node-API 10", () => {
      npm("");
      expect(setUpSqlite().output).toMatch(/^Set-up: current/);
      expect(existsSync(join(root, "called"))).toBe(false);
    });

    test.skipIf(hasOwnBinary)("is built in the shared folder, also after an interrupt, and only once", () => {
      npm(`fs.copyFileSync("${real}", to);`);
      const shared = `.local/share/woodshed/${platform}-${arch}/sqlite`;
      write(`${shared}/better-sqlite3-12-abi${modules}.part/node_modules/better-sqlite3/lib/old.js`, "");
      write(`${shared}/better-sqlite3-12-abi1/better_sqlite3.node`, "other");
      const { status, output } = setUpSqlite();
      expect([status, output]).toEqual([
        0,
        expect.stringContaining(`for Node ${process.version} (ABI ${modules})`),
      ]);
      expect(readFileSync(addon()).equals(readFileSync(real))).toBe(true);
      expect(readdirSync(join(folder(), "lib"))).toEqual(["index.js"]);
      expect(readdirSync(join(folder(), "node_modules"))).toEqual(["bindings", "file-uri-to-path"]);
      expect(readdirSync(join(home(), "sqlite")).sort()).toEqual([
        "better-sqlite3-12-abi1",
        `better-sqlite3-12-abi${modules}`,
      ]);
      rmSync(join(root, "called"));
      expect(setUpSqlite().output).toMatch(/^Set-up: current/);
      expect(existsSync(join(root, "called"))).toBe(false);
    });

    test.skipIf(hasOwnBinary)("is refused if built for another Node, and built again if damaged", () => {
      npm('fs.writeFileSync(to, "wrong");');
      const { status, output } = setUpSqlite();
      expect(status).toBe(1);
      expect(output).toContain("node-gyp used the headers of another Node");
      expect(existsSync(addon())).toBe(false);
      npm(`fs.copyFileSync("${real}", to);`);
      expect(setUpSqlite().status).toBe(0);
      writeFileSync(addon(), "damaged");
      expect(setUpSqlite().output).toContain("compiled better-sqlite3");
    });
  });
});

function libtorch(version: string): void {
  write("torch/lib/libtorch.so", "");
  write("torch/include/torch/all.h", "");
  write("torch/version.py", `__version__ = '${version}'\n`);
}

describe("the addon's build", () => {
  const build = (args: string[] = [], toolchain = root) =>
    node("tools/build-native.mjs", {
      args,
      env: { WOODSHED_LIBTORCH: join(toolchain, "torch"), CXX: join(toolchain, "bin/g++") },
    });
  const compiled = (output: string) =>
    [...output.matchAll(/compiling \d+\/\d+ (\S+)/g)].map((match) => match[1]);

  beforeEach(() => {
    standIn("g++", COMPILER);
    libtorch("2.13.0");
    write("node_modules/node-api-headers/package.json", JSON.stringify({ version: "1.0.0" }));
    write("native/pch.h", "");
    write("native/call.h", "");
    write("native/call.cc", '#include "call.h"\n');
    write("native/memory.cc", "\n");
    write("native/audio/tone.cc", "\n");
  });

  test("compiles only sources with changes", () => {
    expect(compiled(build().output)).toEqual(["call.cc", "memory.cc", "tone.cc"]);
    expect(build().output).toMatch(/torch current, libtorch 2\.13\.0\n.*audio current\n$/);
    write("native/call.h", "// changed");
    expect(compiled(build().output)).toEqual(["call.cc"]);
    write("native/pch.h", "// changed");
    expect(compiled(build().output)).toEqual(["call.cc", "memory.cc"]);
    libtorch("2.14.0");
    expect(compiled(build().output)).toEqual(["call.cc", "memory.cc"]);
    rmSync(join(root, "native/memory.cc"));
    expect(build().output).toContain("linking");
    expect(existsSync(join(root, "build/native/memory.o"))).toBe(false);
    write("native/audio/tone.cc", "// changed");
    expect(compiled(build().output)).toEqual(["tone.cc"]);
  });

  test("is current for another project, which has the headers of Node-API in another folder", () => {
    build();
    const first = root;
    root = `${first}-second`;
    cpSync(first, root, { recursive: true });
    try {
      expect(build([], first).output).toMatch(/torch current.*\n.*audio current\n$/);
      write("node_modules/node-api-headers/package.json", JSON.stringify({ version: "1.1.0" }));
      expect(compiled(build([], first).output)).toEqual(["call.cc", "memory.cc", "tone.cc"]);
    } finally {
      rmSync(first, { recursive: true });
    }
  });

  test("compiles the audio addon without libtorch", () => {
    rmSync(join(root, "torch"), { recursive: true });
    const { status, output } = build(["audio"]);
    expect([status, compiled(output)]).toEqual([0, ["tone.cc"]]);
    expect(existsSync(join(root, "build/woodshed_audio.node"))).toBe(true);
    expect(build(["video"]).output).toContain("expected torch or audio, got video");
  });

  test("prints the complete compiler error, and keeps the existing addon", () => {
    build();
    write("native/memory.cc", "BROKEN");
    const { status, output } = build();
    expect(status).toBe(1);
    expect(output).toContain("native/memory.cc:1: error: BROKEN");
    expect(output).toContain("native/memory.cc does not compile");
    expect(existsSync(join(root, "build/woodshed.node"))).toBe(true);
    write("native/memory.cc", "// mended");
    expect(compiled(build().output)).toEqual(["memory.cc"]);
  });

  test("records the torch version and folder of the build", () => {
    build();
    const info = JSON.parse(readFileSync(join(root, "build/native/info.json"), "utf8"));
    expect(info).toMatchObject({ torchVersion: "2.13.0", torchDir: join(root, "torch"), cuda: false });
  });
});
