/** Where the bytes of a recording come from: a file, a part of one such as a member of a tar, a pipe, or memory. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { DataError } from "../errors.js";
import { spoolPipe } from "./pipe.js";
import type { ByteSource } from "./reader.js";

/** A recording that lies inside another file, such as a member of a tar. */
export interface FilePart {
  /** Place of its first byte. */
  offset: number;
  /** In bytes. */
  size: number;
  /** Its name in the other file, for messages. */
  member: string;
}

export interface OpenOptions {
  /** The recording is this part of the file. */
  part?: FilePart | undefined;
  /** Reads a pipe to its end first; without it a pipe is an error. */
  allowPipe?: boolean;
}

/** An open file. */
export interface OpenFile {
  source: ByteSource;
  /** The path, with the member of a tar. */
  name: string;
  /** True for a pipe, whose writer could not state a length in its header. */
  isPipe: boolean;
}

/** A recording in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    origin: buffer,
    identity: null,
    read: (offset, length) => buffer.subarray(offset, offset + length),
  };
}

/** The bytes of a source from `start` on. */
export function sourceFrom({ size, origin, identity, read }: ByteSource, start: number): ByteSource {
  return {
    size: size - start,
    identity: identity === null ? null : `${identity} ${start}`,
    origin:
      origin instanceof Uint8Array
        ? origin.subarray(start)
        : { file: origin.file, offset: origin.offset + start },
    read: (offset, length) => read(start + offset, length),
  };
}

/**
 * Opens a file, runs `use` and closes the file.
 *
 * @throws DataError naming the path, for a file that cannot be read
 */
export function withSource<T>(
  path: string,
  { part, allowPipe = false }: OpenOptions,
  use: (file: OpenFile) => T,
): T {
  const name = part === undefined ? path : `${path}: ${part.member}`;
  let file: number | null = null;
  try {
    const isSpooled = allowPipe && isPipe(statSync(path));
    file = isSpooled ? spoolPipe(path) : openSync(path, READ_WITHOUT_WAITING);
    const stats = fstatSync(file);
    if (!stats.isFile()) throw notFile(stats, path);
    return use({ source: fileSource(file, stats, part), name, isPipe: isSpooled });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // DataError has a code too, but comes from no system call.
    if (error instanceof DataError || syscall === undefined) throw error;
    const reason =
      code === "ENOENT" ? "no such file" : `cannot be read (${code}); check its permissions and its disk`;
    throw new DataError("FILE", `${name}: ${reason}`, { cause: error });
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** Opening a pipe that nobody writes to would wait for ever without O_NONBLOCK, which Windows lacks. */
const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

function notFile(stats: Stats, path: string): DataError {
  return new DataError(
    "FILE",
    stats.isDirectory()
      ? `${path}: a folder, expected an audio file`
      : `${path}: ${isPipe(stats) ? "a pipe, which can be read only once" : "a device"}, expected an audio file; write the audio to a file first`,
  );
}

function isPipe(stats: Stats): boolean {
  return stats.isFIFO() || stats.isSocket() || stats.isCharacterDevice();
}

/** Holds what is read of most files before their audio: tags, the header, and the first frame. */
const HEAD_BYTES = 4096;

function fileSource(file: number, stats: Stats, part: FilePart | undefined): ByteSource {
  const base = part?.offset ?? 0;
  const size = part?.size ?? stats.size;
  const readInto = (bytes: Buffer, offset: number): Buffer => {
    let done = 0;
    while (done < bytes.length) {
      const numRead = readSync(file, bytes, done, bytes.length - done, base + offset + done);
      if (numRead === 0) break;
      done += numRead;
    }
    return bytes.subarray(0, done);
  };
  let head: Buffer | null = null;
  return {
    size,
    origin: { file, offset: base },
    identity: identityOf(stats, base, size),
    read: (offset, length) => {
      const wanted = Math.max(0, Math.min(length, size - offset));
      if (offset + wanted > HEAD_BYTES) return readInto(scratchOf(wanted), offset);
      // One system call serves everything that looks at the file's start.
      head ??= readInto(Buffer.allocUnsafe(Math.min(HEAD_BYTES, size)), 0);
      return head.subarray(offset, offset + wanted);
    },
  };
}

/** Two changes of a file within one tick of the file system's clock have the same times. */
const SETTLED_MS = 2000;

/** Returns null for a file that was changed just now: its times may not show that it changes again. */
function identityOf({ dev, ino, mtimeMs, ctimeMs }: Stats, base: number, size: number): string | null {
  if (Date.now() - ctimeMs < SETTLED_MS) return null;
  return `${dev} ${ino} ${mtimeMs} ${ctimeMs} ${base} ${size}`;
}

const SCRATCH_BYTES = 1 << 18;

/** Encoded bytes live only until they are decoded: one buffer a thread spares the collector most of its work. */
let scratch = Buffer.alloc(0);

function scratchOf(bytes: number): Buffer {
  if (scratch.length < bytes) scratch = Buffer.allocUnsafeSlow(Math.max(bytes, SCRATCH_BYTES));
  return scratch.subarray(0, bytes);
}
