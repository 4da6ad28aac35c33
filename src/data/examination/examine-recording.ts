/** Decodes a recording from its start to its end, and reports what would stop a training. */
import { withAudio } from "../../audio/open.js";
import type { AudioReader } from "../../audio/reader.js";
import { numChannelsOf, type SampleFormat } from "../../audio/sample-format.js";
import { Stretch } from "../../audio/stretch.js";
import { DataError } from "../../errors.js";
import type { Clip } from "../clip.js";
import { withClip } from "../decode.js";
import { decodeOwn } from "../own-clips.js";
import { problemReport, type RecordingReport } from "./report.js";

/** Memory of a block stays small for any number of channels. */
const BLOCK_SAMPLES = 1 << 18;
/** Samples that are not finite and closer than this count as one stretch, so that a report stays small. */
const GAP_FRAMES = 4096;
/** Sums of larger samples, as those of resampling and gain, may exceed the range of float32. */
const LARGEST = 1e30;

/** @param whole all of the recording. Returns null if it was stopped. */
export function examineRecording(
  whole: Clip,
  format: SampleFormat,
  isStopped: () => boolean,
): RecordingReport | null {
  // Messages of reports name the file alone: rows of several sets may name it.
  const { source: _, ...clip } = whole;
  const { own } = clip;
  try {
    if (own === undefined)
      return withClip(clip, () =>
        withAudio(clip.path, { part: clip.range }, (audio) => examine(audio, format, isStopped)),
      );
    const samples = withClip(clip, () => decodeOwn(own, format));
    const numChannels = numChannelsOf(format.channels);
    const notFinite = new Stretches();
    notFinite.add(samples, numChannels, 0);
    const [{ sampleRateHz }, numFrames] = [format, samples.length / numChannels];
    return { problem: null, sampleRateHz, numFrames, notFinite: notFinite.found };
  } catch (error) {
    // Defects of ours are errors of other kinds: withClip turns those of a decoder into DataError.
    if (error instanceof DataError) return problemReport(error.message);
    throw error;
  }
}

function examine(audio: AudioReader, format: SampleFormat, isStopped: () => boolean): RecordingReport | null {
  const { sampleRateHz, numFrames } = audio;
  // Refuses rates that cannot be resampled; the samples are examined before resampling.
  const { numChannels } = new Stretch(audio, format);
  const notFinite = new Stretches();
  const blockFrames = Math.max(1, Math.floor(BLOCK_SAMPLES / audio.numChannels));
  for (let at = 0; at < numFrames; at += blockFrames) {
    if (isStopped()) return null;
    const count = Math.min(blockFrames, numFrames - at);
    notFinite.add(audio.read(at, count, format.channels), numChannels, at);
  }
  return { problem: null, sampleRateHz, numFrames, notFinite: notFinite.found };
}

/** Collects stretches of samples that are not finite. */
class Stretches {
  readonly found: [first: number, end: number][] = [];

  /** @param block planar [channels * count], from frame `at` on; blocks come in order */
  add(block: Float32Array, numChannels: number, at: number): void {
    let numUsable = 0;
    // NaN compares as false.
    for (let i = 0; i < block.length; i++) if (Math.abs(block[i]!) <= LARGEST) numUsable++;
    if (numUsable === block.length) return;
    const count = block.length / numChannels;
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < numChannels; c++) {
        if (Math.abs(block[c * count + i]!) <= LARGEST) continue;
        this.#addFrame(at + i);
        break;
      }
    }
  }

  #addFrame(frame: number): void {
    const last = this.found.at(-1);
    if (last !== undefined && frame - last[1] < GAP_FRAMES) last[1] = frame + 1;
    else this.found.push([frame, frame + 1]);
  }
}
