import type { SampleFormat } from "../audio/sample-format.js";
import { kernelSize } from "../audio/sinc-kernel.js";

/** A kernel of 4 MB: every common pair of rates needs less than a hundredth of it. */
const MAX_KERNEL = 500_000;

/** Returns false for a rate whose resampling costs too much for a server. */
export function isAcceptedRate(fromHz: number, { sampleRateHz: toHz, resampling }: SampleFormat): boolean {
  return fromHz >= 1000 && kernelSize({ fromHz, toHz, resampling }) <= MAX_KERNEL;
}
