import { closeSync, fstatSync, ftruncateSync, openSync, statSync, writeSync } from "node:fs";

/**
 * A file that grows by whole pieces. A kill in the middle leaves at most a torn last piece; a full disk none, for what
 * was written of it is taken back. Opened for each piece, so that one that was removed or changed by others is noticed.
 */
export class AppendFile {
  readonly path: string;
  #size: number;

  private constructor(path: string, size: number) {
    this.path = path;
    this.#size = size;
  }

  /** @throws Error where there is one already */
  static create(path: string): AppendFile {
    closeSync(openSync(path, "wx"));
    return new AppendFile(path, 0);
  }

  /** Goes on after the first `size` bytes; what follows them is cut off. */
  static continue(path: string, size: number): AppendFile {
    const file = openSync(path, "r+");
    try {
      ftruncateSync(file, size);
    } finally {
      closeSync(file);
    }
    return new AppendFile(path, size);
  }

  /** Whether it is there, and as it was left. */
  isIntact(): boolean {
    return statSync(this.path, { throwIfNoEntry: false })?.size === this.#size;
  }

  /** @throws Error when the disk refuses it, or the file is not as it was left; it is as before then */
  append(bytes: Uint8Array): void {
    const file = openSync(this.path, "r+");
    try {
      const { size } = fstatSync(file);
      if (size !== this.#size) {
        throw new Error(
          `${this.path}: expected ${this.#size} bytes, found ${size}: something else wrote to it`,
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
