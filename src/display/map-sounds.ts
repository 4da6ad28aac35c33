import { Worker } from "node:worker_threads";
import type { ThreadCode } from "../components/loaded.js";
import { threadCodeOf } from "../components/modules.js";
import type { Clip } from "../data/clip.js";
import type { MapSounds } from "../items.js";
import { bundlePath } from "../package-root.js";

export interface SoundPlan {
  sampleRateHz: number;
  /** Largest number of samples of a clip. */
  numSamples: number;
  /** Indices of the clips whose sound is included, ascending. */
  kept: Int32Array;
}

/** Sample rates in good and in plain quality, and the longest sound of a clip. */
const GOOD_HZ = 16_000;
const PLAIN_HZ = 8_000;
const MOST_SEC = 1.5;

/**
 * Plans sounds of clips that fit into `mostBytes`, one byte per sample: all in good quality, else all in plain quality,
 * else some in plain quality, spread evenly over the clips.
 */
export function planSounds(
  numClips: number,
  clipSec: number,
  sampleRateHz: number,
  mostBytes: number,
): SoundPlan {
  const seconds = Math.min(clipSec, MOST_SEC);
  const bytesAt = (hz: number): number => Math.ceil(hz * seconds);
  const good = Math.min(sampleRateHz, GOOD_HZ);
  const hz = numClips * bytesAt(good) <= mostBytes ? good : Math.min(sampleRateHz, PLAIN_HZ);
  const count = Math.min(numClips, Math.floor(mostBytes / bytesAt(hz)));
  const kept = Int32Array.from({ length: count }, (_, i) => Math.floor((i * numClips) / count));
  return { sampleRateHz: hz, numSamples: bytesAt(hz), kept };
}

/** The sounds to write. */
export interface SoundJob {
  /** The run's folder, where the file is written. */
  folder: string;
  clips: readonly Clip[];
  plan: SoundPlan;
}

/** Input of the worker thread, with the modules of the user's that decode clips. */
export interface SoundThreadData extends SoundJob {
  code: Readonly<Record<string, ThreadCode>>;
}

/** Writes the sounds of a map's clips into the run's folder, in a thread of its own; a missing clip is silent. */
export function writeSounds(job: SoundJob, signal: AbortSignal): Promise<MapSounds> {
  return new Promise((resolve, reject) => {
    const code = threadCodeOf(job.clips.flatMap(({ own }) => (own === undefined ? [] : [own.code])));
    const worker = new Worker(bundlePath("display/map-sounds-worker"), {
      workerData: { ...job, code } satisfies SoundThreadData,
      execArgv: [],
    });
    worker.unref();
    const stop = (): void => void worker.terminate();
    signal.addEventListener("abort", stop, { once: true });
    worker.on("message", resolve).on("error", reject);
    worker.on("exit", (code) => {
      signal.removeEventListener("abort", stop);
      reject(new Error(`the thread that writes sounds exited with code ${code}`));
    });
  });
}
