/** FLAC, AIFF and Vorbis as the addon reads them itself, in each of their codings, against Python's soundfile. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAiffHeader } from "../src/audio/aiff-header.js";
import { FlacFile } from "../src/audio/flac-file.js";
import { PcmFile } from "../src/audio/pcm-file.js";
import { decodeAudio } from "../src/audio/read-audio.js";
import type { AudioReader, ByteSource } from "../src/audio/reader.js";
import { examineFlac } from "../src/audio/sndfile/flac.js";
import { examineOgg } from "../src/audio/sndfile/ogg.js";
import { memorySource, withSource } from "../src/audio/source.js";
import { VorbisFile } from "../src/audio/vorbis-file.js";
import { randomFloat } from "../src/data/random.js";
import { DataError } from "../src/errors.js";
import type { Tensor } from "../src/tensor/index.js";
import { startOracle } from "./support/oracle.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-decoders-"));
afterAll(() => rmSync(folder, { recursive: true }));
const oracle = startOracle();

/** Returns the first place where two arrays differ, or -1. */
function firstDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.findIndex((value, i) => value !== b[i]);
}

/** Compares all channels, crops and the mean with samples [frames, channels] of soundfile. */
function compare(audio: AudioReader, expected: Tensor, key: number): void {
  const [numFrames, numChannels] = expected.shape as [number, number];
  expect([audio.numFrames, audio.numChannels]).toEqual([numFrames, numChannels]);
  const interleaved = expected.toFloat32Array();
  const all = audio.read(0, numFrames, numChannels);
  for (let c = 0; c < numChannels; c++) {
    const channel = Float32Array.from({ length: numFrames }, (_, i) => interleaved[i * numChannels + c]!);
    expect(firstDifference(all.subarray(c * numFrames, (c + 1) * numFrames), channel), audio.name).toBe(-1);
  }
  const mean = Float32Array.from({ length: numFrames }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < numChannels; c++) sum += interleaved[i * numChannels + c]!;
    return sum / numChannels;
  });
  for (let i = 0; i < 5; i++) {
    const first = i === 0 ? 0 : Math.floor(randomFloat(40, key, i) * numFrames);
    const count = i === 0 ? numFrames : Math.floor(randomFloat(40, key, i, 1) * (numFrames - first));
    const crop = audio.read(first, count);
    expect(firstDifference(crop, mean.subarray(first, first + count)), `${audio.name} ${first}`).toBe(-1);
  }
}

const never = (): never => {
  throw new Error("libsndfile was asked");
};

it("FLAC equals soundfile's to the bit: bits, channels, predictors, wasted bits, sides, sizes of blocks", async () => {
  const found = await oracle.run<Record<string, Tensor>>(
    `
    import av
    import soundfile as sf
    rng = np.random.default_rng(5)
    n = 60_011
    t = np.arange(n) / 16000
    noise = rng.uniform(-1, 1, n)
    tone = 0.6 * np.sin(2 * np.pi * (300 + 50 * np.sin(t)) * t) + 0.001 * noise
    quiet = np.concatenate([np.zeros(n // 3), tone[: n - n // 3]])
    steps = np.round(tone * 200) / 256
    # Runs of zeros longer than a word in Rice code: silence with single clicks.
    clicks = np.where(np.arange(n) % 3001 == 7, 0.99, 1e-4 * np.round(noise))
    mixes = {1: [tone], 2: [tone, tone * 0.9 + 0.002 * noise], 3: [noise, quiet, steps], 8: [tone * (c + 1) / 9 for c in range(8)]}
    made = []
    for codec in ["PCM_S8", "PCM_16", "PCM_24"]:
        for channels, signal in mixes.items():
            made.append(f"{codec}-{channels}.flac")
            sf.write(f"{folder}/{made[-1]}", np.stack(signal, 1), 16000, subtype=codec)
    for name, signal in {"noise": noise, "quiet": quiet, "steps": steps, "clicks": clicks, "constant": 0 * t + 0.25}.items():
        made.append(f"{name}.flac")
        sf.write(f"{folder}/{made[-1]}", signal, 16000, subtype="PCM_16")
    pair = np.round(np.stack([tone, 0.5 * noise * (t > 2) + tone * 0.8]) * 32000).astype(np.int16)
    for i, options in enumerate([
        {"ch_mode": "left_side"}, {"ch_mode": "right_side"}, {"ch_mode": "mid_side"},
        {"compression_level": "0"}, {"compression_level": "12"}, {"lpc_type": "cholesky", "max_prediction_order": "32"},
        {"max_partition_order": "0"},
    ]):
        made.append(f"option{i}.flac")
        with av.open(f"{folder}/{made[-1]}", "w") as container:
            stream = container.add_stream("flac", rate=16000, options=options)
            stream.layout = "stereo"
            frame = av.AudioFrame.from_ndarray(pair.T.reshape(1, -1).copy(), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = 16000, 0
            resampler = av.AudioResampler(format="s16", layout="stereo", rate=16000, frame_size=stream.codec_context.frame_size)
            for piece in [*resampler.resample(frame), *resampler.resample(None)]:
                container.mux(stream.encode(piece))
            container.mux(stream.encode(None))
    for name in made:
        out[name] = torch.from_numpy(sf.read(f"{folder}/{name}", dtype="float32", always_2d=True)[0])
    `,
    { folder },
  );
  expect(Object.keys(found).length).toBe(24);
  for (const [key, [name, samples]] of Object.entries(found).entries()) {
    const path = join(folder, name);
    const memory = memorySource(readFileSync(path));
    const { layout } = examineFlac(memory, name);
    const open = (source: ByteSource): FlacFile =>
      new FlacFile({ source, name, isPipe: false }, layout!, never);
    compare(open(memory), samples, key);
    withSource(path, {}, ({ source }) => compare(open(source), samples, key));
  }
});

