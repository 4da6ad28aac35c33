/** Names of audio files, and the files among them that are in formats that are not read. */
import { closeSync, openSync, readSync } from "node:fs";
import { basename, extname } from "node:path";
import { hasFfmpeg } from "../audio/containers/ffmpeg-libraries.js";
import { setupCommandLine } from "../installation.js";
import { shellWord } from "../shell-word.js";

/** `.bwf` is Broadcast Wave, `.wave` an old ending of the same format. */
const WAV = /\.(wav|wave|bwf)$/i;
/** Endings of the other formats that are read; the content decides which one a file has. */
const READ = /\.(flac|mp3|ogg|oga|opus|aif|aiff|aifc|au|snd|caf|w64|rf64|webm|weba)$/i;
/** Endings of formats that are read where FFmpeg's libraries are installed. */
const READ_BY_FFMPEG = /\.(m4a|m4b|m4r|mp4|aac|ac3|amr|3gp|3ga|wma|mka|ape|wv|tta)$/i;
const UNREAD = /\.(mp2|spx|tak|dsf|dff|sph|nist|voc|gsm)$/i;

/** The first bytes of Matroska and WebM (EBML). */
const MATROSKA = 0x1a45dfa3;

/** True for a name with an ending of WAV files, in upper case too. */
export function isWavName(name: string): boolean {
  return WAV.test(name);
}

/** True for a name with an ending of a format that is read. */
export function isReadName(name: string): boolean {
  return WAV.test(name) || READ.test(name) || (READ_BY_FFMPEG.test(name) && hasFfmpeg());
}

/** True for a name with an ending of any audio format but WAV. */
export function isOtherAudioName(name: string): boolean {
  return READ.test(name) || READ_BY_FFMPEG.test(name) || UNREAD.test(name);
}

/** Recognizes a file without an ending by its first bytes: audio that is read, other audio, or null for no audio. */
export function sniffAudio(path: string): "read" | "other" | null {
  const head = Buffer.alloc(12);
  try {
    const file = openSync(path, "r");
    try {
      readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // The file is not known to be audio, so it is not reported.
    return null;
  }
  const text = head.toString("latin1");
  if (/^((RIFF|RF64|BW64).{4}WAVE|fLaC|OggS|ID3|caff|\.snd|RIFX|riff\x2e\x91|FORM.{4}AIF)/s.test(text))
    return "read";
  if (head.readUInt32BE(0) === MATROSKA) return "read";
  return /^.{4}ftyp/s.test(text) ? (hasFfmpeg() ? "read" : "other") : null;
}

/** Counts files in formats that are not read by their endings. */
export class UnreadAudio {
  readonly paths: string[] = [];

  add(...paths: string[]): void {
    for (const path of paths) this.paths.push(path);
  }

  get size(): number {
    return this.paths.length;
  }

  /** `5 .flac, 1 .mp3`, the most frequent first. */
  counts(): string {
    const byEnding = new Map<string, number>();
    for (const path of this.paths) {
      const ending = extname(path).toLowerCase();
      byEnding.set(ending, (byEnding.get(ending) ?? 0) + 1);
    }
    return [...byEnding]
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .map(([ending, count]) => `${count} ${ending === "" ? "without an ending" : ending}`)
      .join(", ");
  }

  /** `convert them to WAV (ffmpeg -i 000.flac 000.wav)`. */
  advice(): string {
    const name = basename(this.paths[0] ?? "in.flac");
    const stem = name.slice(0, name.length - extname(name).length);
    const install = this.paths.some((path) => READ_BY_FFMPEG.test(path))
      ? `install FFmpeg's libraries, which read M4A and others (${setupCommandLine("ffmpeg")}), or `
      : "";
    return `${install}convert ${this.size === 1 ? "it" : "them"} to WAV (ffmpeg -i ${shellWord(name)} ${shellWord(`${stem}.wav`)})`;
  }
}
