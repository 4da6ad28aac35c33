// Advice about a missing tool or a failed command, for the system at hand.

import { existsSync, readFileSync, statfsSync } from "node:fs";

export const NEEDED_DISK_GB = 6;

const INSTALL = {
  python: {
    debian: "apt install python3 python3-venv",
    fedora: "dnf install python3",
    macos: "brew install python@3.13",
  },
  compiler: {
    debian: "apt install g++",
    fedora: "dnf install gcc-c++",
    macos: "xcode-select --install",
  },
  npm: {
    debian: "apt install npm",
    fedora: "dnf install npm",
    macos: "brew install node",
  },
};

const SYSTEM_NAMES = { debian: "Debian, Ubuntu", fedora: "Fedora", macos: "macOS" };

/** Lines on how to install a tool: one on a known system, else one for each system. */
export function howToInstall(tool) {
  const here = systemFamily();
  const families = here ? [here] : Object.keys(SYSTEM_NAMES);
  return families.map((family) => `${SYSTEM_NAMES[family]}: ${asAdmin(family)}${INSTALL[tool][family]}`);
}

/** `sudo `, where this user needs it. */
export function asAdmin(family) {
  return family === "macos" || process.getuid?.() === 0 ? "" : "sudo ";
}

/** @returns {"debian" | "fedora" | "macos" | null} */
export function systemFamily() {
  if (process.platform === "darwin") return "macos";
  if (!existsSync("/etc/os-release")) return null;
  const release = readFileSync("/etc/os-release", "utf8");
  const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap((match) => match[1].split(" "));
  if (ids.some((id) => id === "debian" || id === "ubuntu")) return "debian";
  if (ids.some((id) => ["fedora", "rhel", "centos"].includes(id))) return "fedora";
  return null;
}

/** Gigabytes free on the disk of a folder, or null where the system does not report them. */
export function freeDiskGb(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return (bavail * bsize) / 1e9;
  } catch {
    return null;
  }
}

const CAUSES = [
  {
    signs: /ENOSPC|No space left on device|Disk quota exceeded/i,
    advice: () =>
      `The disk is full. Free ${NEEDED_DISK_GB} GB (a CUDA build of PyTorch needs the most), then run this again.`,
  },
  {
    signs: /EROFS|EACCES|Permission denied|Read-only file system/i,
    advice: (root) =>
      `Something could not be written. Check who owns ${root} and the caches in your home folder (~/.npm, ~/.cache/pip): a run with sudo may have left files that are not yours.`,
  },
  {
    signs: /gyp ERR! (.*not found: make|find Python)/,
    advice: () =>
      "better-sqlite3 had to be compiled, since no binary of it could be fetched for this machine. That needs make (Debian, Ubuntu: apt install build-essential; Fedora: dnf install make) and Python.",
  },
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|Temporary failure in name resolution|Name or service not known|Max retries exceeded|NewConnectionError|ReadTimeoutError|ConnectTimeoutError/,
    advice: () =>
      "The network did not answer. Check the connection (behind a proxy: HTTPS_PROXY; a mirror: the settings of npm and pip), then run this again: downloads are cached.",
  },
  {
    signs: /No matching distribution found for torch/i,
    advice: () =>
      "No PyTorch of this version fits this Python or this machine. Set WOODSHED_PYTHON to a 64-bit Python 3.10 to 3.14, or WOODSHED_LIBTORCH to a torch that is installed.",
  },
  {
    signs: /package-lock\.json.* (are|is not) in sync|can only install packages when your package\.json/i,
    advice: () => "package.json and package-lock.json differ. Run `npm install` and commit both.",
  },
  {
    signs:
      /(Killed|ended by) (signal )?SIGKILL|Killed signal terminated program|std::bad_alloc|out of memory/i,
    advice: () =>
      "Memory ran out: compiling takes about 2 GB. Close other programs or add swap, then run this again.",
  },
];

/** Advice about a failed command, from its output; null when there is none. */
export function adviceFor(output, root) {
  const known = CAUSES.find(({ signs }) => signs.test(output));
  if (known) return known.advice(root);
  const freeGb = freeDiskGb(root);
  if (freeGb !== null && freeGb < 0.5) return CAUSES[0].advice(root);
  return null;
}
