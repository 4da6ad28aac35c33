import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "./package-root.js";
import { changedVariables, pythonEnvironment, pythonModule, pythonPath, pythonScript } from "./python.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-python-"));
const python = join(packageRoot, ".venv", "bin", "python");

/** A folder of libraries under a name that no loader takes for its own. */
function folderWith(name: string, file: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), "");
  return folder;
}

/** Packages and variables of another Python, each of which ends ours when it gets that far. */
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

// A child of the child: flags do not reach it, the environment does.
const PROGRAM = `import json, os, subprocess, sys
inner = subprocess.check_output([sys.executable, "-c", "import json; print(json.dumps(6))"])
names = [name for name in os.environ if name.startswith("PYTHON") or name == "VIRTUAL_ENV"]
print(json.dumps([json.loads(inner), names, sys.flags.no_user_site]))`;

describe("the .venv's Python, under variables of another one", () => {
  const script = join(root, "program.py");
  writeFileSync(script, PROGRAM);

  it("runs a script, and a child of it", () => {
    const { command, args, env } = pythonScript(python, script, [], foreign());
    const { stdout, stderr } = spawnSync(command, args, { env, encoding: "utf8" });
    expect([stderr, JSON.parse(stdout)]).toEqual(["", [6, ["PYTHONNOUSERSITE"], 1]]);
  });

  it("runs an installed module, not one of the working directory", () => {
    writeFileSync(join(root, "pip.py"), 'raise SystemExit("of the working directory")');
    const { command, args, env } = pythonModule(python, "pip", ["--version"], foreign());
    const { stdout, stderr } = spawnSync(command, args, { env, cwd: root, encoding: "utf8" });
    expect([stderr, stdout]).toEqual(["", expect.stringMatching(/^pip \d/)]);
  });
});

it("a Python outside of a virtual environment keeps the variables that it may need", () => {
  const env = foreign();
  expect(pythonEnvironment(join(root, "bin", "python"), env)).toEqual(env);
  expect(pythonModule("/opt/python", "mlflow", ["x"], {}).args).toEqual(["-m", "mlflow", "x"]);
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
  ])("loses a folder with another %s, and no folder of the GPU driver", (name, file) => {
    const driver = folderWith("driver", "libcuda.so.1");
    expect(clean(folderWith(name, file), driver, "/none")).toBe(`${driver}:/none`);
    expect(clean(folderWith(name, file))).toBeUndefined();
  });

  it("loses a conda environment's folder, whatever is in it, and the working directory", () => {
    const folder = folderWith("conda/lib", "libz.so.1");
    mkdirSync(join(root, "conda", "conda-meta"));
    expect(clean(folder, "", "/none")).toBe("/none");
  });

  it("keeps the folder of the Python that the virtual environment was made with", () => {
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

it("what was changed can be given back", () => {
  const env = { A: "1", PYTHONPATH: "/x", LD_LIBRARY_PATH: "/y" };
  expect(changedVariables(env, { A: "1", LD_LIBRARY_PATH: "/z", NEW: "2" })).toEqual({
    ...{ PYTHONPATH: "/x", LD_LIBRARY_PATH: "/y", NEW: null },
  });
});
