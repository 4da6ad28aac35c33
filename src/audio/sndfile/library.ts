/** Finds and opens libsndfile: the one of the Python package soundfile, or the system's. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { NativeError } from "../../errors.js";
import { places, setupCommandLine } from "../../installation.js";
import { readBuildInfo } from "../../tensor/load-failure.js";
import { audioAddon } from "../addon.js";

export interface SndfileLibrary {
  /** The file, or the name by which the system finds it. */
  path: string;
  /** Its name and version: `libsndfile-1.2.2`. */
  version: string;
}

/** Environment variable that names the library to use. */
const VARIABLE = "WOODSHED_SNDFILE";
const SYSTEM_NAMES =
  process.platform === "darwin"
    ? ["libsndfile.1.dylib", "/opt/homebrew/lib/libsndfile.dylib", "/usr/local/lib/libsndfile.dylib"]
    : ["libsndfile.so.1"];

/** Formats by their numbers in sndfile.h, with the codec that tells whether a library has them. */
const FORMATS: Readonly<Record<string, number>> = {
  FLAC: 0x17_0002,
  MP3: 0x23_0082,
  "Ogg Vorbis": 0x20_0060,
  Opus: 0x20_0064,
  AIFF: 0x02_0002,
  CAF: 0x18_0002,
  W64: 0x0b_0002,
  AU: 0x03_0002,
};

let opened: SndfileLibrary | undefined;

/** Opens libsndfile at its first use. @throws NativeError with the command that installs it */
export function sndfileLibrary(): SndfileLibrary {
  opened ??= openFirst(candidates());
  return opened;
}

/** Returns the formats that this libsndfile reads: MP3 needs 1.1. @throws NativeError as `sndfileLibrary` does */
export function readableFormats(): string[] {
  sndfileLibrary();
  return Object.keys(FORMATS).filter((name) => audioAddon().sndfileSupports(FORMATS[name]!));
}

/** Opens the first library that can be opened. @throws NativeError that lists them and says what to do */
export function openFirst(paths: readonly string[]): SndfileLibrary {
  const reasons: string[] = [];
  for (const path of paths) {
    try {
      return { path, version: audioAddon().sndfileLoad(path) };
    } catch (error) {
      // The addon itself is missing, or cannot be loaded.
      if (error instanceof NativeError) throw error;
      reasons.push(`${path}: ${(error as Error).message}`);
    }
  }
  throw new NativeError(
    "LOAD",
    `Only WAV can be read: libsndfile, which reads the other formats, cannot be opened (${reasons.join("; ")}).\n` +
      `Run \`${setupCommandLine()}\`; it installs what is missing. Or install the system's (Debian, Ubuntu: apt install libsndfile1; macOS: brew install libsndfile).`,
  );
}

/** Where libsndfile may be, in the order in which it is tried. */
function candidates(): string[] {
  const named = process.env[VARIABLE];
  if (named) return [named];
  const torch = readBuildInfo()?.torchDir;
  const folders = [...sitePackages(places().venv), ...(torch === undefined ? [] : [dirname(torch)])];
  return [...folders.flatMap(packagedLibraries), ...SYSTEM_NAMES];
}

function sitePackages(venv: string): string[] {
  const lib = join(venv, "lib");
  if (!existsSync(lib)) return [];
  const pythons = readdirSync(lib).filter((name) => name.startsWith("python3"));
  return pythons.map((name) => join(lib, name, "site-packages"));
}

/** Libraries of the package soundfile: one for this machine, or several in a wheel for all Macs. */
function packagedLibraries(folder: string): string[] {
  const data = join(folder, "_soundfile_data");
  if (!existsSync(data)) return [];
  const machine = process.arch === "x64" ? "x86_64" : process.arch;
  return readdirSync(data)
    .filter((name) => /^libsndfile.*\.(so|dylib)$/.test(name) && name.includes(machine))
    .map((name) => join(data, name));
}
