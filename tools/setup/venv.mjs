// Creates the Python environment (.venv in the checkout) with the Python found, repairs it after its folder moved, and
// installs packages with pip.

import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { freeDiskGb, NEEDED_DISK_GB } from "./advice.mjs";
import { ask, CommandError, run } from "./child.mjs";
import { findPython } from "./python.mjs";
import { hashOf, readStamp, writeStamp } from "./stamp.mjs";

const stampOf = (venv) => join(venv, "woodshed.json");
const pythonOf = (venv) => join(venv, "bin/python");
/** Selects the lines of pip's output that are shown. */
const PROGRESS = /^(Collecting|\s*Downloading|Installing collected|Building|ERROR|error)/;

/** Returns true if the environment has a requirements file's packages, and its commands start this folder's Python. */
export function hasRequirements({ root, places: { venv } }, path) {
  const stamp = readStamp(stampOf(venv));
  if (stamp?.state !== "installed" || !existsSync(pythonOf(venv)) || movedFrom(venv) !== null) return false;
  return Object.entries(hashes(root, path)).every(([name, hash]) => stamp.requirements[name] === hash);
}

/** Problems that keep the environment from being made. */
export function venvProblems() {
  const found = findPython();
  return found.problem ? [found.problem] : [];
}

/** Installs a requirements file into the environment, which is made first where there is none. */
export async function installRequirements({ root, places: { venv } }, path, { say, flags = [] }) {
  if (isUsable(venv)) mendMoved(venv, say);
  else await make(venv, say);
  const present = readStamp(stampOf(venv))?.requirements ?? {};
  // An interrupted pip can leave a package half written that it calls installed: the next set-up makes the environment
  // anew.
  writeStamp(stampOf(venv), { state: "installing" });
  // -I: a PYTHONPATH of another Python must not answer for the packages here.
  const pip = [
    "-I",
    "-m",
    "pip",
    "--disable-pip-version-check",
    "--no-input",
    "install",
    "--progress-bar",
    "off",
  ];
  const onLine = (line) => {
    if (PROGRESS.test(line)) say(line.trim());
  };
  try {
    await run(pythonOf(venv), [...pip, ...flags, "-r", path], { cwd: root, onLine, showsAll: false });
  } catch (error) {
    // A failed pip leaves the installed packages unchanged.
    if (error instanceof CommandError)
      writeStamp(stampOf(venv), { state: "installed", requirements: present });
    throw error;
  }
  writeStamp(stampOf(venv), { state: "installed", requirements: { ...present, ...hashes(root, path) } });
}

/** Returns true for a finished environment: one that set-up made, or one made by hand that has pip. */
export function isUsable(venv) {
  if (!existsSync(venv) || lstatSync(venv).isSymbolicLink()) return false;
  const stamp = readStamp(stampOf(venv));
  if (stamp?.state === "installing" || !existsSync(join(venv, "pyvenv.cfg"))) return false;
  return ask(pythonOf(venv), ["-I", "-c", "import pip"]) !== null;
}

async function make(venv, say) {
  mkdirSync(dirname(venv), { recursive: true });
  const freeGb = freeDiskGb(dirname(venv));
  if (freeGb !== null && freeGb < NEEDED_DISK_GB) {
    say(
      `only ${freeGb.toFixed(1)} GB are free; a CUDA build of PyTorch needs ${NEEDED_DISK_GB} GB, a CPU build 2 GB`,
    );
  }
  const { command, version } = findPython();
  say(`making ${basename(venv)} with ${command} (Python ${version})`);
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(venv);
  writeStamp(stampOf(venv), { state: "installing" });
  await run(command, ["-m", "venv", venv], { cwd: dirname(venv), onLine: say });
}

/**
 * Returns the folder in which the environment was made, if it was moved or copied since: the first lines of the commands
 * in its bin folder then name a missing Python, or that of the other copy. Null if it was made in this folder.
 */
function movedFrom(venv) {
  const first = firstLine(join(venv, "bin/pip"));
  const python = /^#!(.*)\/bin\/python[\d.]*$/.exec(first)?.[1];
  if (python === undefined || python === venv) return null;
  try {
    return realpathSync(python) === realpathSync(venv) ? null : python;
  } catch {
    return python; // the other folder is gone
  }
}

/** Points the commands and the activation scripts of the environment to this folder. */
function mendMoved(venv, say) {
  const before = movedFrom(venv);
  if (before === null) return;
  say(`mending ${basename(venv)}, which was made in ${dirname(before)}`);
  const bin = join(venv, "bin");
  const scripts = readdirSync(bin, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(bin, entry.name));
  for (const path of [...scripts, join(venv, "pyvenv.cfg")]) {
    const content = readFileSync(path);
    if (content.includes(0) || !content.includes(before)) continue; // a binary, or it names no folder
    writeFileSync(path, content.toString("utf8").replaceAll(before, venv));
  }
}

function firstLine(path) {
  try {
    return readFileSync(path, "utf8").split("\n", 1)[0];
  } catch {
    return "";
  }
}

/** Content hashes of a requirements file and of those that it names with -r. */
function hashes(root, path) {
  const text = readFileSync(join(root, path), "utf8");
  const included = [...text.matchAll(/^-r\s+(\S+)/gm)].map((match) => join(dirname(path), match[1]));
  return Object.assign({ [path]: hashOf(text) }, ...included.map((name) => hashes(root, name)));
}
