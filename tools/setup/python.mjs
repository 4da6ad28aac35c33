// Finds the Python that makes .venv: WOODSHED_PYTHON, else the first suitable one on the PATH.

import { asAdmin, howToInstall, systemFamily } from "./advice.mjs";
import { ask } from "./child.mjs";

const CANDIDATES = ["python3", "python3.13", "python3.12", "python3.11", "python3.10"];
const OLDEST = 10; // 3.10
const NEWEST = 14; // the newest with a wheel of torch 2.13; a later one is used if there is no other

// sys.path first: a file of the current folder must not shadow a module.
const ASK_ABOUT_ITSELF = `
import sys
sys.path = [folder for folder in sys.path if folder]
import json
try:
    import ensurepip, venv
    has_venv = True
except ImportError:
    has_venv = False
print(json.dumps([sys.version_info[0], sys.version_info[1], sys.maxsize > 2**32, has_venv]))`;

/**
 * Finds a Python that can make the virtual environment.
 * @returns {{command: string, version: string} | {problem: {what: string, how: string[]}}}
 */
export function findPython() {
  const named = process.env.WOODSHED_PYTHON;
  const found = (named ? [named] : CANDIDATES).flatMap(examine);
  const fit = found.filter(({ minor, is64Bit }) => minor >= OLDEST && is64Bit);
  const usable = fit.filter(({ hasVenv }) => hasVenv);
  const best = usable.find(({ minor }) => minor <= NEWEST) ?? usable[0];
  if (best) return { command: best.command, version: best.version };
  if (fit[0]) return { problem: withoutVenv(fit[0]) };
  return { problem: { what: withoutPython(found, named), how: howToInstall("python") } };
}

function examine(command) {
  const answer = ask(command, ["-c", ASK_ABOUT_ITSELF]);
  if (!answer) return [];
  const [major, minor, is64Bit, hasVenv] = JSON.parse(answer);
  return major === 3 ? [{ command, minor, version: `3.${minor}`, is64Bit, hasVenv }] : [];
}

function withoutPython(found, named) {
  const wanted = "Python 3.10 or newer (64 bit) is needed to install PyTorch";
  if (found[0]) {
    const { command, version, is64Bit } = found[0];
    return `${wanted}; ${command} is ${version}${is64Bit ? "" : ", 32 bit"}.`;
  }
  return named
    ? `${wanted}; WOODSHED_PYTHON is ${named}, which does not run as Python.`
    : `${wanted}; none was found (tried ${CANDIDATES.join(", ")}).`;
}

function withoutVenv({ command, version }) {
  const what = `${command} (Python ${version}) cannot make virtual environments: its venv module is missing or incomplete.`;
  if (systemFamily() !== "debian") return { what, how: howToInstall("python") };
  const name = command === "python3" ? "python3-venv" : `python${version}-venv`;
  return { what, how: [`Debian, Ubuntu: ${asAdmin("debian")}apt install ${name}`] };
}
