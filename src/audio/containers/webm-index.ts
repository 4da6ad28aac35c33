/** The Opus packets of a WebM or Matroska file (matroska.org/technical/elements.html). */
import { DataError } from "../../errors.js";
import type { ByteSource } from "../reader.js";
import { BlockTimes } from "./block-times.js";
import { EbmlReader, type Element, vintLength, vintValue } from "./ebml.js";
import { packetSamples } from "./opus-packets.js";

const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  contentEncodings: 0x6d80,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
  discardPadding: 0x75a2,
} as const;

/** Elements whose children are read; all others are skipped. */
const PARENTS: ReadonlySet<number> = new Set([ID.segment, ID.info, ID.tracks, ID.cluster, ID.blockGroup]);
const AUDIO_TRACK = 2;

// The elements of clusters. Nothing in a block has a checksum: one with a damaged ID would be skipped as unknown.
/** Times, places and sizes of clusters; lengths, priorities and references of groups. */
const NUMBERS: ReadonlySet<number> = new Set([
  ...[ID.timestamp, 0xa7, 0xab, 0xbf, 0x9b, 0xfa, 0xfb, 0xfd, ID.discardPadding],
]);
const MAX_NUMBER_BYTES = 8;
/** Beside blocks: SilentTracks, Void, additions, state of the codec, slices. */
const OTHERS: ReadonlySet<number> = new Set([
  ...[ID.simpleBlock, ID.blockGroup, ID.block, 0x5854, 0xec, 0x75a1, 0xa4, 0x8e],
]);
/** IDs from here on have four bytes: a cluster ends where one of them begins. */
const FIRST_TOP_LEVEL = 0x10000000;

/** A track of a file. */
export interface WebmTrack {
  number: number;
  isAudio: boolean;
  /** `A_OPUS`, `A_VORBIS`, ... */
  codec: string;
  codecPrivate: Buffer;
  /** True for compressed or encrypted blocks. */
  isEncoded: boolean;
}

/** Places of a track's packets. */
export interface WebmIndex {
  track: WebmTrack;
  /** Place of each packet in the file. */
  offsets: Float64Array;
  /** Bytes of each packet. */
  sizes: Uint32Array;
  /** Samples at 48 kHz before each packet, and of all at the end. */
  starts: Float64Array;
  /** Samples at 48 kHz to leave out at the end. */
  discarded: number;
}

/**
 * Finds the first audio track; reads no packets.
 *
 * @throws DataError for a file without one
 */
export function readWebmTrack(source: ByteSource, name: string): WebmTrack {
  const reader = new EbmlReader(source);
  for (const element of elementsOf(reader, name)) {
    if (element.id === ID.cluster) break;
    if (element.id !== ID.trackEntry) continue;
    const track = parseTrack(reader, element);
    if (track.isAudio) return track;
  }
  throw new DataError(
    "EMPTY",
    `${name}: a WebM file without an audio track; expected one. Look at it with: ffprobe file`,
  );
}

/**
 * Finds the packets of an Opus track. Reads the headers of all blocks, and the first bytes of packets.
 *
 * @throws DataError for a file that is cut off or damaged, or has no audio
 */
export function indexOpus(source: ByteSource, track: WebmTrack, name: string): WebmIndex {
  const reader = new EbmlReader(source);
  const offsets: number[] = [];
  const sizes: number[] = [];
  const starts = [0];
  const times = new BlockTimes();
  const trackNumbers = new Set<number>();
  let isInCluster = false;
  let discarded = 0;
  let [msPerTick, clusterTicks] = [1, 0];
  for (const element of elementsOf(reader, name)) {
    if (element.id >= FIRST_TOP_LEVEL) isInCluster = element.id === ID.cluster;
    else if (isInCluster && !isOfCluster(element))
      throw damaged(name, `an element whose content begins at byte ${element.start} is none of a cluster`);
    if (element.id === ID.trackEntry) trackNumbers.add(parseTrack(reader, element).number);
    if (element.id === ID.discardPadding) {
      // Nanoseconds; of the last block alone it shortens the end.
      discarded = Math.max(0, Math.round((reader.signed(element) * 48) / 1e6));
    }
    // Nanoseconds.
    if (element.id === ID.timestampScale) msPerTick = reader.unsigned(element) / 1e6;
    if (element.id === ID.timestamp) clusterTicks = reader.unsigned(element);
    if (element.id !== ID.simpleBlock && element.id !== ID.block) continue;
    discarded = 0;
    const before = starts.at(-1)!;
    const packets = packetsOf(reader, element, { trackNumber: track.number, trackNumbers }, name);
    for (const { start, size } of packets) {
      const head = reader.bytes(start, Math.min(2, size));
      const samples = packetSamples(head[0], head[1]);
      if (samples === null)
        throw damaged(name, `a packet of ${size} bytes at byte ${start} is no Opus packet`);
      offsets.push(start);
      sizes.push(size);
      starts.push(starts.at(-1)! + samples);
    }
    if (packets.length === 0) continue;
    const timeMs = (clusterTicks + relativeTicks(reader, element)) * msPerTick;
    const wrong = times.add({ samples: starts.at(-1)! - before, timeMs, start: element.start });
    if (wrong !== null)
      throw damaged(name, `the block at byte ${wrong} has another length than the time until the next one`);
  }
  if (offsets.length === 0)
    throw new DataError("EMPTY", `${name}: a WebM file without audio; record it again`);
  return {
    ...{ track, discarded, offsets: Float64Array.from(offsets) },
    ...{ sizes: Uint32Array.from(sizes), starts: Float64Array.from(starts) },
  };
}

