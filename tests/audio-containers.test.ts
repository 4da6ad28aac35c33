/** WebM, and the containers that FFmpeg decodes, against PyAV. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withAudio } from "../src/audio/open.js";
import { decodeAudio, readAudio, readAudioInfo } from "../src/audio/read-audio.js";
import { randomFloat } from "../src/data/random.js";
import { DataError } from "../src/errors.js";
import type { Tensor } from "../src/tensor/index.js";
import { rounds } from "./support/long.js";
import { startOracle } from "./support/oracle.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-containers-"));
afterAll(() => rmSync(folder, { recursive: true }));
const oracle = startOracle();

/** Cuts and flips of each format; `WOODSHED_MUTATIONS=500` for more. */
const NUM_MUTATIONS = rounds("WOODSHED_MUTATIONS", 8, 100);
const random = (...key: number[]): number => randomFloat(78, ...key);

/** Codec, container, sample rate, channels, seconds and the container's options. */
const KINDS = {
  "aac.m4a": ["aac", "ipod", 44_100, 2, 42, {}],
  "mono.m4a": ["aac", "ipod", 16_000, 1, 2.3, {}],
  "alac.m4a": ["alac", "ipod", 44_100, 2, 1.1, {}],
  "adts.aac": ["aac", "adts", 44_100, 2, 1.7, {}],
  "tones.wma": ["wmav2", "asf", 44_100, 2, 1.7, {}],
  "pack.wv": ["wavpack", "wv", 44_100, 2, 1.1, {}],
  "stereo.webm": ["libopus", "webm", 48_000, 2, 3.4, {}],
  // The sizes of clusters and the length are unknown, as in recordings of browsers.
  "live.webm": ["libopus", "webm", 48_000, 1, 1.9, { live: "1" }],
  "speech.webm": ["libopus", "webm", 16_000, 1, 2.2, {}],
  "stereo.opus": ["libopus", "ogg", 48_000, 2, 3.4, {}],
  "speech.opus": ["libopus", "ogg", 16_000, 1, 2.2, {}],
} as const;

type Name = keyof typeof KINDS;
const NAMES = Object.keys(KINDS) as Name[];
const pathOf = (name: Name): string => join(folder, name);
/** Containers whose end shows that they are whole; a live recording and ADTS state no length. */
const SIZED: readonly Name[] = ["aac.m4a", "mono.m4a", "alac.m4a", "stereo.webm", "speech.webm"];

/** Samples that PyAV decodes, [frames, channels]. */
let expected: Record<string, Tensor>;

beforeAll(async () => {
  expected = await oracle.run<Record<string, Tensor>>(
    `
    import av
    for name, (codec, container, rate, channels, seconds, options) in kinds.items():
        count, layout = int(seconds * rate), "stereo" if channels == 2 else "mono"
        t, rng = np.arange(count) / rate, np.random.default_rng(1)
        x = np.stack([0.3 * np.sin(2 * np.pi * 220 * (c + 1) * t) + 0.05 * rng.standard_normal(count) for c in range(channels)])
        x = x.astype(np.float32)
        with av.open(f"{folder}/{name}", "w", format=container, container_options=options) as file:
            stream = file.add_stream(codec, rate=rate)
            stream.layout, stream.bit_rate = layout, 96000
            size = stream.codec_context.frame_size or 1024
            resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate, frame_size=size)
            frame = av.AudioFrame.from_ndarray(x, format="fltp", layout=layout)
            frame.sample_rate, frame.pts = rate, 0
            for piece in resampler.resample(frame) + resampler.resample(None):
                file.mux(stream.encode(piece))
            file.mux(stream.encode(None))
        with av.open(f"{folder}/{name}") as file:
            floats = av.AudioResampler(format="fltp")
            frames = [one for frame in file.decode(audio=0) for one in floats.resample(frame)]
            read = np.concatenate([one.to_ndarray() for one in frames], 1)
            out[name] = torch.from_numpy(np.ascontiguousarray(read.T))
    `,
    { folder, kinds: KINDS as unknown as Record<string, never> },
  );
});

/** Largest difference of planar samples [channels * frames] to PyAV's, over the frames that both have. */
function differenceTo(name: Name, planar: Float32Array, numFrames: number): number {
  const [rows, channels] = expected[name]!.shape as [number, number];
  const theirs = expected[name]!.toFloat32Array();
  let most = 0;
  for (let c = 0; c < channels; c++)
    for (let i = 0; i < Math.min(numFrames, rows); i++)
      most = Math.max(most, Math.abs(planar[c * numFrames + i]! - theirs[i * channels + c]!));
  return most;
}

