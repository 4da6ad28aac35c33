/** FLAC and AIFF as the addon reads them itself, in each of their codings, against Python's soundfile. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { parseAiffHeader } from "../src/audio/aiff-header.js";
import { FlacFile } from "../src/audio/flac-file.js";
import { PcmFile } from "../src/audio/pcm-file.js";
import type { AudioReader } from "../src/audio/reader.js";
import { examineFlac } from "../src/audio/sndfile/flac.js";
import { memorySource, withSource } from "../src/audio/source.js";
import { randomFloat } from "../src/data/random.js";
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
    compare(new FlacFile(memory, name, layout!, never), samples, key);
    withSource(path, {}, ({ source }) => compare(new FlacFile(source, name, layout!, never), samples, key));
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
    const request = { source: memory, name, isPipe: false, format: "AIFF" };
    compare(new PcmFile(request, layout!), samples, key);
  }
});
