import type { Example } from "./define.js";

/** Replaces each channel [T] of a clip by what `change` returns; all channels get the same length. */
export function changeChannels(example: Example, change: (channel: Float32Array) => Float32Array): void {
  const { samples, numChannels } = example;
  if (numChannels === 1) {
    example.samples = change(samples);
    return;
  }
  const length = samples.length / numChannels;
  const changed = Array.from({ length: numChannels }, (_, c) =>
    change(samples.subarray(c * length, (c + 1) * length)),
  );
  const newLength = changed[0]!.length;
  example.samples = new Float32Array(numChannels * newLength);
  for (const [c, channel] of changed.entries()) example.samples.set(channel, c * newLength);
}