/** Compares without listing the differences of long arrays. */
function expectSame(samples: Float32Array, other: Float32Array, what = ""): void {
  const different = samples.findIndex((value, i) => value !== other[i]);
  expect([what, samples.length, different]).toEqual([what, other.length, -1]);
}

describe("samples", () => {
  // WebM of PyAV has another decoder for Opus; an Ogg file with the same packets is compared below.
  it.each(NAMES.filter((name) => !/webm|opus/.test(name)))("of %s equal PyAV's", (name) => {
    const { sampleRateHz, numChannels, numFrames } = readAudioInfo(pathOf(name));
    const [, , rate, channels, seconds] = KINDS[name];
    expect([sampleRateHz, numChannels]).toEqual([rate, channels]);
    // PyAV returns the padding of the last frame, too.
    // M4A's edit list states the length in whole milliseconds.
    if (name.endsWith("m4a"))
      expect(Math.abs(numFrames - seconds * rate)).toBeLessThanOrEqual(1 + rate / 1000);
    else expect(numFrames).toBe(expected[name]!.shape[0]);
    const planar = withAudio(pathOf(name), {}, (audio) => audio.read(0, numFrames, numChannels));
    // Noise that the decoder makes up is drawn anew in each segment; the first one has 30 s.
    const compared = name === "aac.m4a" ? 30 * rate : numFrames;
    const own = withAudio(pathOf(name), {}, (audio) => audio.read(0, compared, numChannels));
    expect(differenceTo(name, own, compared)).toBeLessThan(1e-6);
    expect(planar.length).toBe(numFrames * numChannels);
  });

  it.each([
    ["stereo.webm", "stereo.opus"],
    ["speech.webm", "speech.opus"],
  ] as const)("of %s equal those of the same packets in Ogg, to the bit", (webm, opus) => {
    const [a, b] = [readAudio(pathOf(webm)), readAudio(pathOf(opus))];
    expect(a.sampleRateHz).toBe(KINDS[webm][2]);
    expectSame(a.samples, b.samples);
  });

  it("of WebM are PyAV's within what two decoders of Opus differ, and as many", () => {
    const { numFrames } = readAudioInfo(pathOf("live.webm"));
    expect(numFrames).toBe(expected["live.webm"]!.shape[0]);
    const own = withAudio(pathOf("live.webm"), {}, (audio) => audio.read(0, numFrames, 1));
    expect(differenceTo("live.webm", own, numFrames)).toBeLessThan(1e-3);
  });

  it.each(NAMES)("of crops of %s equal the slice of the whole to the bit", (name) => {
    const { sampleRateHz: rate, numFrames } = readAudioInfo(pathOf(name));
    const bytes = readFileSync(pathOf(name));
    const tar = join(folder, "members.tar");
    writeFileSync(tar, Buffer.concat([Buffer.alloc(512), bytes, Buffer.alloc(100)]));
    const whole = readAudio(pathOf(name)).samples;
    expectSame(decodeAudio(bytes, "bytes").samples, whole);
    const places = [0, 0.97, 0.4, ...[1, 2, 3].map((i) => random(1, i))];
    withAudio(tar, { part: { offset: 512, size: bytes.length, member: name } }, (kept) => {
      for (const place of places) {
        const count = Math.min(Math.floor(rate / 4), numFrames);
        const first = Math.floor(place * (numFrames - count));
        const slice = whole.subarray(first, first + count);
        expectSame(
          withAudio(pathOf(name), {}, (audio) => audio.read(first, count)),
          slice,
          `from ${first}`,
        );
        expectSame(kept.read(first, count), slice, `kept, from ${first}`);
      }
    });
  });
});

