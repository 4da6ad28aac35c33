import { DataError } from "../errors.js";
import { recognizeFormat } from "./formats.js";

/**
 * Returns the error for a file that is not read: its format by its first bytes, and what to do.
 *
 * @param head the first bytes of the file
 */
export function notAudio(head: Buffer, name: string): DataError {
  const known = recognizeFormat(head);
  if (known !== null) {
    return new DataError(
      "NOT_AUDIO",
      `${name}: expected audio in a format that is read, this is ${known.name}; ${known.advice}`,
    );
  }
  const text = head.toString("latin1", 0, 12);
  const shown = /^[\x20-\x7e\r\n\t]*$/.test(text)
    ? JSON.stringify(text)
    : head.subarray(0, 8).toString("hex");
  return new DataError(
    "NOT_AUDIO",
    `${name}: expected audio, the file begins with ${shown}, which is no known audio format. If it is audio, convert it (ffmpeg -i in out.wav)`,
  );
}