function isOfCluster({ id, start, end }: Element): boolean {
  return OTHERS.has(id) || (NUMBERS.has(id) && end !== null && end - start <= MAX_NUMBER_BYTES);
}

/** Yields all elements in order, children after their parents. */
function* elementsOf(reader: EbmlReader, name: string): Generator<Element, void, void> {
  let at = 0;
  while (at < reader.size) {
    const element = reader.element(at);
    if (element === null) throw damaged(name, `no element begins at byte ${at} of ${reader.size}`);
    if (at === 0 && element.id !== ID.ebml) throw damaged(name, "it does not begin with an EBML header");
    const isParent = PARENTS.has(element.id);
    if (element.end !== null && element.end > reader.size)
      throw new DataError(
        "TRUNCATED",
        `${name}: truncated: an element that ends at byte ${element.end} is cut at byte ${reader.size}; copy the file again ` +
          "from its source, or keep what it has: ffmpeg -i in.webm -c copy out.webm",
      );
    if (element.end === null && !isParent) throw damaged(name, `the element at byte ${at} has no size`);
    yield element;
    at = isParent ? element.start : element.end!;
  }
}

function parseTrack(reader: EbmlReader, entry: Element): WebmTrack {
  const codecPrivate = Buffer.alloc(0);
  const track: WebmTrack = { number: 0, isAudio: false, codec: "", codecPrivate, isEncoded: false };
  for (let at = entry.start; at < entry.end!; ) {
    const child = reader.element(at);
    if (child === null || child.end === null) break;
    if (child.id === ID.trackNumber) track.number = reader.unsigned(child);
    if (child.id === ID.trackType) track.isAudio = reader.unsigned(child) === AUDIO_TRACK;
    if (child.id === ID.codecId) track.codec = reader.text(child);
    if (child.id === ID.contentEncodings) track.isEncoded = true;
    if (child.id === ID.codecPrivate)
      track.codecPrivate = Buffer.from(reader.bytes(child.start, child.end - child.start));
    at = child.end;
  }
  return track;
}

/** Returns the packets of a block: one, or several by its lacing; none for a block of another track. */
function packetsOf(
  reader: EbmlReader,
  block: Element,
  { trackNumber, trackNumbers }: { trackNumber: number; trackNumbers: ReadonlySet<number> },
  name: string,
): { start: number; size: number }[] {
  const end = block.end!;
  // Lacing tables are short: 255 sizes of a few bytes.
  const head = Buffer.from(reader.bytes(block.start, Math.min(4096, end - block.start)));
  const numberBytes = vintLength(head[0]);
  if (numberBytes === 0 || head.length < numberBytes + 3)
    throw damaged(name, `the block at byte ${block.start} is cut`);
  const blockTrack = vintValue(head, 0, numberBytes);
  if (blockTrack === null || !trackNumbers.has(blockTrack))
    throw damaged(name, `the block at byte ${block.start} is of a track that the file does not have`);
  if (blockTrack !== trackNumber) return [];
  const lacing = (head[numberBytes + 2]! >> 1) & 3;
  const content = numberBytes + 3;
  if (lacing === 0) return [{ start: block.start + content, size: end - block.start - content }];
  const sizes = lacedSizes(head, content, lacing, end - block.start);
  if (sizes === null) throw damaged(name, `the block at byte ${block.start} has sizes beyond its end`);
  let start = end - sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => {
    const packet = { start, size };
    start += size;
    return packet;
  });
}

/** Returns a block's time after its cluster's. */
function relativeTicks(reader: EbmlReader, block: Element): number {
  const head = reader.bytes(block.start, 10);
  return head.readInt16BE(vintLength(head[0]));
}

/** Sizes of a block's packets; null for sizes that do not fit. Lacing: 1 Xiph, 2 fixed, 3 EBML. */
function lacedSizes(head: Buffer, content: number, lacing: number, blockBytes: number): number[] | null {
  const numPackets = head[content]! + 1;
  let at = content + 1;
  if (lacing === 2) {
    const size = (blockBytes - at) / numPackets;
    return Number.isInteger(size) ? new Array<number>(numPackets).fill(size) : null;
  }
  const sizes: number[] = [];
  for (let i = 0; i + 1 < numPackets; i++) {
    if (at >= head.length) return null;
    if (lacing === 1) {
      let size = 0;
      while (head[at] === 255) size += head[at++]!;
      size += head[at++] ?? 0;
      sizes.push(size);
      continue;
    }
    const length = vintLength(head[at]);
    if (length === 0 || at + length > head.length) return null;
    const value = vintValue(head, at, length) ?? 0;
    // After the first, differences to the size before, with half the range subtracted.
    sizes.push(i === 0 ? value : sizes[i - 1]! + value - (2 ** (7 * length - 1) - 1));
    at += length;
  }
  const last = blockBytes - at - sizes.reduce((sum, size) => sum + size, 0);
  return last >= 0 && sizes.every((size) => size >= 0) ? [...sizes, last] : null;
}

function damaged(name: string, what: string): DataError {
  return new DataError("CORRUPT", `${name}: a damaged WebM file: ${what}; copy it again from its source`);
}