describe("damage", () => {
  const damagedAt = join(folder, "damaged");

  /** Returns the samples that are read, or the error. */
  function attempt(bytes: Buffer, name: string): number | Error {
    writeFileSync(`${damagedAt}-${name}`, bytes);
    try {
      return readAudio(`${damagedAt}-${name}`).samples.length;
    } catch (error) {
      return error as Error;
    }
  }

  it.each(SIZED)("that cuts %s is an error", (name) => {
    const bytes = readFileSync(pathOf(name));
    for (let i = 0; i < NUM_MUTATIONS; i++) {
      const size = Math.floor((0.05 + 0.94 * random(2, i)) * bytes.length);
      const result = attempt(bytes.subarray(0, size), name);
      expect(result, `cut at ${size} of ${bytes.length}`).toBeInstanceOf(DataError);
      expect((result as Error).message).toContain(`damaged-${name}: `);
    }
  });

  it.each(NAMES.filter((name) => name !== "aac.m4a"))("of single bits of %s crashes nothing", (name) => {
    const bytes = readFileSync(pathOf(name));
    for (let i = 0; i < NUM_MUTATIONS; i++) {
      const flipped = Buffer.from(bytes);
      const at = Math.floor(random(3, i) * bytes.length);
      flipped[at]! ^= 1 << Math.floor(8 * random(4, i));
      const result = attempt(flipped, name);
      if (typeof result !== "number") expect(result).toBeInstanceOf(DataError);
    }
  });

  it("of what tells an Opus packet from others, and of the length that it states, is an error", () => {
    const bytes = readFileSync(pathOf("speech.webm"));
    // SimpleBlock with a packet: number of the track, time, flags, then the byte with the length.
    const places = [...bytes.keys()].filter(
      (at) =>
        bytes[at] === 0xa3 && bytes[at + 3] === 0x81 && bytes[at + 6] === 0x80 && bytes[at + 1]! >= 0x40,
    );
    expect(places.length).toBeGreaterThan(50);
    const flips = [
      [0, 0x01, /an element whose content begins at byte \d+ is none of a cluster/], // another ID
      [3, 0x02, /the block at byte \d+ is of a track that the file does not have/],
      [7, 0x08, /the block at byte \d+ has another length than the time/], // 10 ms, not 20
    ] as const;
    for (const at of [places[0]!, places[1]!, places[30]!, places.at(-2)!]) {
      for (const [place, bits, message] of flips) {
        const flipped = Buffer.from(bytes);
        flipped[at + place]! ^= bits;
        expect(String(attempt(flipped, "speech.webm")), `byte ${at + place}`).toMatch(message);
      }
    }
  });

  it("is none if two recordings follow each other in one file", () => {
    const bytes = readFileSync(pathOf("live.webm"));
    const both = attempt(Buffer.concat([bytes, bytes]), "twice.webm");
    expect(both).toBeGreaterThan(1.9 * readAudio(pathOf("live.webm")).samples.length);
  });

  it("of a table of M4A that would shorten it or make times up is an error that names what contradicts", () => {
    const bytes = readFileSync(pathOf("mono.m4a"));
    /** Place of a field behind the type of a box. */
    const placeOf = (type: string, field: number): number => bytes.indexOf(type, "latin1") + 4 + field;
    const flips = [
      // The number of packets, the duration of the first run of them, and packets in chunks.
      [placeOf("stts", 11), 0x04, /its table of times has \d+ packets, but its table of sizes 37/],
      [placeOf("stts", 14), 0x01, /its track is 37824 units long, but its packets \d+/],
      [placeOf("stsc", 15), 0x08, /its table of sizes has 37 packets, but its chunks hold 45/],
      [placeOf("mdhd", 18), 0x80, /its track is 5056 units long, but its packets 37824/],
      [placeOf("elst", 11), 0x80, /its track is 2300 units long, but its edit list 2172/],
      [placeOf("stsz", 16), 0x40, /has a packet of 1\d+ bytes in a file of \d+/],
      [placeOf("mdhd", -1), 0x02, /has an audio track without its header/],
      [placeOf("stts", -1), 0x02, /has an audio track without a table of times/],
    ] as const;
    for (const [at, bits, message] of flips) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= bits;
      expect(String(attempt(flipped, "mono.m4a")), `byte ${at}`).toMatch(message);
    }
  });

  it("of a whole segment is an error that says where audio is missing or what does not decode", () => {
    const bytes = readFileSync(pathOf("mono.m4a"));
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(0, middle, middle + 2000);
    expect((attempt(bytes, "hole.m4a") as Error).message).toMatch(/hole\.m4a: damaged: this M4A file /);
  });
});

it("opens no file that a playlist under the name of a recording refers to", () => {
  const playlist = join(folder, "list.m4a");
  writeFileSync(playlist, `ffconcat version 1.0\nfile '${pathOf("mono.m4a")}'\n`);
  expect(() => readAudio(playlist)).toThrow(/list\.m4a: expected audio, the file begins with "ffconcat ver/);
  const disguised = join(folder, "disguised.aac");
  writeFileSync(
    disguised,
    Buffer.concat([Buffer.from([0xff, 0xf1]), Buffer.from(`\n#EXTM3U\n${basename(playlist)}\n`)]),
  );
  expect(() => readAudio(disguised)).toThrow(DataError);
});
