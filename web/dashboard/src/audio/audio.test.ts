import { describe, expect, test } from "vitest";
import { Recent } from "../../../../src/recent.js";
import { MAGMA } from "./magma.js";
import { Fft, kilohertzTicks, spectrogram } from "./stft.js";
import { decodeWav } from "./wav.js";

test("the Fourier transform equals its definition", () => {
  const size = 16;
  const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i * i) + i / 7);
  const [re, im] = [values.slice(), new Float32Array(size)];
  new Fft(size).run(re, im);
  for (let k = 0; k < size; k++) {
    let [x, y] = [0, 0];
    for (let i = 0; i < size; i++) {
      x += values[i]! * Math.cos((2 * Math.PI * i * k) / size);
      y -= values[i]! * Math.sin((2 * Math.PI * i * k) / size);
    }
    expect(re[k]).toBeCloseTo(x, 4);
    expect(im[k]).toBeCloseTo(y, 4);
  }
});

describe("spectrogram", () => {
  test("a tone is loudest in its bin, in every frame; silence is 0", () => {
    const rate = 8000;
    const tone = Float32Array.from({ length: rate }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / rate));
    const { levels, numBins } = spectrogram(tone, { window: 256, numFrames: 10 });
    for (let frame = 1; frame < 9; frame++) {
      const bins = levels.subarray(frame * numBins, (frame + 1) * numBins);
      expect(bins.indexOf(Math.max(...bins))).toBe((1000 / rate) * 256);
      expect(bins[numBins - 1]).toBe(0);
    }
    expect(Math.max(...spectrogram(new Float32Array(100), { window: 64, numFrames: 3 }).levels)).toBe(0);
  });

  test("ticks are round and few", () => {
    expect(kilohertzTicks(8000)).toEqual([2, 4, 6]);
    expect(kilohertzTicks(22050)).toEqual([5, 10, 15, 20]);
    expect(kilohertzTicks(500)).toEqual([0.1, 0.2, 0.3, 0.4]);
  });

  test("magma ends in black and in light yellow", () => {
    expect([MAGMA[0], MAGMA[255]]).toEqual([0xff040000, 0xffbffdfc]);
  });
});

function wav(samples: readonly number[], { numChannels = 1, rate = 8000, bits = 16 } = {}): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const text = (at: number, value: string): void =>
    [...value].forEach((c, i) => {
      view.setUint8(at + i, c.charCodeAt(0));
    });
  text(0, "RIFF");
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, numChannels, true);
  view.setUint32(24, rate, true);
  view.setUint16(34, bits, true);
  text(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((value, i) => {
    view.setInt16(44 + 2 * i, value, true);
  });
  return view.buffer;
}

describe("WAV", () => {
  test("channels are separated, samples scaled", () => {
    const { channels, durationSec } = decodeWav(wav([0, 16384, -32768, 32767], { numChannels: 2 }));
    expect(channels.map((one) => [...one])).toEqual([
      [0, -1],
      [0.5, 32767 / 32768],
    ]);
    expect(durationSec).toBe(2 / 8000);
  });

  test("a length beyond the file is cut; other files are refused", () => {
    const long = wav([1, 2]);
    new DataView(long).setUint32(40, 0xffffffff, true);
    expect(decodeWav(long).channels[0]).toHaveLength(2);
    expect(() => decodeWav(new ArrayBuffer(10))).toThrow("expected a WAV file");
    expect(() => decodeWav(wav([1], { bits: 24 }))).toThrow("16-bit");
    expect(() => decodeWav(wav([1]).slice(0, 36))).toThrow("no samples");
  });
});

test("recent values stay, up to a size", () => {
  const recent = new Recent<number>(10, (value) => value);
  recent.set("a", 4);
  recent.set("b", 4);
  expect(recent.get("a")).toBe(4);
  recent.set("c", 4);
  expect([recent.get("a"), recent.get("b"), recent.get("c")]).toEqual([4, undefined, 4]);
  recent.set("too large", 50);
  expect([recent.get("too large"), recent.get("a")]).toEqual([50, undefined]);
});
