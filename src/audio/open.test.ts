import { expect, it } from "vitest";
import { openAudio } from "./open.js";
import type { ByteSource } from "./reader.js";
import { memorySource } from "./source.js";
import { encodeWav16 } from "./wav.js";

const ramp = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => i / 1024);

/** Returns a source of a file with this identity, and the number of reads of it. */
function fileOf(bytes: Uint8Array, identity: string): { source: ByteSource; numReads: () => number } {
  const memory = memorySource(bytes);
  let numReads = 0;
  const read = (offset: number, length: number): Buffer => {
    numReads++;
    return memory.read(offset, length);
  };
  return { source: { ...memory, identity, read }, numReads: () => numReads };
}

/** An ID3 tag of 300 bytes and some zeros. */
function tagged(bytes: Uint8Array): Buffer {
  const tag = Buffer.alloc(10 + 300 + 7);
  tag.write("ID3\x04", "latin1");
  tag.set([2, 300 - 2 * 128], 8);
  return Buffer.concat([tag, bytes]);
}

it.each([
  ["a file", (bytes: Uint8Array) => bytes],
  ["a file with an ID3 tag", tagged],
])("%s that did not change is opened again without a look at its header", (kind, change) => {
  const bytes = change(encodeWav16(ramp(100), 8000));
  const opened = [1, 2].map(() => {
    const { source, numReads } = fileOf(bytes, kind);
    return { samples: openAudio(source, kind).read(10, 20), numReads: numReads() };
  });
  expect(opened[0]!.numReads).toBeGreaterThan(0);
  expect(opened[1]!.numReads).toBe(0);
  for (const { samples } of opened) expect(samples).toEqual(ramp(100).slice(10, 30));
});

it("a file that changed is examined again, and its errors name the path by which it was opened", () => {
  const wav = encodeWav16(ramp(100), 8000);
  expect(openAudio(fileOf(wav, "old").source, "a.wav").numFrames).toBe(100);
  expect(openAudio(fileOf(encodeWav16(ramp(200), 8000), "new").source, "a.wav").numFrames).toBe(200);
  expect(() => openAudio(fileOf(Buffer.from("text"), "text").source, "a.wav")).toThrow(
    "a.wav: expected audio",
  );
  const linked = openAudio(fileOf(wav, "old").source, "b.wav");
  expect(() => linked.read(0, 1, 5)).toThrow("b.wav: expected 5 channels");
});
