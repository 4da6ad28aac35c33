/** Formats as sndfile.h of libsndfile 1.2.2 numbers them. */

const CONTAINER_MASK = 0x0fff_0000;
const CODEC_MASK = 0xffff;

const CONTAINERS: Record<number, string> = {
  65536: "WAV",
  131072: "AIFF",
  196608: "AU",
  720896: "W64",
  1245184: "WAV",
  1507328: "FLAC",
  1572864: "CAF",
  2097152: "Ogg",
  2228224: "RF64",
  2293760: "MP3",
};

const CODECS: Record<number, string> = {
  16: "mu-law",
  17: "A-law",
  18: "IMA ADPCM",
  19: "Microsoft ADPCM",
  32: "GSM 6.10",
  96: "Vorbis",
  100: "Opus",
  112: "ALAC",
  113: "ALAC",
  114: "ALAC",
  115: "ALAC",
};

/** Codecs whose decoders compute samples that were not in the original. */
const LOSSY: ReadonlySet<number> = new Set([0x60, 0x64, 0x80, 0x81, 0x82]);

/** Returns such as `FLAC`, `Ogg Vorbis`, `WAV mu-law`. */
export function formatName(format: number): string {
  const container = CONTAINERS[format & CONTAINER_MASK] ?? "audio";
  const codec = CODECS[format & CODEC_MASK];
  return codec === undefined ? container : `${container} ${codec}`;
}

/** True for MP3, Vorbis and Opus. */
export function isLossy(format: number): boolean {
  return LOSSY.has(format & CODEC_MASK);
}
