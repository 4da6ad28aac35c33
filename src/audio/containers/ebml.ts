/** Elements of EBML (RFC 8794), the binary form of Matroska and WebM. */
import type { ByteSource } from "../reader.js";

export interface Element {
  id: number;
  /** Place of its content in the file. */
  start: number;
  /** End of its content; null for an unknown size, which live recordings have: it ends where its parent's next child begins. */
  end: number | null;
}

const WINDOW_BYTES = 1 << 16;
/** An element's header: 4 bytes of ID and 8 of size at most. */
const HEADER_BYTES = 12;

/** Reads headers and small contents through a window over the file. */
export class EbmlReader {
  readonly size: number;
  readonly #source: ByteSource;
  #window: Buffer = Buffer.alloc(0);
  #offset = 0;

  constructor(source: ByteSource) {
    this.#source = source;
    this.size = source.size;
  }

  /** Returns `length` bytes from `offset`, fewer at the end; valid until the next read. */
  bytes(offset: number, length: number): Buffer {
    const isHeld = offset >= this.#offset && offset + length <= this.#offset + this.#window.length;
    if (!isHeld) {
      if (length > WINDOW_BYTES) return this.#source.read(offset, length);
      // A copy: another reader of this thread may reuse the source's bytes.
      this.#window = Buffer.from(this.#source.read(offset, WINDOW_BYTES));
      this.#offset = offset;
    }
    const from = offset - this.#offset;
    return this.#window.subarray(from, from + length);
  }

  /** Returns the element at `offset`; null at the end of the file and for bytes that are none. */
  element(offset: number): Element | null {
    const head = this.bytes(offset, HEADER_BYTES);
    const idBytes = vintLength(head[0]);
    if (idBytes === 0 || idBytes > 4 || head.length <= idBytes) return null;
    const sizeBytes = vintLength(head[idBytes]);
    if (sizeBytes === 0 || head.length < idBytes + sizeBytes) return null;
    const id = head.readUIntBE(0, idBytes);
    const size = vintValue(head, idBytes, sizeBytes);
    const start = offset + idBytes + sizeBytes;
    return { id, start, end: size === null ? null : start + size };
  }

  /** Returns an unsigned integer; 0 for one without content. */
  unsigned({ start, end }: Element): number {
    const length = Math.min(8, (end ?? start) - start);
    let value = 0;
    for (const byte of this.bytes(start, length)) value = value * 256 + byte;
    return value;
  }

  /** Returns a signed integer of up to 6 bytes. */
  signed({ start, end }: Element): number {
    const bytes = this.bytes(start, (end ?? start) - start);
    const kept = bytes.subarray(Math.max(0, bytes.length - 6));
    return kept.length === 0 ? 0 : kept.readIntBE(0, kept.length);
  }

  text({ start, end }: Element): string {
    return this.bytes(start, Math.min(256, (end ?? start) - start)).toString("latin1");
  }
}

/** Bytes of a variable-length integer, by the zeros before its first one; 0 for none. */
function vintLength(first: number | undefined): number {
  return first === undefined || first === 0 ? 0 : Math.clz32(first) - 23;
}

/** Returns null for the value of all ones, "unknown". */
export function vintValue(bytes: Buffer, offset: number, length: number): number | null {
  let value = bytes[offset]! & (0xff >> length);
  let isUnknown = value === 0xff >> length;
  for (let i = 1; i < length; i++) {
    const byte = bytes[offset + i]!;
    isUnknown &&= byte === 0xff;
    value = value * 256 + byte;
  }
  return isUnknown ? null : value;
}

export { vintLength };
