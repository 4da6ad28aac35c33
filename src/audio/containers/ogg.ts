/** Ogg pages (RFC 3533) around Opus packets (RFC 7845). */
const MAX_SEGMENTS = 255;
const BEGIN = 2;
const END = 4;
/** Any number: one stream, in memory alone. */
const SERIAL = 1;

export interface OpusStream {
  /** OpusHead as the encoder wrote it: its mapping of channels is kept. */
  headBytes: Buffer;
  packets: readonly Buffer[];
  /** Samples at 48 kHz at the end of each packet. */
  ends: ArrayLike<number>;
  /** Samples at 48 kHz at the end of the stream, which may cut the last packet. */
  length: number;
}

/** Writes an Ogg Opus file. @param preSkip samples at 48 kHz that a decoder drops at its start */
export function writeOggOpus({ headBytes, packets, ends, length }: OpusStream, preSkip: number): Buffer {
  const pages: Buffer[] = [];
  const head = Buffer.from(headBytes);
  head.writeUInt16LE(preSkip, 10);
  pages.push(writePage([head], 0, BEGIN, 0), writePage([OPUS_TAGS], 0, 0, 1));
  for (let from = 0; from < packets.length; ) {
    let to = from;
    for (let segments = 0; to < packets.length; to++) {
      segments += segmentsOf(packets[to]!);
      if (segments > MAX_SEGMENTS && to > from) break;
    }
    const isLast = to === packets.length;
    const position = isLast ? Math.min(length, ends[to - 1]!) : ends[to - 1]!;
    pages.push(writePage(packets.slice(from, to), position, isLast ? END : 0, pages.length));
    from = to;
  }
  return Buffer.concat(pages);
}

const OPUS_TAGS = Buffer.concat([Buffer.from("OpusTags", "latin1"), Buffer.alloc(8)]);

function segmentsOf(packet: Buffer): number {
  return Math.floor(packet.length / 255) + 1;
}

function writePage(packets: readonly Buffer[], position: number, flags: number, sequence: number): Buffer {
  const lacing: number[] = [];
  for (const { length } of packets) {
    for (let left = length; left >= 255; left -= 255) lacing.push(255);
    lacing.push(length % 255);
  }
  const header = Buffer.alloc(27 + lacing.length);
  header.write("OggS", 0, "latin1");
  header[5] = flags;
  header.writeBigInt64LE(BigInt(position), 6);
  header.writeUInt32LE(SERIAL, 14);
  header.writeUInt32LE(sequence, 18);
  header[26] = lacing.length;
  header.set(lacing, 27);
  const page = Buffer.concat([header, ...packets]);
  page.writeUInt32LE(checksum(page), 22);
  return page;
}

/** CRC-32 with the polynomial 0x04c11db7, not reflected, begun at 0: the one of zlib differs. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

function checksum(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc << 8) ^ CRC_TABLE[((crc >>> 24) ^ byte) & 0xff]!;
  return crc >>> 0;
}
