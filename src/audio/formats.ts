/** Recognizes the format of a recording by its first bytes. */

/** First bytes of a file, enough to tell formats apart by. */
export const SIGNATURE_BYTES = 64;

/** The readers of formats; see open.ts. */
export type ReaderName =
  | ("wav" | "aiff" | "au" | "caf" | "flac" | "mp3" | "ogg" | "rifx" | "w64")
  | "webm"
  | ("mp4" | "aac" | "ac3" | "amr" | "ape" | "asf" | "tta" | "wv");

/** A file's format and what to do with it. */
export interface KnownFormat {
  name: string;
  /** null for a format that is not read. */
  reader: ReaderName | null;
  /** The remedy for a file that is not read. */
  advice: string;
}

interface Signature {
  /** Place of the bytes, 0 where left out. */
  at?: number;
  bytes: string;
  name: string;
  /** Left out for a format that is not read. */
  reader?: ReaderName;
}

/** Audio by its first bytes, written as latin1. Longer signatures come before shorter ones they contain. */
const AUDIO: readonly Signature[] = [
  { bytes: "RIFX", name: "RIFX (big-endian WAV)", reader: "rifx" },
  { bytes: "riff\x2e\x91\xcf\x11", name: "W64 (Sony Wave64)", reader: "w64" },
  { at: 8, bytes: "AIFF", name: "AIFF", reader: "aiff" },
  { at: 8, bytes: "AIFC", name: "AIFF-C", reader: "aiff" },
  { at: 8, bytes: "AVI ", name: "AVI" },
  { bytes: ".snd", name: "AU (Sun audio)", reader: "au" },
  { bytes: "dns.", name: "AU (Sun audio, little-endian)", reader: "au" },
  { bytes: "caff", name: "CAF (Core Audio)", reader: "caf" },
  { bytes: "fLaC", name: "FLAC", reader: "flac" },
  { bytes: "OggS", name: "Ogg", reader: "ogg" },
  { bytes: "#!AMR", name: "AMR", reader: "amr" },
  { bytes: "ADIF", name: "AAC" },
  { bytes: "wvpk", name: "WavPack", reader: "wv" },
  { bytes: "MAC ", name: "Monkey's Audio", reader: "ape" },
  { bytes: "TTA1", name: "True Audio", reader: "tta" },
  { bytes: "MPCK", name: "Musepack" },
  { bytes: "MP+", name: "Musepack" },
  { bytes: "DSD ", name: "DSF" },
  { bytes: "FRM8", name: "DSDIFF" },
  { bytes: "NIST_1A", name: "NIST SPHERE" },
  { bytes: "Creative Voice File", name: "Creative VOC" },
  { bytes: ".ra\xfd", name: "RealAudio" },
  { bytes: ".RMF", name: "RealMedia" },
  { bytes: "FLV\x01", name: "Flash video" },
  { bytes: "\x30\x26\xb2\x75\x8e\x66\xcf\x11", name: "WMA (ASF)", reader: "asf" },
  { bytes: "\x00\x00\x01\xba", name: "MPEG video" },
  { bytes: "\x0b\x77", name: "AC-3", reader: "ac3" },
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

/** Returns the format of a file by its first bytes; null for an unknown one. */
export function recognizeFormat(head: Buffer): KnownFormat | null {
  const start = head.toString("latin1", 0, SIGNATURE_BYTES);
  if (/^(RIFF|RF64|BW64).{4}WAVE/s.test(start)) return { name: "WAV", reader: "wav", advice: CONVERT };
  const matches = ({ at = 0, bytes }: Signature): boolean => start.startsWith(bytes, at);
  const container = containerOf(start);
  if (container !== null) return { ...container, advice: CONVERT };
  const audio = AUDIO.find(matches) ?? frameOf(head);
  if (audio !== null) return { name: audio.name, reader: audio.reader ?? null, advice: CONVERT };
  const other = OTHER.find(matches);
  if (other !== undefined) return { name: other.name, reader: null, advice: other.advice };
  if (head.length >= 16 && head.every((byte) => byte === 0))
    return {
      name: "zero bytes",
      reader: null,
      advice: "the copy did not finish; copy it again from its source",
    };
  return null;
}

/** Containers whose first bytes also name what is inside. */
function containerOf(start: string): { name: string; reader: ReaderName } | null {
  if (start.startsWith("\x1a\x45\xdf\xa3"))
    return { name: start.includes("webm") ? "WebM" : "Matroska", reader: "webm" };
  return start.startsWith("ftyp", 4) ? { name: mp4Name(start.slice(8, 12)), reader: "mp4" } : null;
}

function mp4Name(brand: string): string {
  if (brand.startsWith("M4A") || brand.startsWith("M4B")) return "M4A";
  if (brand.startsWith("3g")) return "3GP";
  return brand === "qt  " ? "QuickTime" : "MP4";
}

/** Streams without a header begin with the sync word of their first frame. */
function frameOf(head: Buffer): Pick<Signature, "name" | "reader"> | null {
  const [first = 0, second = 0] = head;
  if (first === 0xff && second >= 0xe0) {
    // ISO 11172-3 and 13818-7: layer bits 00 are AAC in ADTS frames, 01 and 10 the layers III and II.
    const layer = (second >> 1) & 3;
    if (layer === 0) return (second & 0xf0) === 0xf0 ? { name: "AAC", reader: "aac" } : null;
    if (layer === 1) return { name: "MP3", reader: "mp3" };
    return layer === 2 ? { name: "MP2 (MPEG audio, layer II)" } : null;
  }
  const isTransportStream = first === 0x47 && head.length > 188 && head[188] === 0x47;
  return isTransportStream ? { name: "MPEG transport stream" } : null;
}