it("AIFF equals soundfile's to the bit: integers and floats of each size", async () => {
  const found = await oracle.run<Record<string, Tensor>>(
    `
    import soundfile as sf
    rng = np.random.default_rng(6)
    for codec, endian in [("PCM_S8", "FILE"), ("PCM_16", "FILE"), ("PCM_24", "FILE"), ("PCM_32", "FILE"), ("FLOAT", "FILE"), ("DOUBLE", "FILE")]:
        for channels in [1, 2, 3]:
            name = f"{codec}-{endian}-{channels}.aiff"
            sf.write(f"{folder}/{name}", rng.uniform(-1, 1, (5003, channels)), 22050, format="AIFF", subtype=codec, endian=endian)
            out[name] = torch.from_numpy(sf.read(f"{folder}/{name}", dtype="float32", always_2d=True)[0])
    `,
    { folder },
  );
  expect(Object.keys(found).length).toBe(18);
  for (const [key, [name, samples]] of Object.entries(found).entries()) {
    const memory = memorySource(readFileSync(join(folder, name)));
    const layout = parseAiffHeader(memory);
    expect(layout?.sampleRateHz, name).toBe(22_050);
    const request = { source: memory, name, isPipe: false };
    compare(new PcmFile(request, "AIFF", layout!), samples, key);
  }
});

