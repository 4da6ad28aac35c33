// Step 2: .venv with the pinned requirements; torch's wheel is where libtorch comes from.

import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { freeDiskGb, NEEDED_DISK_GB } from "./advice.mjs";
import { ask, run } from "./child.mjs";
import { findLibtorch, libtorchOfEnvironment, libtorchOfVenv } from "./libtorch.mjs";
import { findPython } from "./python.mjs";
import { hashOf, readStamp, writeStamp } from "./stamp.mjs";

export const title = "Python packages";

const STAMP = ".venv/woodshed.json";
const PYTHON = ".venv/bin/python";
const REQUIREMENTS = { start: "services/requirements-train.txt", test: "services/requirements-test.txt" };

export function isCurrent({ root, purpose }) {
  if (isInstalled(root, purpose)) return true;
  return purpose === "start" && libtorchFromElsewhere(root) !== null;
}

export function problems() {
  const found = findPython();
  return found.problem ? [found.problem] : [];
}

export async function install({ root, purpose, say }) {
  const freeGb = freeDiskGb(root);
  if (freeGb !== null && freeGb < NEEDED_DISK_GB) {
    say(
      `only ${freeGb.toFixed(1)} GB are free; ${NEEDED_DISK_GB} GB are wanted for a CUDA build of PyTorch, 2 GB for a CPU build`,
    );
  }
  if (!isWhole(root)) {
    const { command, version } = findPython();
    say(`making .venv with ${command} (Python ${version})`);
    rmSync(join(root, ".venv"), { recursive: true, force: true });
    mkdirSync(join(root, ".venv"));
    writeStamp(join(root, STAMP), { state: "installing" });
    await run(command, ["-m", "venv", join(root, ".venv")], { cwd: root, onLine: say });
  }
  const kept = readStamp(join(root, STAMP))?.requirements ?? {};
  writeStamp(join(root, STAMP), { state: "installing" });
  const pip = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--progress-bar", "off"];
  await run(join(root, PYTHON), [...pip, "-r", REQUIREMENTS[purpose]], { cwd: root, onLine: say });
  const requirements = { ...kept, ...hashes(root, REQUIREMENTS[purpose]) };
  writeStamp(join(root, STAMP), { state: "installed", requirements });
  const torch = libtorchOfVenv(root);
  return `installed; torch ${torch?.version ?? "is missing"}, ${torch?.cuda ? "with CUDA" : "for CPU"}`;
}

/**
 * A libtorch that makes the .venv needless for training: the one that is named, or a CUDA build that the
 * environment has. The 2 to 3 GB of a second CUDA build are not fetched beside it.
 */
function libtorchFromElsewhere(root) {
  if (process.env.WOODSHED_LIBTORCH) {
    try {
      return findLibtorch(root);
    } catch {
      return null;
    }
  }
  if (isWhole(root) && libtorchOfVenv(root)) return null;
  const torch = libtorchOfEnvironment();
  return torch?.cuda ? torch : null;
}

function isInstalled(root, purpose) {
  const stamp = readStamp(join(root, STAMP));
  if (stamp?.state !== "installed" || !existsSync(join(root, PYTHON))) return false;
  const wanted = Object.entries(hashes(root, REQUIREMENTS[purpose]));
  return wanted.every(([path, hash]) => stamp.requirements[path] === hash);
}

/** Whether .venv is a finished environment: one of ours, or one made by hand that has pip. */
function isWhole(root) {
  const folder = join(root, ".venv");
  if (!existsSync(folder) || lstatSync(folder).isSymbolicLink()) return false;
  const stamp = readStamp(join(root, STAMP));
  if (stamp?.state === "installing" || !existsSync(join(root, ".venv/pyvenv.cfg"))) return false;
  return ask(join(root, PYTHON), ["-I", "-c", "import pip"]) !== null;
}

/** Content hashes of a requirements file and of those that it names with -r. */
function hashes(root, path) {
  const text = readFileSync(join(root, path), "utf8");
  const included = [...text.matchAll(/^-r\s+(\S+)/gm)].map((match) => join(dirname(path), match[1]));
  return Object.assign({ [path]: hashOf(text) }, ...included.map((name) => hashes(root, name)));
}
