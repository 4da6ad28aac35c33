const MAGIC = 0x57; // W
const HEAD_BYTES = 5;
/** Far above any answer of the engine: a larger length means that the frame boundaries were lost. */
const MAX_BYTES = 1 << 30;

/** Frames a message: `W`, the length as a little-endian uint32, the message. */
export function frame(message: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + message.length);
  bytes[0] = MAGIC;
  bytes.writeUInt32LE(message.length, 1);
  bytes.set(message, HEAD_BYTES);
  return bytes;
}

/** Assembles frames from the chunks of a stream. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** Yields the messages that are complete now. @throws Error for bytes that are not a frame */
  *push(chunk: Buffer): Iterable<Buffer> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= HEAD_BYTES) {
      const size = this.#rest.readUInt32LE(1);
      if (this.#rest[0] !== MAGIC || size > MAX_BYTES) throw new Error("wandb-core sent what is no frame");
      if (this.#rest.length < HEAD_BYTES + size) return;
      yield this.#rest.subarray(HEAD_BYTES, HEAD_BYTES + size);
      this.#rest = this.#rest.subarray(HEAD_BYTES + size);
    }
  }
}
