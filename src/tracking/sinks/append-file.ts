import { closeSync, fstatSync, ftruncateSync, openSync, statSync, writeSync } from "node:fs";

/**
 * A file to which complete pieces are appended. A kill leaves at most an incomplete last piece; a full disk leaves
 * none, since the partial write is truncated. It is opened for each piece, to detect removal and changes by others.
 */
export class AppendFile {
  readonly path: string;
  #size: number;

  private constructor(path: string, size: number) {
    this.path = path;
    this.#size = size;
  }

  /** @throws Error if the file exists */
  static create(path: string): AppendFile {
    closeSync(openSync(path, "wx"));
    return new AppendFile(path, 0);
  }

  /** Continues after the first `size` bytes; truncates the rest. */
  static continue(path: string, size: number): AppendFile {
    const file = openSync(path, "r+");
    try {
      ftruncateSync(file, size);
    } finally {
      closeSync(file);
    }
    return new AppendFile(path, size);
  }

  /** Returns whether the file exists and has the size of the last write. */
  isIntact(): boolean {
    return statSync(this.path, { throwIfNoEntry: false })?.size === this.#size;
  }

  /** @throws Error if the disk refuses it or the file has changed; the file then stays as it was */
  append(bytes: Uint8Array): void {
    const file = openSync(this.path, "r+");
    try {
      const { size } = fstatSync(file);
      if (size !== this.#size) {
        throw new Error(
          `${this.path}: expected ${this.#size} bytes, found ${size}: another program wrote to it`,
        );
      }
      try {
        for (let done = 0; done < bytes.length; )
          done += writeSync(file, bytes, done, bytes.length - done, this.#size + done);
      } catch (error) {
        ftruncateSync(file, this.#size);
        throw error;
      }
      this.#size += bytes.length;
    } finally {
      closeSync(file);
    }
  }
}
