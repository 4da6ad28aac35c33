import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "../errors.js";
import { recognizeFormat } from "./formats.js";

/** The most that a header of a WAV file without 64-bit sizes can state. */
const MAX_BYTES = 2 ** 32;
const BLOCK_BYTES = 1 << 18;
/** The process's own descriptors are read as they are: sockets cannot be opened a second time by their path. */
const OWN_DESCRIPTOR = /^\/dev\/stdin$|^\/(?:dev|proc\/self)\/fd\/(\d+)$/;

let numSpooled = 0;

/**
 * Reads a pipe to its end into a temporary file that has no name, so that its memory is bounded and it can be read at
 * any place.
 *
 * @returns the file's descriptor, to be closed by the caller
 * @throws DataError for a pipe that cannot be read, is longer than `maxBytes`, or does not fit on the disk
 */
export function spoolPipe(path: string, maxBytes = MAX_BYTES): number {
  const own = OWN_DESCRIPTOR.exec(path);
  const pipe = own === null ? openSync(path, "r") : Number(own[1] ?? 0);
  try {
    return spool(pipe, path, maxBytes);
  } finally {
    if (own === null) closeSync(pipe);
  }
}

function spool(pipe: number, path: string, maxBytes: number): number {
  const folder = tmpdir();
  let file: number | null = null;
  try {
    const name = join(folder, `woodshed-pipe-${process.pid}-${performance.timeOrigin}-${numSpooled++}`);
    file = openSync(name, "wx+", 0o600);
    unlinkSync(name);
  } catch (error) {
    if (file !== null) closeSync(file);
    throw noRoom(path, folder, error);
  }
  try {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    let size = 0;
    for (;;) {
      const numRead = readBlock(pipe, block);
      if (numRead === 0) return file;
      size += numRead;
      if (size > maxBytes) {
        throw new DataError(
          "TOO_LONG",
          `${path}: a pipe of more than ${maxBytes} bytes, the most that is read from one; write it to a file and name the file`,
        );
      }
      writeAll(file, block.subarray(0, numRead), path, folder);
      // An endless pipe of something else is not read to the limit: the caller refuses it by its first bytes.
      if (size === numRead && !isRead(block.subarray(0, numRead))) return file;
    }
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** True for the first bytes of a format that is read, and for too few bytes to tell. */
function isRead(head: Buffer): boolean {
  return head.length < 12 || (recognizeFormat(head)?.reader ?? null) !== null;
}

function writeAll(file: number, bytes: Buffer, path: string, folder: string): void {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
  } catch (error) {
    throw noRoom(path, folder, error);
  }
}

/** Reads what the pipe has, waiting for more if it is empty; 0 at its end. */
function readBlock(pipe: number, block: Buffer): number {
  for (;;) {
    try {
      return readSync(pipe, block, 0, block.length, null);
    } catch (error) {
      // A descriptor that another process set to not block, as standard input often is.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function noRoom(path: string, folder: string, cause: unknown): DataError {
  const { code } = cause as NodeJS.ErrnoException;
  return new DataError(
    "FILE",
    `${path}: a pipe is read into a temporary file, which cannot be written to ${folder} (${code}); set TMPDIR to another folder, or name a file`,
    { cause },
  );
}
