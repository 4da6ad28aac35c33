/*
 * Ogg (RFC 3533): the last page of a stream has a flag that marks its end, and pages state their sizes.
 */
import { DataError } from "../../errors.js";
import type { ByteSource } from "../reader.js";
import { AS_IT_IS, damaged, type EncodedAudio } from "./encoded.js";

const HEADER_BYTES = 27;
/** A header, a table of 255 segments, and as many segments of 255 bytes. */
const MAX_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;
const FIRST_PAGE = 2;
const LAST_PAGE = 4;
/** Streams of one file, such as a video's: more of them means that the file is damaged. */
const MAX_STREAMS = 64;

/** Codecs by the first bytes of a stream. */
const CODECS: readonly { bytes: string; name: string; isRead: boolean }[] = [
  { bytes: "\x01vorbis", name: "Vorbis", isRead: true },
  { bytes: "OpusHead", name: "Opus", isRead: true },
  { bytes: "\x7fFLAC", name: "FLAC", isRead: true },
  { bytes: "Speex   ", name: "Speex", isRead: false },
  { bytes: "\x80theora", name: "Theora video", isRead: false },
];

interface Page {
  flags: number;
  serial: number;
  /** Place of the first byte of its header. */
  start: number;
  /** Place of the first byte of its content. */
  content: number;
  end: number;
}

/** Checks that the last page of the audio is there, whole, and marked as the last one. */
export function examineOgg(source: ByteSource, name: string): EncodedAudio {
  const { serials, audio } = firstPages(source, name);
  const last = lastPages(source);
  const final = last.at(-1);
  if (final !== undefined && final.end > source.size)
    throw truncated(name, `its last page needs ${final.end - source.size} bytes more`);
  if (final !== undefined && !serials.has(final.serial)) {
    throw new DataError(
      "CHAINED",
      `${name}: several Ogg streams one after another, expected one: only the first would be read; join them (ffmpeg -i in.ogg out.wav)`,
    );
  }
  const end = last.findLast(({ serial }) => serial === audio);
  if (end === undefined || (end.flags & LAST_PAGE) === 0)
    throw truncated(name, "its last page is not marked as the end of the stream");
  // The decoder would leave the page out, and end before it.
  if (!isIntact(source.read(end.start, end.end - end.start)))
    throw damaged(name, "Ogg", "has a last page whose checksum is wrong");
  return AS_IT_IS;
}

/** Returns the numbers of the streams that begin a file, and the one of its audio. */
function firstPages(source: ByteSource, name: string): { serials: Set<number>; audio: number } {
  const serials = new Set<number>();
  let audio: number | null = null;
  let other: string | null = null;
  for (let at = 0; serials.size < MAX_STREAMS; ) {
    const bytes = Buffer.from(source.read(at, HEADER_BYTES + 255 + 16));
    const page = parsePage(bytes, 0);
    if (page === null || (page.flags & FIRST_PAGE) === 0) break;
    serials.add(page.serial);
    const start = bytes.toString("latin1", page.content);
    const codec = CODECS.find((one) => start.startsWith(one.bytes));
    if (codec?.isRead) audio ??= page.serial;
    else other ??= codec?.name ?? null;
    at += page.end;
  }
  if (audio !== null) return { serials, audio };
  if (serials.size === 0) throw damaged(name, "Ogg", "does not begin with the first page of a stream");
  throw new DataError(
    "NOT_AUDIO",
    `${name}: expected Ogg with Vorbis, Opus or FLAC, this has ${other ?? "another codec"}; convert it (ffmpeg -i in.ogg out.wav)`,
  );
}

/** Returns the last pages of a file, in their order; the last one of every stream is among them. */
function lastPages(source: ByteSource): Page[] {
  const size = Math.min(source.size, 2 * MAX_PAGE_BYTES);
  const offset = source.size - size;
  const bytes = source.read(offset, size);
  const pages: Page[] = [];
  for (let at = bytes.indexOf("OggS"); at >= 0; ) {
    const page = parsePage(bytes, at);
    if (page !== null)
      pages.push({ ...page, start: at + offset, content: page.content + offset, end: page.end + offset });
    // Content that looks like a page is skipped with the page that it is in.
    const next = page === null ? at + 4 : page.end;
    at = bytes.indexOf("OggS", next);
  }
  return pages;
}

/** Returns the page whose header begins at `at`, or null. Its places count from the start of `bytes`. */
function parsePage(bytes: Buffer, at: number): Page | null {
  if (at + HEADER_BYTES > bytes.length || bytes.toString("latin1", at, at + 4) !== "OggS") return null;
  if (bytes[at + 4] !== 0) return null;
  const content = at + HEADER_BYTES + bytes[at + 26]!;
  let end = content;
  for (let i = at + HEADER_BYTES; i < Math.min(content, bytes.length); i++) end += bytes[i]!;
  return { flags: bytes[at + 5]!, serial: bytes.readUInt32LE(at + 14), start: at, content, end };
}

const CHECKSUM_PLACE = 22;
let table: Uint32Array | null = null;

/** The table of CRC-32 with the polynomial 0x04c11db7, most significant bit first. */
function crcTable(): Uint32Array {
  table ??= Uint32Array.from({ length: 256 }, (_, i) => {
    let crc = i << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
    return crc;
  });
  return table;
}

/** True if the checksum of a page is that of its bytes, with zero in the checksum's place. */
function isIntact(page: Buffer): boolean {
  const entries = crcTable();
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= CHECKSUM_PLACE && i < CHECKSUM_PLACE + 4 ? 0 : page[i]!;
    crc = (crc << 8) ^ entries[(crc >>> 24) ^ byte]!;
  }
  return crc >>> 0 === page.readUInt32LE(CHECKSUM_PLACE);
}

function truncated(name: string, reason: string): DataError {
  return new DataError(
    "TRUNCATED",
    `${name}: truncated: this Ogg file ends too early: ${reason}. Copy it again from its source; to use what it has, write it again (ffmpeg -i in.ogg -c copy out.ogg)`,
  );
}
