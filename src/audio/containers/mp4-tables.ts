/*
 * Tables of an audio track in MP4 (ISO 14496-12 and 14496-15). FFmpeg takes the length from one of them, and all of them state it:
 * where one is damaged, the others tell.
 */
import type { ByteSource } from "../reader.js";
import { damaged } from "../sndfile/encoded.js";

interface Box {
  type: string;
  /** Place of its content. */
  start: number;
  end: number;
}

const HEADER_BYTES = 8;
const LARGE_HEADER_BYTES = 16;
/** Real files have a few dozen boxes at each level; damaged ones may be read as millions of empty ones. */
const MAX_BOXES = 10_000;
/** Most entries of a table that are read; a day of AAC has 4 million packets. */
const MAX_ENTRIES = 1 << 23;
const CHUNK_BYTES = 1 << 16;

/**
 * Compares what the tables of the first audio track promise. Values that a writer left unknown are not compared, nor files whose
 * tables are in fragments.
 *
 * @throws DataError for tables that contradict each other
 */
export function checkMp4Tables(source: ByteSource, name: string, format: string): void {
  const movie = findBox(source, { start: 0, end: source.size }, "moov");
  if (movie === null) return;
  const tracks = boxesIn(source, movie).filter(({ type }) => type === "trak");
  const track = tracks.find((one) => handlerOf(source, one) === "soun");
  const isFragmented = findBox(source, movie, "mvex") !== null;
  if (track === undefined || isFragmented) return;
  const reason = findContradiction(source, movie, track);
  if (reason !== null) throw damaged(name, format, reason);
}

function findContradiction(source: ByteSource, movie: Box, track: Box): string | null {
  const media = timesOf(source, findBox(source, track, "mdia", "mdhd"));
  const table = findBox(source, track, "mdia", "minf", "stbl");
  // Every track has these; without them FFmpeg makes up times.
  if (media === null || table === null) return "has an audio track without its header or its tables";
  const sizes = findBox(source, table, "stsz");
  // Compact sizes (stz2) are left to FFmpeg.
  if (sizes === null) return null;
  const packets = readPackets(source, findBox(source, table, "stts"));
  if (packets === null) return "has an audio track without a table of times";
  if (packets.count === 0) return null;
  return (
    contradictionOfCounts(source, table, sizes, packets) ??
    contradictionOfTimes(source, movie, track, media, packets)
  );
}

function contradictionOfCounts(
  source: ByteSource,
  table: Box,
  sizes: Box,
  { count }: Packets,
): string | null {
  const numSizes = readCount(source, sizes, 8);
  const numInChunks = countInChunks(source, table);
  const largest = largestSize(source, sizes);
  if (largest > source.size) return `has a packet of ${largest} bytes in a file of ${source.size}`;
  if (count !== numSizes)
    return contradiction(`table of times has ${count} packets`, `table of sizes ${numSizes}`);
  return numInChunks === null || numInChunks === numSizes
    ? null
    : contradiction(`table of sizes has ${numSizes} packets`, `chunks hold ${numInChunks}`);
}

function contradictionOfTimes(
  source: ByteSource,
  movie: Box,
  track: Box,
  media: Times,
  packets: Packets,
): string | null {
  // Writers may count the last packet in another way.
  const isKnown = media.duration > 0 && media.duration < media.unknown;
  if (isKnown && Math.abs(media.duration - packets.duration) > packets.longest)
    return contradiction(`track is ${media.duration} units long`, `packets ${packets.duration}`);
  const whole = timesOf(source, findBox(source, movie, "mvhd"));
  const header = trackDuration(source, findBox(source, track, "tkhd"));
  const edits = readEdits(source, findBox(source, track, "edts", "elst"));
  if (whole === null || header === null || edits === null) return null;
  // The file and the track state the sum of the edits, where this is the longest track; some writers leave out a gap at the start.
  const slack = (packets.longest * whole.scale) / media.scale + 2;
  return Math.abs(header - whole.duration) <= slack && header - edits > slack
    ? contradiction(`track is ${header} units long`, `edit list ${edits}`)
    : null;
}

function contradiction(one: string, other: string): string {
  return `contradicts itself: its ${one}, but its ${other}`;
}

/** Returns the first box of each type inside of the one before, or null. */
function findBox(source: ByteSource, parent: Pick<Box, "start" | "end">, ...types: string[]): Box | null {
  let found: Box | null = null;
  for (const type of types) {
    found = boxesIn(source, found ?? parent).find((box) => box.type === type) ?? null;
    if (found === null) return null;
  }
  return found;
}

function boxesIn(source: ByteSource, { start, end }: Pick<Box, "start" | "end">): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + HEADER_BYTES <= end && boxes.length < MAX_BOXES; ) {
    const head = source.read(at, LARGE_HEADER_BYTES);
    if (head.length < HEADER_BYTES) break;
    const stated = head.readUInt32BE(0);
    const isLarge = stated === 1 && head.length === LARGE_HEADER_BYTES;
    const size = stated === 0 ? end - at : isLarge ? Number(head.readBigUInt64BE(8)) : stated;
    const headBytes = isLarge ? LARGE_HEADER_BYTES : HEADER_BYTES;
    if (size < headBytes) break;
    const type = head.toString("latin1", 4, 8);
    boxes.push({ type, start: at + headBytes, end: Math.min(end, at + size) });
    at += size;
  }
  return boxes;
}

