// N = clips of the set.
import type { DecodeJob } from "../data/task.js";

/** Complete clips that are decoded together. */
export type FillJob = DecodeJob & { firsts: readonly number[] };

export interface FillLimits {
  /** Largest number of clips of a job. */
  numClips: number;
  /** Largest number of samples of a channel of a job, each clip padded to the longest. One clip may have more. */
  numSamples: number;
}

/** Returns jobs that decode complete clips, in their order. @param lengths samples of a channel of each clip of the set [N] */
export function fillJobs(clips: readonly number[], lengths: Float64Array, limits: FillLimits): FillJob[] {
  const jobs: FillJob[] = [];
  let own: number[] = [];
  let longest = 0;
  const end = (): void => {
    if (own.length > 0) jobs.push(jobOf(own, longest));
    own = [];
    longest = 0;
  };
  for (const clip of clips) {
    const samples = Math.max(longest, lengths[clip]!);
    if (own.length + 1 > limits.numClips || (own.length + 1) * samples > limits.numSamples) end();
    longest = Math.max(longest, lengths[clip]!);
    own.push(clip);
  }
  end();
  return jobs;
}

function jobOf(clips: readonly number[], samples: number): FillJob {
  const firsts = new Array<number>(clips.length).fill(0);
  // Neither crops nor changes: an epoch means nothing.
  return { indices: Int32Array.from(clips), samples, epoch: 0, repeats: null, firsts };
}
