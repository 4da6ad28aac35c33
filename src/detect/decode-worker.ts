/*
 * A thread that decodes recordings one after the other into blocks of shared memory, as fast as they are read. It runs nothing
 * else, so it may wait for a free block without serving events.
 */
import { parentPort, workerData } from "node:worker_threads";
import { withAudio } from "../audio/open.js";
import { assertPlausible } from "../audio/plausible.js";
import { Stretch } from "../audio/stretch.js";
import { DataError } from "../errors.js";
import { packError } from "../thread-error.js";
import { type DecodeInput, type DecodeMessage, type DecodeThreadData, FREE, STOP } from "./decode-ahead.js";

if (parentPort !== null) {
  const port = parentPort;
  const data = workerData as DecodeThreadData;
  const send = (message: DecodeMessage): void => port.postMessage(message);
  let numBlocks = 0;
  /** Waits for a free block; null to stop. */
  const freeSlot = (): number | null => {
    while (Atomics.load(data.state, FREE) === 0) Atomics.wait(data.state, FREE, 0);
    if (Atomics.load(data.state, STOP) !== 0) return null;
    Atomics.sub(data.state, FREE, 1);
    return numBlocks++ % data.slots.length;
  };
  for (const input of data.inputs) {
    try {
      if (!decode(input, data, freeSlot, send)) break;
      send({ kind: "end" });
    } catch (error) {
      send({ kind: "error", error: packError(error) });
    }
  }
}

/** Returns false if it was stopped. */
function decode(
  { file, allowPipe }: DecodeInput,
  { format, slots }: DecodeThreadData,
  freeSlot: () => number | null,
  send: (message: DecodeMessage) => void,
): boolean {
  return withAudio(file, { allowPipe }, (audio) => {
    const stretch = new Stretch(audio, format);
    const { numSamples } = stretch;
    if (numSamples === 0)
      throw new DataError("EMPTY", `${file}: has no audio, zero samples; record or copy it again`);
    const { sampleRateHz, numChannels, numFrames, warning } = audio;
    send({ kind: "open", opened: { sampleRateHz, numChannels, numFrames, numSamples, warning } });
    const most = Math.floor(slots[0]!.length / stretch.numChannels);
    for (let first = 0; first < numSamples; first += most) {
      const samples = stretch.read(first, Math.min(most, numSamples - first));
      assertPlausible(samples, file);
      // Taken after what may fail, so that none is lost.
      const slot = freeSlot();
      if (slot === null) return false;
      slots[slot]!.set(samples);
      send({ kind: "block", slot, count: samples.length });
    }
    return true;
  });
}
