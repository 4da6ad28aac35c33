/** Decodes users' text files as UTF-8, and refuses other encodings by name instead of decoding them incorrectly. */
import { isUtf8 } from "node:buffer";
import { DataError } from "../errors.js";

/**
 * Decodes UTF-8, with or without a byte order mark.
 *
 * @param remedy how to save the file correctly, for messages
 * @throws DataError naming the encoding, or the line and column of the first byte that is not UTF-8
 */
export function decodeText(bytes: Buffer, path: string, remedy: string): string {
  const encoding = wideEncodingOf(bytes);
  if (encoding !== null)
    throw new DataError("ENCODING", `${path}: the text is ${encoding}, expected UTF-8; ${remedy}`);
  if (!isUtf8(bytes)) throw notUtf8(bytes, path, remedy);
  const zero = bytes.indexOf(0);
  if (zero !== -1) {
    const { line, column } = positionOf(bytes, zero);
    throw new DataError(
      "ENCODING",
      `${path}:${line}: a zero byte at column ${column}, expected text; the file is damaged or not text: copy or export it again`,
    );
  }
  const text = bytes.toString("utf8");
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** UTF-16 and UTF-32, by their byte order marks or by where their zero bytes are. */
function wideEncodingOf(bytes: Buffer): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length > 2 ? "UTF-32" : "UTF-16";
  if (a === 0xfe && b === 0xff) return "UTF-16";
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "UTF-32";
  // Without a mark: the header row is ASCII, so every second byte of its beginning is zero.
  const head = bytes.subarray(0, Math.min(64, bytes.length - (bytes.length % 2)));
  if (head.length < 4) return null;
  const zeros = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2]!++;
  const half = head.length / 2;
  return (zeros[0]! > 0.7 * half && zeros[1] === 0) || (zeros[1]! > 0.7 * half && zeros[0] === 0)
    ? "UTF-16"
    : null;
}

function notUtf8(bytes: Buffer, path: string, remedy: string): DataError {
  let at = 0;
  // A byte that is not UTF-8 is decoded as U+FFFD; a U+FFFD that was written is three bytes.
  for (const char of bytes.toString("utf8")) {
    const size = Buffer.byteLength(char);
    if (char === "\uFFFD" && !bytes.subarray(at, at + size).equals(Buffer.from(char))) break;
    at += size;
  }
  const { line, column, before } = positionOf(bytes, at);
  const byte = bytes[at]!.toString(16).padStart(2, "0");
  const guess = bytes.toString("latin1", at, at + 1);
  const seen = bytes[at]! >= 0xa0 ? ` (in Latin-1 and Windows-1252: "${before}${guess}")` : "";
  return new DataError(
    "ENCODING",
    `${path}:${line}: column ${column}: the byte 0x${byte}${seen} is not UTF-8; ${remedy}`,
  );
}

/** Returns line and column, both from 1; columns count characters. */
function positionOf(bytes: Buffer, at: number): { line: number; column: number; before: string } {
  const lines = bytes.toString("utf8", 0, at).split(/\r\n|\r|\n/);
  const last = lines.at(-1)!.replace(/^\uFEFF/, "");
  return { line: lines.length, column: [...last].length + 1, before: [...last].slice(-10).join("") };
}
