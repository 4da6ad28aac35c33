import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.js";

/** What set-up wrote down about the libtorch that the addon was compiled against. */
interface BuildInfo {
  torchVersion: string;
  torchDir: string;
}

function readBuildInfo(): BuildInfo | null {
  try {
    return JSON.parse(readFileSync(join(packageRoot, "build", "native", "info.json"), "utf8"));
  } catch {
    return null;
  }
}

/** Why the addon did not load, in words: the likely cause first, then the steps that mend it. */
export function explainLoadFailure(path: string, error: Error, info = readBuildInfo()): string {
  const rebuild = "Run `npm run setup`; it builds what is missing.";
  if (!existsSync(path)) {
    return `The native addon is not built: ${path} does not exist.\n${rebuild}`;
  }
  const reason = error.message;
  if (info && !existsSync(info.torchDir)) {
    return (
      `The native addon was built against libtorch ${info.torchVersion} in ${info.torchDir}, which is gone.\n` +
      `Run \`npm run setup\` to install it again, or set WOODSHED_LIBTORCH to a folder with include/ and lib/.`
    );
  }
  const library = /^(\S+\.so\S*): cannot open shared object file/.exec(reason)?.[1];
  if (library) {
    return (
      `The native addon needs the library ${library}, which the system did not find` +
      `${info ? ` in ${join(info.torchDir, "lib")} or the system's folders` : ""}.\n` +
      (library.includes("torch") || library.includes("c10")
        ? rebuild
        : library.includes("cuda") || library.includes("nvidia")
          ? "It belongs to CUDA: install the NVIDIA driver and the CUDA packages of this torch, or use a CPU build of torch."
          : `Install the system package that holds ${library} (on Debian: apt-file search ${library}), then run \`npm run setup\`.`)
    );
  }
  if (/undefined symbol|version `.*' not found/.test(reason)) {
    return (
      `The native addon does not match the libraries found at run time: ${reason}\n` +
      `Most often torch was upgraded after the addon was built${info ? ` (built against ${info.torchVersion})` : ""}. ${rebuild}`
    );
  }
  if (/invalid ELF header|wrong architecture|not a mach-o/i.test(reason)) {
    return `The native addon was built for another system (this is ${process.platform} ${process.arch}): ${reason}\nDelete the folder build and run \`npm run setup\`.`;
  }
  return `The native addon ${path} did not load: ${reason}\n${rebuild} If it fails again, run \`woodshed doctor\` and report what it prints.`;
}
