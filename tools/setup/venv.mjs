// Creates .venv with the Python found, repairs it after the project's folder moved, and installs packages with pip.

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
import { dirname, join } from "node:path";
import { freeDiskGb, NEEDED_DISK_GB } from "./advice.mjs";
import { ask, CommandError, run } from "./child.mjs";
import { findPython } from "./python.mjs";
import { hashOf, readStamp, writeStamp } from "./stamp.mjs";

const STAMP = ".venv/woodshed.json";
const PYTHON = ".venv/bin/python";
/** Selects the lines of pip's output that are shown. */
const PROGRESS = /^(Collecting|\s*Downloading|Installing collected|Building|ERROR|error)/;

/** Returns true if .venv has a requirements file's packages, and its commands start this folder's Python. */
export function hasRequirements(root, path) {
  const stamp = readStamp(join(root, STAMP));
  if (stamp?.state !== "installed" || !existsSync(join(root, PYTHON)) || movedFrom(root) !== null)
    return false;
  return Object.entries(hashes(root, path)).every(([name, hash]) => stamp.requirements[name] === hash);
}

/** Problems that keep .venv from being made. */
export function venvProblems() {
  const found = findPython();
  return found.problem ? [found.problem] : [];
}

/** Installs a requirements file into .venv, which is made first where there is none. */
export async function installRequirements(root, path, { say, flags = [] }) {
  if (isUsable(root)) mendMoved(root, say);
  else await make(root, say);
  const present = readStamp(join(root, STAMP))?.requirements ?? {};
  // An interrupted pip can leave a package half written that it calls installed: the next set-up makes .venv anew.
  writeStamp(join(root, STAMP), { state: "installing" });
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
    await run(join(root, PYTHON), [...pip, ...flags, "-r", path], { cwd: root, onLine, showsAll: false });
  } catch (error) {
    // A failed pip leaves the installed packages unchanged.
    if (error instanceof CommandError)
      writeStamp(join(root, STAMP), { state: "installed", requirements: present });
    throw error;
  }
  writeStamp(join(root, STAMP), { state: "installed", requirements: { ...present, ...hashes(root, path) } });
}

/** Returns true for a finished environment: one that set-up made, or one made by hand that has pip. */
export function isUsable(root) {
  const folder = join(root, ".venv");
  if (!existsSync(folder) || lstatSync(folder).isSymbolicLink()) return false;
  const stamp = readStamp(join(root, STAMP));
  if (stamp?.state === "installing" || !existsSync(join(root, ".venv/pyvenv.cfg"))) return false;
  return ask(join(root, PYTHON), ["-I", "-c", "import pip"]) !== null;
}

async function make(root, say) {
  const freeGb = freeDiskGb(root);
  if (freeGb !== null && freeGb < NEEDED_DISK_GB) {
    say(
      `only ${freeGb.toFixed(1)} GB are free; a CUDA build of PyTorch needs ${NEEDED_DISK_GB} GB, a CPU build 2 GB`,
    );
  }
  const { command, version } = findPython();
  say(`making .venv with ${command} (Python ${version})`);
  rmSync(join(root, ".venv"), { recursive: true, force: true });
  mkdirSync(join(root, ".venv"));
  writeStamp(join(root, STAMP), { state: "installing" });
  await run(command, ["-m", "venv", join(root, ".venv")], { cwd: root, onLine: say });
}

/**
 * Returns the folder in which .venv was made, if the project was moved or copied since: the first lines of the commands
 * in .venv/bin then name a missing Python, or that of the other copy. Null if .venv was made in this folder.
 */
function movedFrom(root) {
  const first = firstLine(join(root, ".venv/bin/pip"));
  const python = /^#!(.*)\/bin\/python[\d.]*$/.exec(first)?.[1];
  if (python === undefined || python === join(root, ".venv")) return null;
  try {
    return realpathSync(python) === realpathSync(join(root, ".venv")) ? null : python;
  } catch {
    return python; // the other folder is gone
  }
}

/** Points the commands and the activation scripts of .venv to this folder. */
function mendMoved(root, say) {
  const before = movedFrom(root);
  if (before === null) return;
  say(`mending .venv, which was made in ${dirname(before)}`);
  const bin = join(root, ".venv/bin");
  const scripts = readdirSync(bin, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(bin, entry.name));
  for (const path of [...scripts, join(root, ".venv/pyvenv.cfg")]) {
    const content = readFileSync(path);
    if (content.includes(0) || !content.includes(before)) continue; // a binary, or it names no folder
    writeFileSync(path, content.toString("utf8").replaceAll(before, join(root, ".venv")));
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
