/** ID3 tags (version 2) in front of a recording, with its title and pictures: MP3, FLAC and other files may have them. */
import type { ByteSource } from "./reader.js";

const HEADER_BYTES = 10;
const FOOTER_FLAG = 0x10;
/** Tags of one file. */
const MAX_TAGS = 8;
/** Some writers leave zeros behind a tag. */
const MAX_PADDING_BYTES = 1 << 16;

/** Returns the place of the recording behind its tags; 0 without tags. */
export function endOfTags(source: ByteSource): number {
  let at = 0;
  for (let i = 0; i < MAX_TAGS; i++) {
    const head = source.read(at, HEADER_BYTES);
    if (head.length < HEADER_BYTES || head.toString("latin1", 0, 3) !== "ID3") break;
    // Four bytes of 7 bits each.
    const size = [6, 7, 8, 9].reduce((sum, place) => 128 * sum + (head[place]! & 0x7f), 0);
    at += HEADER_BYTES + size + ((head[5]! & FOOTER_FLAG) === 0 ? 0 : HEADER_BYTES);
  }
  if (at === 0) return 0;
  const padding = source.read(at, MAX_PADDING_BYTES);
  const numZeros = padding.findIndex((byte) => byte !== 0);
  return Math.min(source.size, at + Math.max(0, numZeros));
}
