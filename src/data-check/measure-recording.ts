/** Decodes a recording once, from its start to its end, and measures it and the stretches of it that are clips. */
import { withAudio } from "../audio/open.js";
import type { AudioReader } from "../audio/reader.js";
import type { Clip } from "../data/clip.js";
import { withClip } from "../data/decode.js";
import { decodeOwn } from "../data/own-clips.js";
import { DataError } from "../errors.js";
import { StretchMeter, type StretchReport } from "./stretch-meter.js";

/** A recording with the stretches of it that are clips. */
export interface RecordingTask {
  /** All of the recording; its label does not matter. */
  whole: Clip;
  stretches: readonly Pick<Clip, "startSec" | "durationSec">[];
}

export interface RecordingReport {
  /** Message of the error that ended the decoding; null for a recording that was decoded to its end. */
  problem: string | null;
  sampleRateHz: number;
  numChannels: number;
  durationSec: number;
  /** null for a recording with a problem. */
  whole: StretchReport | null;
  /** By stretch; null for one that begins after the end of the recording. */
  stretches: (StretchReport | null)[];
}

export interface MeasureOptions {
  /** Sample rate of the model. */
  sampleRateHz: number;
  /** Ends the measurement. */
  isStopped: () => boolean;
}

/** Memory of a block stays small for any number of channels. */
const BLOCK_SEC = 4;
const BLOCK_SAMPLES = 1 << 20;

/** Returns null if it was stopped. */
export function measureRecording(task: RecordingTask, options: MeasureOptions): RecordingReport | null {
  const { whole } = task;
  const { own } = whole;
  try {
    if (own === undefined)
      return withClip(whole, () =>
        withAudio(whole.path, { part: whole.range }, (audio) => measure(audio, task, options)),
      );
    const { sampleRateHz } = options;
    const samples = withClip(whole, () => decodeOwn(own, { sampleRateHz }));
    return measure(inMemory(samples, sampleRateHz), task, options);
  } catch (error) {
    // Defects of ours are errors of other kinds: withClip turns those of a decoder into DataError.
    if (!(error instanceof DataError)) throw error;
    const unknown = { sampleRateHz: 0, numChannels: 0, durationSec: 0 };
    return { ...unknown, problem: error.message, whole: null, stretches: task.stretches.map(() => null) };
  }
}

type Readable = Pick<AudioReader, "sampleRateHz" | "numChannels" | "numFrames" | "read">;

function inMemory(samples: Float32Array, sampleRateHz: number): Readable {
  const read = (first: number, count: number): Float32Array => samples.subarray(first, first + count);
  return { sampleRateHz, numChannels: 1, numFrames: samples.length, read };
}

function measure(
  audio: Readable,
  { stretches }: RecordingTask,
  { sampleRateHz: modelHz, isStopped }: MeasureOptions,
): RecordingReport | null {
  const { sampleRateHz, numChannels, numFrames } = audio;
  const options = { numChannels, sampleRateHz, mostHz: modelHz / 2 };
  const whole = new StretchMeter(0, numFrames, options);
  const meters = stretches.map(({ startSec, durationSec }) => {
    if (startSec === 0 && durationSec === null) return whole;
    const first = Math.round(startSec * sampleRateHz);
    const end = durationSec === null ? numFrames : Math.round((startSec + durationSec) * sampleRateHz);
    return first >= numFrames ? null : new StretchMeter(first, Math.min(end, numFrames), options);
  });
  const all = [...new Set([whole, ...meters.filter((meter) => meter !== null)])];
  const blockFrames = Math.max(
    1,
    Math.min(BLOCK_SEC * sampleRateHz, Math.floor(BLOCK_SAMPLES / numChannels)),
  );
  for (let at = 0; at < numFrames; at += blockFrames) {
    if (isStopped()) return null;
    const block = audio.read(at, Math.min(blockFrames, numFrames - at), numChannels);
    for (const meter of all) meter.add(block, at);
  }
  const reports = new Map(all.map((meter) => [meter, meter.finish()]));
  return {
    ...{ problem: null, sampleRateHz, numChannels, durationSec: numFrames / sampleRateHz },
    whole: reports.get(whole)!,
    stretches: meters.map((meter) => (meter === null ? null : reports.get(meter)!)),
  };
}
