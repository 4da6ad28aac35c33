import { type StftOptions, spectrogram } from "./stft.js";

/** A thread of the page that computes spectrograms, one at a time. */
export interface StftRequest extends StftOptions {
  id: number;
  samples: Float32Array;
}

const scope = self as unknown as {
  onmessage: (event: MessageEvent<StftRequest>) => void;
  postMessage(message: unknown, transfer: Transferable[]): void;
};
scope.onmessage = ({ data }) => {
  const result = spectrogram(data.samples, data);
  scope.postMessage({ id: data.id, result }, [result.levels.buffer]);
};
