/** A thread for spectrograms. An exported page has another module of this name, as a file on the disk starts no threads. */
import type { Spectrogram } from "./stft.js";
import type { StftRequest } from "./stft-worker.js";

let worker: Worker | null = null;
let nextId = 0;
const waiting = new Map<number, (result: Spectrogram) => void>();

export function compute(request: Omit<StftRequest, "id">): Promise<Spectrogram> {
  if (worker === null) {
    worker = new Worker(new URL("./stft-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<{ id: number; result: Spectrogram }>) => {
      waiting.get(data.id)?.(data.result);
      waiting.delete(data.id);
    };
  }
  const id = nextId++;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker!.postMessage({ id, ...request } satisfies StftRequest);
  });
}