function handlerOf(source: ByteSource, track: Box): string | null {
  const handler = findBox(source, track, "mdia", "hdlr");
  return handler === null ? null : source.read(handler.start + 8, 4).toString("latin1");
}

interface Times {
  /** Units of a second. */
  scale: number;
  /** In units. */
  duration: number;
  /** The duration that stands for an unknown one. */
  unknown: number;
}

/** Reads the time scale and the duration of mvhd and mdhd, which begin alike; null for a box that is not there or cut. */
function timesOf(source: ByteSource, box: Box | null): Times | null {
  if (box === null) return null;
  const bytes = source.read(box.start, 32);
  if (bytes.length < 32) return null;
  const isLong = bytes[0] === 1;
  const scale = bytes.readUInt32BE(isLong ? 20 : 12);
  const duration = isLong ? Number(bytes.readBigUInt64BE(24)) : bytes.readUInt32BE(16);
  return scale === 0 ? null : { scale, duration, unknown: isLong ? 2 ** 63 : 2 ** 32 - 1 };
}

function trackDuration(source: ByteSource, box: Box | null): number | null {
  if (box === null) return null;
  const bytes = source.read(box.start, 36);
  if (bytes.length < 36) return null;
  return bytes[0] === 1 ? Number(bytes.readBigUInt64BE(28)) : bytes.readUInt32BE(20);
}

/** Returns the number at `at` of a box, or null. */
function readCount(source: ByteSource, box: Box | null, at: number): number | null {
  if (box === null || box.start + at + 4 > box.end) return null;
  const bytes = source.read(box.start + at, 4);
  return bytes.length < 4 ? null : bytes.readUInt32BE(0);
}

/** Yields the entries of a table: groups of `numFields` 32-bit numbers behind their count. */
function* entriesOf(source: ByteSource, box: Box, numFields: number): Generator<number[], void, void> {
  const entryBytes = 4 * numFields;
  const stated = readCount(source, box, 4) ?? 0;
  const numEntries = Math.min(stated, MAX_ENTRIES, Math.floor((box.end - box.start - 8) / entryBytes));
  const numAtOnce = Math.floor(CHUNK_BYTES / entryBytes);
  for (let i = 0; i < numEntries; i += numAtOnce) {
    // A copy: the bytes of a source live until its next read.
    const bytes = Buffer.from(
      source.read(box.start + 8 + i * entryBytes, entryBytes * Math.min(numAtOnce, numEntries - i)),
    );
    for (let at = 0; at + entryBytes <= bytes.length; at += entryBytes)
      yield Array.from({ length: numFields }, (_, k) => bytes.readUInt32BE(at + 4 * k));
  }
}

interface Packets {
  count: number;
  /** Sum of their durations, and the longest one, in units. */
  duration: number;
  longest: number;
}

/** Sums the table of times (stts). */
function readPackets(source: ByteSource, box: Box | null): Packets | null {
  if (box === null) return null;
  const packets = { count: 0, duration: 0, longest: 0 };
  for (const [count = 0, duration = 0] of entriesOf(source, box, 2)) {
    packets.count += count;
    packets.duration += count * duration;
    if (count > 1 || packets.longest === 0) packets.longest = Math.max(packets.longest, duration);
  }
  return packets;
}

/** Returns the largest size in a table of sizes (stsz): one for all packets, or one for each. */
function largestSize(source: ByteSource, box: Box): number {
  const common = readCount(source, box, 4) ?? 0;
  if (common > 0) return common;
  let largest = 0;
  // Sizes follow a field more than the entries of other tables.
  for (const [size = 0] of entriesOf(source, { ...box, start: box.start + 4 }, 1))
    largest = Math.max(largest, size);
  return largest;
}

/** Counts the packets in chunks (stsc with stco or co64); null without these tables. */
function countInChunks(source: ByteSource, table: Box): number | null {
  const places = findBox(source, table, "stco") ?? findBox(source, table, "co64");
  const runs = findBox(source, table, "stsc");
  const numChunks = readCount(source, places, 4);
  if (runs === null || numChunks === null) return null;
  let numPackets = 0;
  let before: { first: number; count: number } | null = null;
  for (const [first = 0, count = 0] of entriesOf(source, runs, 3)) {
    if (before !== null) numPackets += (first - before.first) * before.count;
    before = { first, count };
  }
  return before === null ? null : numPackets + (numChunks + 1 - before.first) * before.count;
}

/** Returns the sum of the edits that play something, or null without them. */
function readEdits(source: ByteSource, box: Box | null): number | null {
  if (box === null) return null;
  const isLong = source.read(box.start, 1)[0] === 1;
  let sum = 0;
  for (const fields of entriesOf(source, box, isLong ? 5 : 3)) {
    const [high = 0, low = 0] = isLong ? fields : [0, ...fields];
    const isEmpty = fields[isLong ? 2 : 1] === 0xffffffff;
    if (!isEmpty) sum += high * 2 ** 32 + low;
  }
  return sum;
}
