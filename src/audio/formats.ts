/** First bytes of a file, enough to tell formats apart by. */
const SIGNATURE_BYTES = 64;

interface Signature {
  /** Place of the bytes, 0 where left out. */
  at?: number;
  bytes: string;
  name: string;
}

/** Audio that ffmpeg converts. Bytes are written as latin1. Longer signatures come before shorter ones they contain. */
const AUDIO: readonly Signature[] = [
  { bytes: "RIFX", name: "RIFX (big-endian WAV)" },
  { bytes: "riff\x2e\x91\xcf\x11", name: "W64 (Sony Wave64)" },
  { at: 8, bytes: "AIFF", name: "AIFF" },
  { at: 8, bytes: "AIFC", name: "AIFF-C" },
  { at: 8, bytes: "AVI ", name: "AVI" },
  { bytes: ".snd", name: "AU (Sun audio)" },
  { bytes: "dns.", name: "AU (Sun audio, little-endian)" },
  { bytes: "caff", name: "CAF (Core Audio)" },
  { bytes: "fLaC", name: "FLAC" },
  { bytes: "OggS", name: "Ogg (Opus or Vorbis)" },
  { bytes: "ID3", name: "MP3" },
  { bytes: "#!AMR", name: "AMR" },
  { bytes: "ADIF", name: "AAC" },
  { bytes: "wvPK", name: "WavPack" },
  { bytes: "MAC ", name: "Monkey's Audio" },
  { bytes: "TTA1", name: "True Audio" },
  { bytes: "MPCK", name: "Musepack" },
  { bytes: "MP+", name: "Musepack" },
  { bytes: "DSD ", name: "DSF" },
  { bytes: "FRM8", name: "DSDIFF" },
  { bytes: "NIST_1A", name: "NIST SPHERE" },
  { bytes: "Creative Voice File", name: "Creative VOC" },
  { bytes: ".ra\xfd", name: "RealAudio" },
  { bytes: ".RMF", name: "RealMedia" },
  { bytes: "FLV\x01", name: "Flash video" },
  { bytes: "\x30\x26\xb2\x75\x8e\x66\xcf\x11", name: "WMA (ASF)" },
  { bytes: "\x00\x00\x01\xba", name: "MPEG video" },
  { bytes: "\x0b\x77", name: "AC-3" },
];

/** Other files that are found under audio names, with what helps. */
const OTHER: readonly (Signature & { advice: string })[] = [
  {
    bytes: "version https://git-lfs",
    name: "a Git LFS pointer in place of the audio",
    advice: "fetch the audio (git lfs pull)",
  },
  { bytes: "PK\x03\x04", name: "a ZIP archive", advice: "unpack it (unzip)" },
  { bytes: "\x1f\x8b", name: "a gzip archive", advice: "unpack it (gunzip)" },
  { bytes: "MThd", name: "MIDI, which holds notes and no sound", advice: "render it to WAV first" },
  { bytes: "<!DOCTYPE", name: "a web page", advice: "the download failed; download it again" },
  { bytes: "<!doctype", name: "a web page", advice: "the download failed; download it again" },
  { bytes: "<html", name: "a web page", advice: "the download failed; download it again" },
];

const CONVERT = "convert it (ffmpeg -i in out.wav)";

/**
 * Recognizes a file that is not WAV by its first bytes.
 *
 * @returns the format's name and what to do with the file; null for an unknown format
 */
export function recognizeFormat(head: Buffer): { name: string; advice: string } | null {
  const start = head.toString("latin1", 0, SIGNATURE_BYTES);
  const matches = ({ at = 0, bytes }: Signature): boolean => start.startsWith(bytes, at);
  const audio = containerOf(start) ?? AUDIO.find(matches)?.name ?? frameOf(head);
  if (audio !== null) return { name: audio, advice: CONVERT };
  const other = OTHER.find(matches);
  if (other !== undefined) return other;
  if (head.length >= 16 && head.every((byte) => byte === 0))
    return { name: "zero bytes", advice: "the copy did not finish; copy it again from its source" };
  return null;
}

/** Containers whose first bytes also name what is inside. */
function containerOf(start: string): string | null {
  if (start.startsWith("\x1a\x45\xdf\xa3")) return start.includes("webm") ? "WebM" : "Matroska";
  if (!start.startsWith("ftyp", 4)) return null;
  const brand = start.slice(8, 12);
  if (brand.startsWith("M4A") || brand.startsWith("M4B")) return "M4A (MP4 audio)";
  if (brand.startsWith("3g")) return "3GP";
  return brand === "qt  " ? "QuickTime" : "MP4";
}

/** Streams without a header begin with the sync word of their first frame. */
function frameOf(head: Buffer): string | null {
  const [first = 0, second = 0] = head;
  if (first === 0xff && second >= 0xe0) {
    // ISO 11172-3 and 13818-7: layer bits 00 are AAC in ADTS frames, 01 and 10 the layers III and II.
    const layer = (second >> 1) & 3;
    if (layer === 0) return (second & 0xf0) === 0xf0 ? "AAC" : null;
    return layer === 3 ? null : "MP3";
  }
  const isTransportStream = first === 0x47 && head.length > 188 && head[188] === 0x47;
  return isTransportStream ? "MPEG transport stream" : null;
}
