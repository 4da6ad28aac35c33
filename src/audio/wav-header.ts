import { DataError } from "../errors.js";

export interface WavFormat {
  sampleRateHz: number;
  numChannels: number;
  /** Bytes of one sample of every channel. */
  frameBytes: number;
  encoding: "pcm8" | "pcm16" | "pcm24" | "pcm32" | "float32" | "float64";
  dataOffset: number;
  /** null where a streaming writer did not know the length. */
  dataBytes: number | null;
}

const EXTENSIBLE = 0xfffe;
const CODECS: Record<number, string> = {
  2: "Microsoft ADPCM",
  6: "A-law",
  7: "mu-law",
  17: "IMA ADPCM",
  85: "MP3",
};

/**
 * Parses the header (RIFF WAVE, Microsoft 1991; WAVE_FORMAT_EXTENSIBLE, 2001) from a file's first
 * bytes. Gives null when the audio has not begun in `head` and more of the file may follow
 * (`isWhole` false).
 *
 * @throws DataError for what is not a WAV file or has an encoding that is not read
 */
export function parseWavHeader(head: Buffer, path: string, isWhole: boolean): WavFormat | null {
  if (head.length === 0)
    throw new DataError("EMPTY", `${path}: an empty file, expected a WAV file; remove it`);
  const magic = head.toString("latin1", 0, 4);
  if (magic === "RF64") {
    throw new DataError(
      "CODEC",
      `${path}: RF64 files over 4 GiB are not read; split it (sox in.wav out.wav trim 0 3600)`,
    );
  }
  if (magic !== "RIFF" || head.toString("latin1", 8, 12) !== "WAVE") {
    throw new DataError(
      "NOT_WAV",
      `${path}: expected a WAV file (RIFF....WAVE), it begins with ${shown(head)}. ${guess(head)}`,
    );
  }
  let format: Omit<WavFormat, "dataOffset" | "dataBytes"> | null = null;
  for (let at = 12; at + 8 <= head.length; ) {
    const id = head.toString("latin1", at, at + 4);
    const size = head.readUInt32LE(at + 4);
    if (id === "fmt ") {
      if (at + 8 + Math.min(size, 26) > head.length) break;
      format = parseFormat(head.subarray(at + 8, at + 8 + size), path);
    } else if (id === "data") {
      if (format === null)
        throw new DataError("CORRUPT", `${path}: the audio comes before its format; convert the file again`);
      return { ...format, dataOffset: at + 8, dataBytes: size === 0xffffffff ? null : size };
    }
    // Chunks begin on even bytes.
    at += 8 + size + (size % 2);
  }
  if (!isWhole) return null;
  throw new DataError(
    "TRUNCATED",
    `${path}: truncated: ${head.length} bytes and no ${format === null ? "format" : "audio"} in it. Copy it again, or remove it`,
  );
}

function parseFormat(chunk: Buffer, path: string): Omit<WavFormat, "dataOffset" | "dataBytes"> {
  if (chunk.length < 16)
    throw new DataError("CORRUPT", `${path}: a format of ${chunk.length} bytes, expected 16 or more`);
  const tag = chunk.readUInt16LE(0);
  const numChannels = chunk.readUInt16LE(2);
  const sampleRateHz = chunk.readUInt32LE(4);
  const bits = chunk.readUInt16LE(14);
  // An extensible format names its real one in the first two bytes of a GUID.
  const codec = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag;
  const encoding = codec === 1 ? `pcm${bits}` : codec === 3 ? `float${bits}` : "";
  if (!isEncoding(encoding)) {
    const name = codec === 1 || codec === 3 ? `${bits} bits` : (CODECS[codec] ?? `codec ${codec}`);
    throw new DataError(
      "CODEC",
      `${path}: ${name} is not read, expected PCM of 8, 16, 24 or 32 bits or float; convert it (ffmpeg -i in.wav -c:a pcm_s16le out.wav)`,
    );
  }
  if (numChannels === 0 || sampleRateHz === 0) {
    throw new DataError(
      "CORRUPT",
      `${path}: ${numChannels} channels at ${sampleRateHz} Hz; the header is damaged`,
    );
  }
  return { sampleRateHz, numChannels, encoding, frameBytes: numChannels * (bits / 8) };
}

function isEncoding(name: string): name is WavFormat["encoding"] {
  return ["pcm8", "pcm16", "pcm24", "pcm32", "float32", "float64"].includes(name);
}

function shown(head: Buffer): string {
  const text = head.toString("latin1", 0, 12);
  return /^[\x20-\x7e\r\n\t]*$/.test(text) ? JSON.stringify(text) : head.subarray(0, 8).toString("hex");
}

function guess(head: Buffer): string {
  const start = head.toString("latin1", 0, 4);
  if (
    start === "fLaC" ||
    start === "OggS" ||
    start.startsWith("ID3") ||
    (head[0] === 0xff && head[1]! >= 0xe0)
  ) {
    return "It is another audio format under the wrong name: convert it (ffmpeg -i in out.wav)";
  }
  return "Remove it, or replace it by real audio";
}
