/** TFRecord, the framing of event files: length, its checksum, bytes, their checksum. */
import { closeSync, openSync, readSync } from "node:fs";

const HEAD_BYTES = 12;
const TAIL_BYTES = 4;
/** Far above any event; a larger length means a damaged file. */
const MAX_BYTES = 1 << 30;

/** Encodes a record: uint64 length and its checksum, the bytes and theirs, all little-endian. */
export function frameRecord(bytes: Uint8Array): Buffer {
  const record = Buffer.allocUnsafe(HEAD_BYTES + bytes.length + TAIL_BYTES);
  record.writeUInt32LE(bytes.length, 0);
  record.writeUInt32LE(0, 4);
  record.writeUInt32LE(maskedChecksum(record.subarray(0, 8)), 8);
  record.set(bytes, HEAD_BYTES);
  record.writeUInt32LE(maskedChecksum(bytes), HEAD_BYTES + bytes.length);
  return record;
}

/** Yields the records of a file up to the first incomplete or damaged one, where other readers stop too. */
export function* readRecords(path: string): Iterable<Buffer> {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    for (let offset = 0; readSync(file, head, 0, HEAD_BYTES, offset) === HEAD_BYTES; ) {
      const length = head.readUInt32LE(0);
      if (head.readUInt32LE(8) !== maskedChecksum(head.subarray(0, 8)) || length > MAX_BYTES) return;
      const rest = Buffer.alloc(length + TAIL_BYTES);
      if (readSync(file, rest, 0, rest.length, offset + HEAD_BYTES) < rest.length) return;
      const bytes = rest.subarray(0, length);
      if (rest.readUInt32LE(length) !== maskedChecksum(bytes)) return;
      yield bytes;
      offset += HEAD_BYTES + rest.length;
    }
  } finally {
    closeSync(file);
  }
}

/** TensorFlow's masked checksum, rotated and offset, for bytes that contain checksums themselves. */
export function maskedChecksum(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** CRC-32C (Castagnoli), RFC 3720 appendix B.4; Node has only zlib's CRC-32. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});
