/** The one way to recordings: finds the reader of a file by its first bytes. */
import { DataError } from "../errors.js";
import { decodeClock } from "../timing/decode-clock.js";
import { type ReaderName, recognizeFormat } from "./formats.js";
import type { AudioReader, ByteSource } from "./reader.js";
import { type OpenOptions, withSource } from "./source.js";
import { notAudio } from "./unreadable.js";
import { WavFile } from "./wav-file.js";

/** A recording to open. */
export interface OpenRequest {
  source: ByteSource;
  /** The path, with the member of a tar; for messages. */
  name: string;
  /** True for a pipe, whose writer could not state a length in its header. */
  isPipe: boolean;
}

/** Readers by the names that `recognizeFormat` returns. */
const READERS: Record<ReaderName, (request: OpenRequest) => AudioReader> = {
  wav: ({ source, name, isPipe }) => new WavFile(source, name, isPipe),
};

/** Enough to recognize a format. */
const HEAD_BYTES = 1024;

/**
 * Opens a recording. Close it after use; its source must stay open until then.
 *
 * @param name for messages
 * @throws DataError for what is not audio, is in a format that is not read, or is damaged
 */
export function openAudio(source: ByteSource, name: string, isPipe = false): AudioReader {
  const head = source.read(0, Math.min(HEAD_BYTES, source.size));
  if (head.length === 0)
    throw new DataError("EMPTY", `${name}: an empty file, expected audio; copy or record it again`);
  const format = recognizeFormat(head);
  if (format === null || format.reader === null) throw notAudio(head, name);
  return READERS[format.reader]({ source, name, isPipe });
}

/**
 * Opens a file, runs `use` on it and closes it.
 *
 * @throws DataError naming the path, for a file that cannot be read
 */
export function withAudio<T>(path: string, options: OpenOptions, use: (audio: AudioReader) => T): T {
  return withSource(path, options, ({ source, name, isPipe }) => {
    const audio = openAudio(source, name, isPipe);
    decodeClock.mark("open");
    try {
      return use(audio);
    } finally {
      audio.close();
    }
  });
}
