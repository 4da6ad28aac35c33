// Finds libtorch: WOODSHED_LIBTORCH, the torch of the set-up (.venv), or a torch of the python3 in the environment.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ask } from "./child.mjs";

const OLDEST = [2, 11];

// sys.path first: a folder named torch in the current one must not be taken for the package.
const FIND_TORCH = `
import sys
sys.path = [folder for folder in sys.path if folder]
import importlib.util
spec = importlib.util.find_spec("torch")
print(spec.submodule_search_locations[0] if spec and spec.submodule_search_locations else "")`;

/**
 * Finds libtorch; returns null when there is none.
 * Throws when WOODSHED_LIBTORCH names a folder that holds no libtorch.
 * @returns {{dir: string, lib: string, includes: string[], version: string, cuda: boolean, source: string} | null}
 */
export function findLibtorch(venv) {
  const named = process.env.WOODSHED_LIBTORCH;
  if (named) {
    const found = describe(resolve(named), "WOODSHED_LIBTORCH");
    if (!found) {
      throw new Error(
        `WOODSHED_LIBTORCH is ${named}, which holds no libtorch: expected include/torch and lib/libtorch. ` +
          "Name the folder of an installed torch package or of an unzipped libtorch.",
      );
    }
    if (!isRecentEnough(found)) {
      throw new Error(
        `WOODSHED_LIBTORCH is ${named}, torch ${found.version}: ${OLDEST.join(".")} or newer is needed.`,
      );
    }
    return found;
  }
  return libtorchOfVenv(venv) ?? libtorchOfEnvironment();
}

/** The torch installed in the Python environment `venv`, or null. */
export function libtorchOfVenv(venv) {
  const lib = join(venv, "lib");
  if (!existsSync(lib)) return null;
  for (const python of readdirSync(lib).filter((name) => name.startsWith("python3"))) {
    const found = describe(join(lib, python, "site-packages", "torch"), basename(venv));
    if (found) return found;
  }
  return null;
}

/** The torch of the python3 on the PATH (or of WOODSHED_PYTHON), found without importing it, or null. */
export function libtorchOfEnvironment() {
  const python = process.env.WOODSHED_PYTHON || "python3";
  const dir = ask(python, ["-c", FIND_TORCH])?.trim();
  const found = dir ? describe(dir, `the environment's ${python}`) : null;
  return found && isRecentEnough(found) ? found : null;
}

/** Returns true if the addon compiles against this version; an unknown version is tried. */
function isRecentEnough({ version }) {
  const [major, minor] = version.split(".").map(Number);
  return Number.isNaN(major) || major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function describe(dir, source) {
  const include = join(dir, "include");
  const lib = join(dir, "lib");
  const hasLibrary = ["libtorch.so", "libtorch.dylib"].some((name) => existsSync(join(lib, name)));
  if (!hasLibrary || !existsSync(join(include, "torch"))) return null;
  const cuda = existsSync(join(lib, "libtorch_cuda.so"));
  const includes = [include, join(include, "torch", "csrc", "api", "include")];
  if (cuda) includes.push(...cudaIncludes(dir));
  return { dir, lib, includes, version: readVersion(dir), cuda, source };
}

/** Folders of CUDA's and NCCL's headers: the packages beside torch, else an installed toolkit. */
function cudaIncludes(torchDir) {
  const nvidia = join(dirname(torchDir), "nvidia");
  const packaged = ["cuda_runtime", "cu13", "nccl"].map((name) => join(nvidia, name, "include"));
  const toolkits = [process.env.CUDA_HOME, process.env.CUDA_PATH, "/usr/local/cuda"]
    .filter(Boolean)
    .map((home) => join(home, "include"));
  const runtime = [...packaged, ...toolkits].find((dir) => existsSync(join(dir, "cuda_runtime_api.h")));
  const nccl = [...packaged, ...toolkits, "/usr/include"].find((dir) => existsSync(join(dir, "nccl.h")));
  return [...new Set([runtime, nccl])].filter((dir) => dir && dir !== "/usr/include");
}

function readVersion(dir) {
  const sources = [
    [join(dir, "version.py"), /__version__\s*=\s*['"]([^'"]+)/],
    [join(dir, "build-version"), /^(\S+)/],
    [join(dir, "include/torch/headeronly/version.h"), /TORCH_VERSION\s*\\?\s*"([^"]+)"/],
    [join(dir, "include/torch/csrc/api/include/torch/version.h"), /TORCH_VERSION\s*\\?\s*"([^"]+)"/],
  ];
  for (const [path, pattern] of sources) {
    const version = existsSync(path) && readFileSync(path, "utf8").match(pattern)?.[1];
    if (version) return version;
  }
  return "unknown";
}
