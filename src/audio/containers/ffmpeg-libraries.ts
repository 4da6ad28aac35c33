/** FFmpeg's libraries: those of PyAV's wheel in set-up's Python environment, else the system's. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "../../errors.js";
import { setupCommandLine } from "../../installation.js";
import { findPackage } from "../../provide-services.js";
import { audioAddon } from "../addon.js";

/** The libraries with the major versions whose structs native/audio/ffmpeg_library.h declares: FFmpeg 8. */
const LIBRARIES = [
  ["avutil", 60],
  ["avcodec", 62],
  ["avformat", 62],
] as const;

export interface Ffmpeg {
  /** FFmpeg's version, such as `8.1.2`. */
  version: string;
  /** Folder of the libraries; null for the system's. */
  folder: string | null;
}

let loaded: Ffmpeg | { reason: string } | null = null;

/** Loads FFmpeg once in the process. Returns the reason where that is not possible. */
export function loadFfmpeg(): Ffmpeg | { reason: string } {
  loaded ??= load();
  return loaded;
}

/** True if FFmpeg's libraries are installed and can be loaded. */
export function hasFfmpeg(): boolean {
  return !("reason" in loadFfmpeg());
}

/** @throws DataError naming the file, with the way to install FFmpeg's libraries */
export function requireFfmpeg(name: string, format: string): void {
  const ffmpeg = loadFfmpeg();
  if (!("reason" in ffmpeg)) return;
  throw new DataError(
    "FFMPEG",
    `${name}: ${format} is read by FFmpeg's libraries: ${ffmpeg.reason}. Install them: ${setupCommandLine("ffmpeg")}; or convert ` +
      "the file (ffmpeg -i in out.flac)",
  );
}

function load(): Ffmpeg | { reason: string } {
  const folder = wheelFolder();
  const paths = LIBRARIES.map(([name, major]) => {
    if (folder === null) return `lib${name}.so.${major}`;
    const file = readdirSync(folder).find(
      (entry) => entry.startsWith(`lib${name}-`) || entry.startsWith(`lib${name}.`),
    );
    return join(folder, file ?? `lib${name}.so`);
  });
  try {
    const [util = "", codec = "", format = ""] = paths;
    return { version: audioAddon().ffmpegLoad(util, codec, format), folder };
  } catch (error) {
    const { message } = error as Error;
    return {
      reason: folder === null ? "they are not installed" : `those in ${folder} do not load (${message})`,
    };
  }
}

/** The folder that the wheel keeps its libraries in, beside the package. */
function wheelFolder(): string | null {
  const found = findPackage("av");
  if (found === null) return null;
  const folder = join(found, "..", "av.libs");
  return existsSync(folder) ? folder : null;
}
