/** Every format that is read, against Python's soundfile. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAudio, withAudio } from "../src/audio/open.js";
import { decodeAudio, readAudio, readAudioInfo } from "../src/audio/read-audio.js";
import { memorySource } from "../src/audio/source.js";
import { randomFloat } from "../src/data/random.js";
import { DataError } from "../src/errors.js";
import { rounds } from "./support/long.js";
import { startOracle } from "./support/oracle.js";
import { KINDS, type SoundFile, writeSoundFiles } from "./support/sound-files.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-formats-"));
afterAll(() => rmSync(folder, { recursive: true }));
const oracle = startOracle();
let files: SoundFile[] = [];
beforeAll(async () => {
  files = await writeSoundFiles(oracle, folder);
});

/** Cuts and flips of each format; `WOODSHED_MUTATIONS=500` for more. */
const NUM_MUTATIONS = rounds("WOODSHED_MUTATIONS", 8, 100);
/** Formats whose audio has checksums, or whose length follows from its frames. */
const CHECKED = /\.(flac|ogg|opus|mp3)$/;
const LOSSY = /MPEG|VORBIS|OPUS/;
const random = (...key: number[]): number => randomFloat(77, ...key);

/** Interleaved samples of soundfile as planar ones. */
function planar(interleaved: Float32Array, numChannels: number): Float32Array {
  const numFrames = interleaved.length / numChannels;
  return Float32Array.from(
    interleaved,
    (_, i) => interleaved[(i % numFrames) * numChannels + Math.floor(i / numFrames)]!,
  );
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe("samples", () => {
  it("equal soundfile's: to the bit without losses, within 1e-5 with, and of the same length", () => {
    expect(files.length).toBe(2 * Object.keys(KINDS).length);
    for (const { path, kind, sampleRateHz, samples } of files) {
      const [numFrames, numChannels] = samples.shape as [number, number];
      const expected = planar(samples.toFloat32Array(), numChannels);
      withAudio(path, {}, (audio) => {
        expect([path, audio.sampleRateHz, audio.numChannels, audio.numFrames, audio.warning]).toEqual([
          ...[path, sampleRateHz, numChannels, numFrames, null],
        ]);
        const read = audio.read(0, numFrames, numChannels);
        if (LOSSY.test(kind)) expect(largestDifference(read, expected)).toBeLessThan(1e-5);
        else expect(largestDifference(read, expected), path).toBe(0);
      });
    }
  });

  it("of channels are read alone, as a pair and mixed", () => {
    for (const { path } of files.filter(({ path }) => !path.endsWith(".opus"))) {
      withAudio(path, {}, (audio) => {
        const { numFrames, numChannels } = audio;
        const all = audio.read(0, numFrames, numChannels);
        const [first, last] = [all.subarray(0, numFrames), all.subarray(-numFrames)];
        expect(largestDifference(audio.read(0, numFrames, "first"), first)).toBe(0);
        const pair = audio.read(0, numFrames, "stereo");
        expect(largestDifference(pair.subarray(0, numFrames), first)).toBe(0);
        expect(largestDifference(pair.subarray(numFrames), last)).toBe(0);
        const mean = first.map((value, i) => (value + last[i]!) / 2);
        // Rounded once in float64.
        expect(largestDifference(audio.read(0, numFrames), mean)).toBeLessThan(1e-7);
        expect(() => audio.read(0, 1, 5)).toThrow(
          `${path}: expected 5 channels, the file has ${numChannels}`,
        );
      });
    }
  });

  it("of a random crop equal the slice of the whole, from a file, from memory and from a member of a tar", () => {
    for (const [f, { path }] of files.entries()) {
      const bytes = readFileSync(path);
      const whole = decodeAudio(bytes, path).samples;
      const inside = join(folder, "inside.tar");
      const [before, after] = [Buffer.alloc(1536 + f, 1), Buffer.alloc(700, 2)];
      writeFileSync(inside, Buffer.concat([before, bytes, after]));
      const part = { offset: before.length, size: bytes.length, member: "m" };
      const memory = openAudio(memorySource(bytes), path);
      // The synthesis filter of libmpg123 adds in an order that depends on the frames before.
      const rounding = path.endsWith(".mp3") ? 1e-6 : 0;
      for (let i = 0; i < 6; i++) {
        const first = Math.floor(random(f, i) * whole.length);
        const count = Math.floor(random(f, i, 1) * (whole.length - first));
        const slice = whole.slice(first, first + count);
        const crop = withAudio(path, {}, (audio) => audio.read(first, count));
        expect(largestDifference(crop, slice), `${path} ${first}`).toBeLessThanOrEqual(rounding);
        const shared = new Float32Array(new SharedArrayBuffer(4 * count)).fill(9);
        expect(withAudio(path, {}, (audio) => audio.read(first, count, "mix", shared))).toBe(shared);
        expect(shared, path).toEqual(crop);
        expect(largestDifference(memory.read(first, count), slice)).toBeLessThanOrEqual(rounding);
        const member = withAudio(inside, { part }, (audio) => audio.read(first, count));
        expect(largestDifference(member, slice)).toBeLessThanOrEqual(rounding);
      }
      memory.close();
    }
  });

  it("are read by stretches after the file was closed and replaced", () => {
    const original = join(folder, "mono.caf");
    const path = join(folder, "replaced.caf");
    const bytes = readFileSync(original);
    writeFileSync(path, bytes);
    const descriptor = openSync(path, "r");
    const origin = { file: descriptor, offset: 0 };
    const { read } = memorySource(bytes);
    const audio = openAudio({ size: bytes.length, origin, identity: null, read }, path);
    closeSync(descriptor);
    rmSync(path);
    expect(audio.read(100, 50)).toEqual(readAudio(original).samples.slice(100, 150));
    audio.close();
    expect(() => audio.read(0, 1)).toThrow("the recording is closed");
  });
});

describe("damage", () => {
  /** Returns the number of samples, or the error of decoding. */
  function tryDecoding(bytes: Uint8Array, name: string): DataError | number {
    try {
      const { samples } = decodeAudio(bytes, name);
      expect(samples.length).toBeGreaterThan(0);
      return samples.length;
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      expect((error as DataError).message).toContain(name);
      return error as DataError;
    }
  }

  it("that shortens a file is an error in every format, wherever it is cut", () => {
    for (const [f, { path }] of files.entries()) {
      const bytes = readFileSync(path);
      for (let i = 0; i < NUM_MUTATIONS; i++) {
        const size = Math.floor(random(f, i, 2) * bytes.length);
        expect(tryDecoding(bytes.subarray(0, size), basename(path)), `${path} ${size}`).toBeInstanceOf(
          DataError,
        );
      }
      // Up to 7 bytes may be padding.
      expect(tryDecoding(bytes.subarray(0, -9), basename(path)), `${path} but 9 bytes`).toBeInstanceOf(
        DataError,
      );
    }
  });

  /** MP3 has no checksums: a tag that other programs changed may state another delay, of 12 bits at both ends. */
  const MAX_TRIMMED = 2 * 4095;

  it("of single bits crashes nothing, leaves errors or samples, and shortens nothing", () => {
    for (const [f, { path }] of files.entries()) {
      const whole = readFileSync(path);
      const { length } = decodeAudio(whole, path).samples;
      const least = path.endsWith(".mp3") ? length - MAX_TRIMMED : length;
      for (let i = 0; i < NUM_MUTATIONS; i++) {
        const bytes = Buffer.from(whole);
        for (let flip = 0; flip <= random(f, i, 3) * 8; flip++)
          bytes[Math.floor(random(f, i, 4, flip) * bytes.length)]! ^= 1 << (8 * random(f, i, 5, flip));
        const numSamples = tryDecoding(bytes, basename(path));
        // Headers of PCM have no checksums: a flip in a size or a rate that fits the file is another recording.
        if (typeof numSamples === "number" && CHECKED.test(path))
          expect(numSamples, `${path} ${i}`).toBeGreaterThanOrEqual(least);
      }
    }
  });

  it("of the first page of an Ogg file's audio, which would make it begin later, is an error", () => {
    for (const name of ["stereo.ogg", "stereo.opus", "mono.ogg"]) {
      const bytes = readFileSync(join(folder, name));
      // Pages: the header, the comments (with the setup of Vorbis), then audio.
      const second = bytes.indexOf("OggS", bytes.indexOf("OggS", 4) + 4);
      bytes[second + 200]! ^= 4;
      expect(() => decodeAudio(bytes, name)).toThrow(/: damaged: this Ogg file has a page at byte \d+ whose/);
    }
  });

  it("of an MP3's tag: a number of frames that the file does not have is an error", () => {
    const whole = readFileSync(join(folder, "stereo.mp3"));
    const at = ["Xing", "Info"].map((name) => whole.indexOf(name)).find((place) => place >= 0)! + 8;
    for (const change of [-10, 10]) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt32BE(bytes.readUInt32BE(at) + change, at);
      expect(() => decodeAudio(bytes, "a.mp3")).toThrow(
        /^a\.mp3: damaged: this MP3 file states \d+ frames in its tag and has \d+/,
      );
    }
    // A byte before the tag that the decoder does not take for one any more.
    const bytes = Buffer.from(whole);
    bytes[at - 10]! ^= 1;
    expect(() => decodeAudio(bytes, "a.mp3")).toThrow(
      /^a\.mp3: (truncated or )?damaged: this MP3 file promises \d+ samples/,
    );
  });

  it("names the file, its format, what it promises and what it has", () => {
    const cut = (name: string): Buffer => readFileSync(join(folder, name)).subarray(0, -3000);
    expect(() => decodeAudio(cut("mono.flac"), "a.flac")).toThrow(
      /^a\.flac: truncated: the header of this FLAC file promises 20817 samples .*, the file has \d+\. Copy it again/,
    );
    expect(() => decodeAudio(cut("mono.mp3"), "a.mp3")).toThrow(
      /^a\.mp3: truncated: the header of this MP3 file promises \d+ bytes of audio, the file has \d+\. Copy it again/,
    );
    expect(() => decodeAudio(cut("mono.ogg"), "a.ogg")).toThrow(
      /^a\.ogg: truncated: this Ogg file ends too early/,
    );
    expect(() => decodeAudio(cut("mono.aiff"), "a.aiff")).toThrow(
      /this AIFF file promises 41642 bytes of audio, the file has 38642/,
    );
  });
});

