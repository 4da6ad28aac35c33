/** Lengths and counts of Kaldi's frames. */
import type { FrontEndContext } from "../front-end-options.js";
import type { KaldiFbankChoice } from "./schema.js";

export interface KaldiFrames {
  windowSamples: number;
  hopSamples: number;
  /** The next power of two from the window's length. */
  fftSamples: number;
  /** Reflected samples before and after the clip; negative ones are left out. */
  before: number;
  after: number;
}

type Lengths = Pick<KaldiFbankChoice, "window_ms" | "hop_ms" | "snip_edges">;

/** Kaldi cuts fractions of samples off, and centres frames on the middles of hops if it reflects the ends. */
export function kaldiFrames(
  { window_ms, hop_ms, snip_edges }: Lengths,
  context: FrontEndContext,
): KaldiFrames {
  const samplesOf = (ms: number, least: number): number =>
    Math.max(least, Math.floor(ms * 0.001 * context.sampleRateHz));
  const windowSamples = samplesOf(window_ms, 2);
  const hopSamples = samplesOf(hop_ms, 1);
  const halfHop = Math.floor(hopSamples / 2);
  const before = Math.floor(windowSamples / 2) - halfHop;
  return {
    windowSamples,
    hopSamples,
    fftSamples: 2 ** Math.ceil(Math.log2(windowSamples)),
    before: snip_edges ? 0 : before,
    after: snip_edges ? 0 : windowSamples - hopSamples + halfHop - before,
  };
}

/** Samples of the shortest clip with a frame. */
export function kaldiMinSamples({ windowSamples, before, after }: KaldiFrames): number {
  return Math.max(before, after, windowSamples - before - after, 1);
}

export function kaldiNumFrames(
  { windowSamples, hopSamples, before, after }: KaldiFrames,
  numSamples: number,
): number {
  return Math.floor((before + numSamples + after - windowSamples) / hopSamples) + 1;
}
