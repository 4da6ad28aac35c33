import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "./package-root.js";
import { changedVariables, pythonEnvironment, pythonPath, pythonScript } from "./python.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-python-"));
const python = join(packageRoot, ".venv", "bin", "python");

/** Creates a folder with an empty file in place of a shared library. */
function folderWith(name: string, file: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), "");
  return folder;
}

/** Returns variables of another Python, whose packages end our Python if they are imported. */
function foreign(): NodeJS.ProcessEnv {
  const path = join(root, "other");
  mkdirSync(join(path, "json"), { recursive: true });
  for (const file of ["json/__init__.py", "sitecustomize.py", "usercustomize.py"])
    writeFileSync(join(path, file), 'raise SystemExit("of another Python")');
  return {
    ...process.env,
    ...{ PYTHONHOME: "/none", PYTHONPATH: path, PYTHONUSERBASE: path, PYTHONSTARTUP: join(path, "start.py") },
    ...{ PYTHONINSPECT: "1", PYTHONWARNINGS: "error", PYTHONPLATLIBDIR: "none", VIRTUAL_ENV: path },
  };
}

// Starts another child, which inherits the environment but not the flags.
const PROGRAM = `import json, os, subprocess, sys
inner = subprocess.check_output([sys.executable, "-c", "import json; print(json.dumps(6))"])
names = [name for name in os.environ if name.startswith("PYTHON") or name == "VIRTUAL_ENV"]
print(json.dumps([json.loads(inner), names, sys.flags.no_user_site]))`;

describe("the Python of .venv, with environment variables of another Python", () => {
  const script = join(mkdtempSync(join(root, "script-")), "program.py");
  writeFileSync(script, PROGRAM);

  it("runs a script and its child process, and imports nothing from the working directory", () => {
    writeFileSync(join(root, "subprocess.py"), 'raise SystemExit("of the working directory")');
    const { command, args, env } = pythonScript(python, script, [], foreign());
    const { stdout, stderr } = spawnSync(command, args, { env, cwd: root, encoding: "utf8" });
    expect([stderr, JSON.parse(stdout)]).toEqual(["", [6, ["PYTHONNOUSERSITE"], 1]]);
  });
});

it("a Python outside a virtual environment keeps its environment variables", () => {
  const env = foreign();
  expect(pythonEnvironment(join(root, "bin", "python"), env)).toEqual(env);
  expect(pythonScript("/opt/python", "script.py", ["x"], {}).args).toEqual(["script.py", "x"]);
  expect(pythonPath({ WOODSHED_PYTHON: "/opt/python" })).toBe("/opt/python");
  expect(pythonPath({})).toBe(python);
});

describe("LD_LIBRARY_PATH", () => {
  const clean = (...folders: string[]): string | undefined =>
    pythonEnvironment(python, { LD_LIBRARY_PATH: folders.join(":") })["LD_LIBRARY_PATH"];

  it.each([
    ["libtorch", "libtorch_cpu.so"],
    ["libpython", "libpython3.11.so.1.0"],
    ["libssl", "libssl.so.3"],
    ["libstdc++", "libstdc++.so.6"],
  ])("loses folders with another %s, but keeps the GPU driver's folder", (name, file) => {
    const driver = folderWith("driver", "libcuda.so.1");
    expect(clean(folderWith(name, file), driver, "/none")).toBe(`${driver}:/none`);
    expect(clean(folderWith(name, file))).toBeUndefined();
  });

  it("loses any conda environment's folder, and the working directory", () => {
    const folder = folderWith("conda/lib", "libz.so.1");
    mkdirSync(join(root, "conda", "conda-meta"));
    expect(clean(folder, "", "/none")).toBe("/none");
  });

  it("keeps the folder of the Python that created the virtual environment", () => {
    const base = join(root, "base");
    const lib = folderWith("base/lib", "libpython3.11.so.1.0");
    for (const folder of [join(base, "bin"), join(root, "venv", "bin")])
      mkdirSync(folder, { recursive: true });
    writeFileSync(join(base, "bin", "python3.11"), "");
    writeFileSync(join(root, "venv", "pyvenv.cfg"), "");
    const own = join(root, "venv", "bin", "python");
    symlinkSync(join(base, "bin", "python3.11"), own);
    expect(pythonEnvironment(own, { LD_LIBRARY_PATH: lib })["LD_LIBRARY_PATH"]).toBe(lib);
  });
});

it("changedVariables returns the original values of changed variables", () => {
  const env = { A: "1", PYTHONPATH: "/x", LD_LIBRARY_PATH: "/y" };
  expect(changedVariables(env, { A: "1", LD_LIBRARY_PATH: "/z", NEW: "2" })).toEqual({
    ...{ PYTHONPATH: "/x", LD_LIBRARY_PATH: "/y", NEW: null },
  });
});
