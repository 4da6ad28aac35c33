import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Clip } from "../data/clip.js";
import { packageRoot } from "../package-root.js";
import type { MapSounds } from "../tracking/items.js";

export interface SoundPlan {
  sampleRateHz: number;
  /** Of each clip, at most. */
  numSamples: number;
  /** Places of the clips whose sound is kept, ascending. */
  kept: Int32Array;
}

/** What a sound loses nothing by, for ears that look at a map, and what it is cut to. */
const GOOD_HZ = 16_000;
const PLAIN_HZ = 8_000;
const MOST_SEC = 1.5;

/**
 * How sounds of clips fit into so many bytes, one a sample: all in good quality, else all in plain quality, else some,
 * spread evenly over the clips.
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

/** What the thread is given. */
export interface SoundJob {
  /** The run's, which the file goes into. */
  folder: string;
  clips: readonly Clip[];
  plan: SoundPlan;
}

/** Writes the sounds of a map's clips into the run's folder, in a thread of its own; a clip that vanished is silent. */
export function writeSounds(job: SoundJob, signal: AbortSignal): Promise<MapSounds> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(packageRoot, "dist", "train", "map-sounds-worker.js"), {
      workerData: job,
      execArgv: [],
    });
    worker.unref();
    const stop = (): void => void worker.terminate();
    signal.addEventListener("abort", stop, { once: true });
    worker.on("message", resolve).on("error", reject);
    worker.on("exit", (code) => {
      signal.removeEventListener("abort", stop);
      reject(new Error(`the thread that writes sounds ended with code ${code}`));
    });
  });
}
