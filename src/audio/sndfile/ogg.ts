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

interface Codec {
  /** First bytes of a stream. */
  bytes: string;
  name: string;
  isRead: boolean;
  /** True if positions count samples at the rate of the decoder; those of Opus count at 48 kHz. */
  countsSamples?: boolean;
}

const CODECS: readonly Codec[] = [
  { bytes: "\x01vorbis", name: "Vorbis", isRead: true, countsSamples: true },
  { bytes: "OpusHead", name: "Opus", isRead: true },
  { bytes: "\x7fFLAC", name: "FLAC", isRead: true, countsSamples: true },
  { bytes: "Speex   ", name: "Speex", isRead: false },
  { bytes: "\x80theora", name: "Theora video", isRead: false },
];

/** Facts for decoding a stream of Vorbis. */
export interface VorbisLayout {
  serial: number;
  /** Place of the last page. */
  lastPage: number;
  /** The position of the last page. */
  numFrames: number;
}

export interface ExaminedOgg {
  encoded: EncodedAudio;
  /** null for another codec. */
  vorbis: VorbisLayout | null;
}

interface Page {
  /** Samples at its end; 0 for headers, -1 if no packet ends in it. */
  position: number;
  flags: number;
  serial: number;
  /** Place of the first byte of its header. */
  start: number;
  /** Place of the first byte of its content. */
  content: number;
  end: number;
}

/**
 * Checks that the first pages of the audio are whole, and that the last one is there, whole, and marked as such: the decoder takes
 * the length from them. It leaves damaged pages out; between the first and the last it then ends early, which is noticed.
 */
export function examineOgg(source: ByteSource, name: string): ExaminedOgg {
  const { serials, audio, codec } = firstPages(source, name);
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
  const first = checkFirstPages(source, audio, serials, name);
  if (!isIntact(source.read(end.start, end.end - end.start)))
    throw damaged(name, "Ogg", "has a last page whose checksum is wrong");
  const isCounted = codec.countsSamples === true && first !== null;
  const leastFrames = isCounted ? end.position - first.position : 0;
  const isVorbis = codec.name === "Vorbis" && end.position > 0 && Number.isSafeInteger(end.position);
  const vorbis = isVorbis ? { serial: audio, lastPage: end.start, numFrames: end.position } : null;
  return { encoded: { ...AS_IT_IS, leastFrames }, vorbis };
}

/** Returns the numbers of the streams that begin a file, and the number and codec of its audio. */
function firstPages(source: ByteSource, name: string): { serials: Set<number>; audio: number; codec: Codec } {
  const serials = new Set<number>();
  let audio: { audio: number; codec: Codec } | null = null;
  let other: string | null = null;
  for (let at = 0; serials.size < MAX_STREAMS; ) {
    const bytes = Buffer.from(source.read(at, HEADER_BYTES + 255 + 16));
    const page = parsePage(bytes, 0);
    if (page === null || (page.flags & FIRST_PAGE) === 0) break;
    serials.add(page.serial);
    const start = bytes.toString("latin1", page.content);
    const codec = CODECS.find((one) => start.startsWith(one.bytes));
    if (codec?.isRead) audio ??= { audio: page.serial, codec };
    else other ??= codec?.name ?? null;
    at += page.end;
  }
  if (audio !== null) return { serials, ...audio };
  if (serials.size === 0) throw damaged(name, "Ogg", "does not begin with the first page of a stream");
  throw new DataError(
    "NOT_AUDIO",
    `${name}: expected Ogg with Vorbis, Opus or FLAC, this has ${other ?? "another codec"}; convert it (ffmpeg -i in.ogg out.wav)`,
  );
}

/** Checks the pages of the headers and the first one with a position, which it returns: there the decoder begins to count. */
function checkFirstPages(
  source: ByteSource,
  audio: number,
  serials: ReadonlySet<number>,
  name: string,
): Page | null {
  for (let at = 0; at < source.size; ) {
    const head = source.read(at, HEADER_BYTES + 255);
    const page = parsePage(head, 0);
    if (page === null || !serials.has(page.serial))
      throw damaged(name, "Ogg", `has no page of its own at byte ${at}, where its audio begins`);
    if (page.serial === audio) {
      const bytes = source.read(at, page.end);
      if (bytes.length < page.end || !isIntact(bytes))
        throw damaged(name, "Ogg", `has a page at byte ${at} whose checksum is wrong`);
      if (page.position > 0) return page;
    }
    at += page.end;
  }
  return null;
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
  const position = Number(bytes.readBigInt64LE(at + 6));
  return { position, flags: bytes[at + 5]!, serial: bytes.readUInt32LE(at + 14), start: at, content, end };
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
