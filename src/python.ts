/**
 * How Woodshed starts Python programs: Optuna's broker, torchrun, MLflow's server.
 *
 * The Python that set-up installed (or of another virtual environment) has every package that it needs. Variables that belong to
 * another Python, as environment modules, ROS and conda set them, would mix that one's packages and libraries in.
 */
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { places } from "./installation.js";

/** A program, its arguments and its environment, as `spawn` takes them. */
export interface PythonCommand {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
}

/** WOODSHED_PYTHON, else the Python that set-up installed. It may not exist. */
export function pythonPath(env: NodeJS.ProcessEnv = process.env): string {
  return env["WOODSHED_PYTHON"] || join(places(env).venv, "bin", "python");
}

/** Runs a script. Its own folder stays importable, which `-I` would prevent. */
export function pythonScript(
  python: string,
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): PythonCommand {
  const flags = isInVirtualEnvironment(python) ? ["-E", "-s"] : [];
  return { command: python, args: [...flags, script, ...args], env: pythonEnvironment(python, env) };
}

/**
 * The environment for a program of a virtual environment, without the variables of other Pythons. Children of the
 * program inherit it, which flags such as `-E` would not reach. A Python outside of any virtual environment, which
 * only WOODSHED_PYTHON names, keeps all variables: they may be how it finds its packages.
 */
export function pythonEnvironment(program: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  if (!isInVirtualEnvironment(program)) return { ...env };
  const kept = Object.entries(env).filter(
    ([name]) => !name.startsWith("PYTHON") && !/^(VIRTUAL_ENV(_PROMPT)?|__PYVENV_LAUNCHER__)$/.test(name),
  );
  const clean: NodeJS.ProcessEnv = { ...Object.fromEntries(kept), PYTHONNOUSERSITE: "1" };
  for (const name of ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]) {
    const value = env[name];
    if (value === undefined) continue;
    const folders = value.split(delimiter).filter((folder) => !isForeignLibraryFolder(folder, program));
    if (folders.length > 0) clean[name] = folders.join(delimiter);
    else delete clean[name];
  }
  return clean;
}

/** The variables of `env` that `clean` lacks or has otherwise: original values by name, null for those that `env` lacks. */
export function changedVariables(
  env: NodeJS.ProcessEnv,
  clean: NodeJS.ProcessEnv,
): Record<string, string | null> {
  const names = new Set([...Object.keys(env), ...Object.keys(clean)]);
  return Object.fromEntries(
    [...names].filter((name) => env[name] !== clean[name]).map((name) => [name, env[name] ?? null]),
  );
}

function isInVirtualEnvironment(program: string): boolean {
  return existsSync(join(dirname(program), "..", "pyvenv.cfg"));
}

/** Libraries that Python, its standard modules and torch load by name; the first folder that has one wins. */
const LOADED_BY_NAME = /^lib(?:python3|torch|c10|stdc\+\+|ssl|crypto|sqlite3)[\w.-]*\.(?:so|dylib)/;

/** Returns true for a folder that holds such libraries of another environment. The GPU driver's folders stay. */
function isForeignLibraryFolder(folder: string, program: string): boolean {
  // An empty entry means the working directory.
  if (folder === "") return true;
  if (existsSync(join(folder, "..", "conda-meta"))) return !isOwnLibraryFolder(folder, program);
  try {
    return (
      readdirSync(folder).some((name) => LOADED_BY_NAME.test(name)) && !isOwnLibraryFolder(folder, program)
    );
  } catch {
    return false;
  }
}

/** Returns true for the `lib` folder of the Python that the virtual environment was made with: it may hold its libpython. */
function isOwnLibraryFolder(folder: string, program: string): boolean {
  try {
    const python = realpathSync(join(dirname(program), "python"));
    return dirname(realpathSync(folder)) === dirname(dirname(python));
  } catch {
    return false;
  }
}
