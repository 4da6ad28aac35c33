import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { NativeError } from "../errors.js";
import { places, setupCommandLine } from "../installation.js";

/**
 * The addon that reads and resamples audio (native/audio). It needs no libtorch, and every thread may load it. Results go to
 * arrays of the caller's, which may be views of shared memory.
 */
interface AudioAddon {
  /** Writes output samples `first` on of a signal that is `input` from its sample `inputFirst` on, and zero elsewhere. */
  resample(
    output: Float32Array,
    first: number,
    input: Float32Array,
    inputFirst: number,
    from: number,
    to: number,
    taps: number,
    starts: Int32Array,
    weights: Float64Array,
  ): void;
}

/** The functions that this version of Woodshed calls. */
const FUNCTIONS = ["resample"] as const satisfies readonly (keyof AudioAddon)[];

export const audioAddonPath: string = join(places().build, "woodshed_audio.node");

/** Loads an addon of audio. @throws NativeError with the command that mends it */
export function loadAudioAddon(path: string): AudioAddon {
  const rebuild = `Run \`${setupCommandLine()}\`; it builds what is missing.`;
  if (!existsSync(path))
    throw new NativeError("LOAD", `The audio addon is not built: ${path} does not exist.\n${rebuild}`);
  let loaded: AudioAddon;
  try {
    loaded = createRequire(import.meta.url)(path) as AudioAddon;
  } catch (error) {
    const message = `The audio addon ${path} did not load: ${(error as Error).message}\nDelete it and run \`${setupCommandLine()}\`.`;
    throw new NativeError("LOAD", message, { cause: error });
  }
  const missing = FUNCTIONS.filter((name) => typeof loaded[name] !== "function");
  if (missing.length > 0) {
    throw new NativeError(
      "LOAD",
      `The audio addon ${path} is of another version of Woodshed: it has no ${missing.join(", ")}.\n${rebuild}`,
    );
  }
  return loaded;
}

let loaded: AudioAddon | undefined;

/** The audio addon, loaded at its first use. @throws NativeError with the command that mends it */
export function audioAddon(): AudioAddon {
  loaded ??= loadAudioAddon(audioAddonPath);
  return loaded;
}
