/** Facts that a container tells before its audio is decoded: where it begins, and whether all of it is there. */
import { DataError } from "../../errors.js";
import type { ByteSource } from "../reader.js";

/** The bytes that the decoder gets: `head`, then the source from `skip` to `end`. */
export interface EncodedAudio {
  /** Replaces the first `skip` bytes, where the file's own header states no length. */
  head: Uint8Array;
  skip: number;
  /** Infinity: to the source's end. */
  end: number;
  /** The fewest samples of one channel that the container promises, at the rate of the decoder; 0 if unknown. */
  leastFrames: number;
  /** The most samples of one channel, where the decoder only estimates them. */
  mostFrames: number;
  /** The reason why the length was measured instead of read from the header; null for other files. */
  measured: string | null;
}

/**
 * Examines a container, by its headers and its end only.
 *
 * @throws DataError for a file that is cut off, damaged, or not audio
 */
export type Examine = (source: ByteSource, name: string) => EncodedAudio;

/** The file as it is. */
export const AS_IT_IS: EncodedAudio = {
  head: new Uint8Array(0),
  skip: 0,
  end: Number.POSITIVE_INFINITY,
  leastFrames: 0,
  mostFrames: Number.POSITIVE_INFINITY,
  measured: null,
};

/** Returns the error for a file that ends before its header says. */
export function cutOff(name: string, format: string, promised: string, found: string): DataError {
  return new DataError(
    "TRUNCATED",
    `${name}: truncated: the header of this ${format} file promises ${promised}, the file has ${found}. Copy it again from its source; to use what it has, convert it (ffmpeg -i in out.wav)`,
  );
}

/** Returns the error for a file whose structure is damaged. */
export function damaged(name: string, format: string, reason: string): DataError {
  return new DataError(
    "CORRUPT",
    `${name}: damaged: this ${format} file ${reason}. Copy it again from its source; to use what can be decoded, convert it (ffmpeg -i in out.wav)`,
  );
}
