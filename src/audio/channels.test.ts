import { describe, expect, it, test } from "vitest";
import { openAudio } from "./open.js";
import type { AudioReader, ChannelChoice } from "./reader.js";
import { memorySource } from "./source.js";

/** A WAV file of 16-bit PCM whose sample is `100 * channel + frame`. */
function wavOf(numChannels: number, numFrames: number): AudioReader {
  const bytes = Buffer.alloc(44 + 2 * numChannels * numFrames);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  for (const [at, value] of [
    [16, 16],
    [24, 8000],
    [28, 16_000 * numChannels],
    [40, bytes.length - 44],
  ] as const)
    bytes.writeUInt32LE(value, at);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(numChannels, 22);
  bytes.writeUInt16LE(2 * numChannels, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  for (let frame = 0; frame < numFrames; frame++)
    for (let c = 0; c < numChannels; c++)
      bytes.writeInt16LE((100 * c + frame) % 32_768, 44 + 2 * (frame * numChannels + c));
  return openAudio(memorySource(bytes), "a.wav");
}

/** Samples as the integers of the file. */
const read = (wav: AudioReader, channels: ChannelChoice): number[] =>
  [...wav.read(1, 3, channels)].map((sample) => sample * 32_768);

describe("channels are read planar", () => {
  test.each<[number, ChannelChoice, number[]]>([
    [1, "mix", [1, 2, 3]],
    [2, "mix", [51, 52, 53]],
    [3, "first", [1, 2, 3]],
    [1, "stereo", [1, 2, 3, 1, 2, 3]],
    [2, "stereo", [1, 2, 3, 101, 102, 103]],
    [3, 3, [1, 2, 3, 101, 102, 103, 201, 202, 203]],
  ])("of %i channels: %s", (numChannels, choice, expected) => {
    expect(read(wavOf(numChannels, 6), choice)).toEqual(expected);
  });

  it("in blocks, when the stretch is longer than one", () => {
    // 320,000 bytes, a block is 2^18.
    const stereo = wavOf(2, 80_000);
    const samples = stereo.read(0, stereo.numFrames, "stereo");
    expect(samples.length).toBe(2 * stereo.numFrames);
    for (let frame = 0; frame < stereo.numFrames; frame += 997) {
      expect(samples[frame]! * 32_768).toBe(frame % 32_768);
      expect(samples[stereo.numFrames + frame]! * 32_768).toBe((100 + frame) % 32_768);
    }
  });

  test.each<[number, ChannelChoice, string]>([
    [3, "stereo", "a.wav: expected 1 or 2 channels for stereo, the file has 3"],
    [1, 2, "a.wav: expected 2 channels, the file has 1"],
    [2, 1, "a.wav: expected 1 channel, the file has 2"],
  ])("refuses a file of %i channels for %s", (numChannels, choice, message) => {
    expect(() => wavOf(numChannels, 6).read(0, 1, choice)).toThrow(message);
  });
});
