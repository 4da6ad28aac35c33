import { spectrogram } from "../audio/stft.js";
import type { compute as computeInThread } from "../audio/stft-thread.js";

/** Lets the page draw between two spectrograms. */
export const compute: typeof computeInThread = async (request) => {
  await new Promise((resolve) => setTimeout(resolve));
  return spectrogram(request.samples, request);
};