describe("Vorbis", () => {
  /** Rate, channels, quality and seconds; the last one has a single page of audio. */
  const KINDS = [
    [16_000, 1, 0.4, 3],
    [44_100, 2, 0.4, 5],
    [8000, 1, 0.9, 3],
    [48_000, 2, 0, 4],
    [44_100, 2, 1, 3],
    [11_025, 2, 0.3, 3],
    [44_100, 6, 0.5, 2],
    [32_000, 3, 0.5, 2],
    [96_000, 2, 0.5, 2],
    [44_100, 2, 0.6, 0.05],
  ];

  let found: Record<string, Tensor>;
  beforeAll(async () => {
    found = await oracle.run<Record<string, Tensor>>(
      `
      import soundfile as sf
      rng = np.random.default_rng(4)
      for rate, channels, quality, seconds in kinds:
          n = int(rate * seconds)
          t = np.arange(n) / rate
          noise = 0.05 * rng.standard_normal(n) * (t % 1 > 0.5)
          x = np.stack([0.4 * np.sin(2 * np.pi * (220 * (c + 1) + 30 * np.sin(3 * t)) * t) + noise for c in range(channels)], 1)
          # Silence and a click, for blocks of both sizes and channels without a floor.
          x[n // 3 : n // 2] = 0
          x[n // 2] = 0.9
          name = f"{rate}-{channels}-{quality}-{seconds}.ogg"
          with sf.SoundFile(f"{folder}/{name}", "w", rate, channels, format="OGG", subtype="VORBIS", compression_level=1 - quality) as file:
              for i in range(0, n, 20000):
                  file.write(x[i : i + 20000])
          out[name] = torch.from_numpy(sf.read(f"{folder}/{name}", dtype="float32", always_2d=True)[0])
      `,
      { folder, kinds: KINDS },
    );
  });

  function openVorbis(bytes: Buffer, name: string): AudioReader {
    const source = memorySource(bytes);
    const opened = VorbisFile.open(source, name, examineOgg(source, name).vorbis!, never);
    expect(opened, name).not.toBeNull();
    return opened!;
  }

  it("equals soundfile's within 1e-5: rates, channels, qualities, block sizes", () => {
    expect(Object.keys(found).length).toBe(KINDS.length);
    for (const [name, samples] of Object.entries(found)) {
      const [numFrames, numChannels] = samples.shape as [number, number];
      const audio = openVorbis(readFileSync(join(folder, name)), name);
      expect([audio.numFrames, audio.numChannels, audio.sampleRateHz]).toEqual([
        ...[numFrames, numChannels, Number.parseInt(name, 10)],
      ]);
      const interleaved = samples.toFloat32Array();
      const all = audio.read(0, numFrames, numChannels);
      let most = 0;
      for (let c = 0; c < numChannels; c++)
        for (let i = 0; i < numFrames; i++)
          most = Math.max(most, Math.abs(all[c * numFrames + i]! - interleaved[i * numChannels + c]!));
      expect(most, name).toBeLessThan(1e-5);
    }
  });

  it("has crops equal to the slice of the whole to the bit, from a new decoder and from one that goes on", () => {
    for (const [key, name] of Object.keys(found).entries()) {
      const bytes = readFileSync(join(folder, name));
      const kept = openVorbis(bytes, name);
      const whole = openVorbis(bytes, name).read(0, kept.numFrames);
      for (let i = 0; i < 20; i++) {
        const first = Math.floor(randomFloat(41, key, i) * whole.length);
        const count = Math.floor((randomFloat(41, key, i, 1) * (whole.length - first)) / (1 + (i % 3) * 20));
        const slice = whole.subarray(first, first + count);
        expect(firstDifference(kept.read(first, count), slice), `${name} ${first}`).toBe(-1);
        expect(firstDifference(openVorbis(bytes, name).read(first, count), slice), `${name} ${first}`).toBe(
          -1,
        );
      }
    }
  });

  it("names the page in the middle of a file whose checksum is wrong, and decodes crops beside it", () => {
    const name = "44100-2-0.4-5.ogg";
    const bytes = readFileSync(join(folder, name));
    const whole = decodeAudio(bytes, name).samples;
    const at = bytes.indexOf("OggS", bytes.length >> 1);
    bytes[at + 300]! ^= 16;
    expect(() => decodeAudio(bytes, name)).toThrow(
      `${name}: damaged: this Ogg Vorbis file has a page at byte ${at} whose checksum is wrong`,
    );
    const audio = openVorbis(bytes, name);
    expect(() => audio.read(0, audio.numFrames)).toThrow("whose checksum is wrong");
    for (const first of [1000, audio.numFrames - 30_000])
      expect(firstDifference(audio.read(first, 20_000), whole.subarray(first, first + 20_000))).toBe(-1);
    audio.close();
    expect(() => audio.read(0, 1)).toThrow("the recording is closed");
  });

  it("of headers that are damaged under right checksums is left to libsndfile", () => {
    const name = "16000-1-0.4-3.ogg";
    const whole = readFileSync(join(folder, name));
    const setup = whole.indexOf("\x05vorbis", 0, "latin1");
    const page = whole.lastIndexOf("OggS", setup);
    for (let i = 0; i < 200; i++) {
      const bytes = Buffer.from(whole);
      bytes[setup + 7 + Math.floor(randomFloat(42, i) * 3000)]! ^= 1 << Math.floor(8 * randomFloat(42, i, 1));
      signPage(bytes, page);
      try {
        expect(decodeAudio(bytes, name).samples.length).toBe(48_000);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
      }
    }
  });
});

/** Writes the checksum of the page at a place. */
function signPage(bytes: Buffer, at: number): void {
  const numSegments = bytes[at + 26]!;
  let end = at + 27 + numSegments;
  for (let i = 0; i < numSegments; i++) end += bytes[at + 27 + i]!;
  bytes.writeUInt32LE(0, at + 22);
  let crc = 0;
  for (let i = at; i < end; i++) {
    crc ^= bytes[i]! << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  }
  bytes.writeUInt32LE(crc >>> 0, at + 22);
}