describe("headers", () => {
  const bytesOf = (name: string): Buffer => readFileSync(join(folder, name));
  const info = (bytes: Buffer, name: string) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return withAudio(path, {}, ({ numFrames, warning, format }) => ({ numFrames, warning, format }));
  };

  it("without a length are measured, with a warning", () => {
    const flac = bytesOf("mono.flac");
    flac[21]! &= 0xf0;
    flac.fill(0, 22, 26);
    const aiff = bytesOf("mono.aiff");
    aiff.writeUInt32BE(0, aiff.indexOf("SSND") + 4);
    const caf = bytesOf("mono.caf");
    caf.fill(0xff, caf.indexOf("data") + 4, caf.indexOf("data") + 12);
    const au = bytesOf("mono.au");
    au.fill(0xff, 8, 12);
    const w64 = bytesOf("mono.w64");
    w64.fill(0, w64.indexOf("data") + 16, w64.indexOf("data") + 24);
    for (const [name, bytes] of Object.entries({ flac, aiff, caf, au, w64 })) {
      const { numFrames, warning } = info(bytes, `unmeasured.${name}`);
      expect([name, numFrames]).toEqual([name, 20_817]);
      expect(warning).toMatch(/unmeasured\..*: the header states .*; read to the file's end, 1\.301 s/);
    }
  });

  it("of MP3 may be a tag with a picture, padding, or none", () => {
    const mp3 = bytesOf("stereo.mp3");
    const picture = Buffer.alloc(10 + 3_000_000);
    picture.write("ID3\x04\0\0", "latin1");
    for (const [i, shift] of [21, 14, 7, 0].entries()) picture[6 + i] = (3_000_000 >> shift) & 0x7f;
    const whole = decodeAudio(mp3, "whole").samples;
    expect(decodeAudio(Buffer.concat([picture, mp3]), "picture").samples.length).toBe(whole.length);
    expect(decodeAudio(Buffer.concat([picture, Buffer.alloc(999), mp3]), "padding").samples.length).toBe(
      whole.length,
    );
    expect(
      decodeAudio(Buffer.concat([mp3, Buffer.from("TAG"), Buffer.alloc(125)]), "ID3v1").samples.length,
    ).toBe(whole.length);
    expect(decodeAudio(Buffer.concat([picture, bytesOf("mono.flac")]), "FLAC").samples.length).toBe(20_817);
    expect(() => decodeAudio(picture, "a.mp3")).toThrow(/^a\.mp3: .*an ID3 tag and nothing behind it/);
  });

  it("of MP3 without a tag: frames are counted, and a cut one is warned of", async () => {
    const found = await oracle.run<Record<string, string | number>>(
      `
      import soundfile as sf
      t = np.arange(10 * 44100) / 44100
      noise = np.random.default_rng(3).standard_normal(len(t)) * (t > 5) * 0.2
      for mode in ["CONSTANT", "VARIABLE"]:
          sf.write(f"{folder}/{mode}.mp3", 0.2 * np.sin(2000 * t) + noise, 44100, format="MP3", bitrate_mode=mode, compression_level=0.5)
      # The tag is the first frame: without it the recording begins with the encoder's delay.
      data = open(f"{folder}/CONSTANT.mp3", "rb").read()
      start = data.find(data[:2], 4)
      open(f"{folder}/untagged.mp3", "wb").write(data[start:])
      out["numFrames"] = sf.info(f"{folder}/CONSTANT.mp3").frames
      out["untagged"] = len(sf.read(f"{folder}/untagged.mp3")[0])
      `,
      { folder },
    );
    for (const mode of ["CONSTANT", "VARIABLE"]) {
      const bytes = bytesOf(`${mode}.mp3`);
      expect(readAudioInfo(join(folder, `${mode}.mp3`)).numFrames).toBe(441_000);
      const start = bytes.indexOf(bytes.subarray(0, 2), 4);
      const untagged = bytes.subarray(start);
      const { numFrames, warning } = info(untagged, "untagged.mp3");
      expect(warning).toBeNull();
      // Whole frames: the delay of the encoder and the padding remain.
      expect(numFrames).toBeGreaterThan(441_000);
      expect(numFrames).toBeLessThan(441_000 + 4 * 1152);
      expect(decodeAudio(untagged, "untagged").samples.length).toBe(numFrames);
      if (mode === "CONSTANT") expect(numFrames).toBe(found["untagged"]);
      const cut = info(untagged.subarray(0, -100), "cut.mp3");
      expect(cut.warning).toMatch(/cut\.mp3: it ends within a frame, and has no tag/);
    }
  });

  it("of MP3 with frames of a few bytes, which need bytes of many frames before them, are found after a seek", async () => {
    await oracle.run(
      `
      import soundfile as sf
      for hz in [16000, 44100]:
          t = np.arange(4 * hz) / hz
          sf.write(f"{folder}/tone{hz}.mp3", 0.3 * np.sin(2 * np.pi * 300 * t) * np.exp(-2 * (t % 1)), hz, format="MP3")
      `,
      { folder },
    );
    for (const hz of [16_000, 44_100]) {
      const path = join(folder, `tone${hz}.mp3`);
      const whole = decodeAudio(readFileSync(path), path).samples;
      for (const sec of [0.1, 0.5, 1.02, 1.9, 3.3]) {
        const first = Math.round(sec * hz);
        const crop = withAudio(path, {}, (audio) => audio.read(first, hz / 4));
        expect(
          largestDifference(crop, whole.subarray(first, first + hz / 4)),
          `${hz} Hz, ${sec} s`,
        ).toBeLessThan(1e-6);
      }
    }
  });

  it("of two recordings one after another are found", () => {
    const both = Buffer.concat([bytesOf("mono.ogg"), bytesOf("mono.opus")]);
    expect(() => decodeAudio(both, "a.ogg")).toThrow(/^a\.ogg: several Ogg streams one after another/);
    const mp3 = bytesOf("mono.mp3");
    expect(decodeAudio(Buffer.concat([mp3, mp3]), "a.mp3").samples.length).toBeGreaterThan(2 * 20_817);
  });

  it("of text and zeros named .mp3 are refused by content; a FLAC named .wav is read", () => {
    expect(() => decodeAudio(Buffer.from("some text ".repeat(99)), "a.mp3")).toThrow(
      /^a\.mp3: expected audio, the file begins with "some text so"/,
    );
    expect(() => decodeAudio(Buffer.alloc(5000), "a.mp3")).toThrow(/^a\.mp3: .* this is zero bytes/);
    expect(info(bytesOf("mono.flac"), "flac.wav")).toEqual({
      numFrames: 20_817,
      warning: null,
      format: "FLAC",
    });
  });
});
