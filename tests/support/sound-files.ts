import { join } from "node:path";
import type { Tensor } from "../../src/tensor/index.js";
import type { Oracle } from "./oracle.js";

/** A file that Python's soundfile wrote, and what it reads from it. */
export interface SoundFile {
  path: string;
  /** Format and codec, as soundfile names them. */
  kind: string;
  sampleRateHz: number;
  samples: Tensor; // [frames, channels]
}

/** Kinds of files by their endings: soundfile's format and codec. */
export const KINDS = {
  flac: "FLAC PCM_16",
  "24.flac": "FLAC PCM_24",
  mp3: "MP3 MPEG_LAYER_III",
  ogg: "OGG VORBIS",
  opus: "OGG OPUS",
  aiff: "AIFF PCM_16",
  "float.aifc": "AIFF FLOAT",
  caf: "CAF PCM_24",
  "alac.caf": "CAF ALAC_16",
  w64: "W64 PCM_16",
  rf64: "RF64 PCM_16",
  au: "AU PCM_16",
  wav: "WAV PCM_16",
  "float.wav": "WAV FLOAT",
  "ulaw.wav": "WAV ULAW",
  "ima.wav": "WAV IMA_ADPCM",
} as const;

export type Ending = keyof typeof KINDS;

/**
 * Writes a file of each kind with soundfile 0.14.0: 1.3 s of noisy tones at 16 kHz, one channel, and at 44.1 kHz, two
 * (Opus: 48 kHz).
 */
export async function writeSoundFiles(oracle: Oracle, folder: string): Promise<SoundFile[]> {
  const found = await oracle.run<Record<string, Tensor>>(
    `
    import soundfile as sf
    rng = np.random.default_rng(1)
    for rate, channels, tag in [(16000, 1, "mono"), (44100, 2, "stereo")]:
        t = np.arange(int(1.3 * rate) + 17) / rate
        x = [0.4 * np.sin(2 * np.pi * 220 * (c + 1) * t) + 0.05 * rng.standard_normal(len(t)) for c in range(channels)]
        for ending, kind in kinds.items():
            format, codec = kind.split()
            path = f"{folder}/{tag}.{ending}"
            rate_of = 48000 if codec == "OPUS" and rate == 44100 else rate
            sf.write(path, np.stack(x, 1), rate_of, format=format, subtype=codec)
            read, rate_read = sf.read(path, dtype="float32", always_2d=True)
            out[f"{rate_read} {tag}.{ending}"] = torch.from_numpy(read)
    `,
    { folder, kinds: KINDS },
  );
  return Object.entries(found).map(([key, samples]) => {
    const [rate, name] = key.split(" ") as [string, string];
    const kind = KINDS[name.slice(name.indexOf(".") + 1) as Ending];
    return { path: join(folder, name), kind, sampleRateHz: Number(rate), samples };
  });
}
