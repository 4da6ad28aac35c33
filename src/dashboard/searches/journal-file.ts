import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { Journal } from "./journal.js";
import type { StoredStudies, StudySource } from "./stored-study.js";

const CHUNK_BYTES = 1 << 20;
/** A study of 5,000 trials with ten reports each has 13 MB. */
const MOST_BYTES = 512 * 2 ** 20;
/** A trial's line holds its values; longer ones are damaged. */
const LONGEST_LINE = 4 * 2 ** 20;

/** A journal's file, which is read on from where the last reading stopped. */
export class JournalFile implements StudySource {
  readonly #path: string;
  #journal = new Journal();
  #inode = -1;
  #offset = 0;
  /** Bytes of a line that is not complete yet. */
  #rest: Buffer = Buffer.alloc(0);
  #reading: Promise<StoredStudies> | null = null;
  #numRestarts = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads what was added. Calls that overlap share one reading. @throws Error for a file that cannot be read */
  read(): Promise<StoredStudies> {
    this.#reading ??= this.#readOn().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readOn(): Promise<StoredStudies> {
    // Without following a link, and without waiting for the other end of a pipe.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    const file = await open(this.#path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw new Error(`${this.#path}: expected a file`);
      const { ino, size, mtimeMs } = stat;
      if (ino !== this.#inode || size < this.#offset) this.#restart(ino);
      const end = Math.min(size, MOST_BYTES);
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      while (this.#offset < end) {
        const { bytesRead } = await file.read(
          buffer,
          0,
          Math.min(CHUNK_BYTES, end - this.#offset),
          this.#offset,
        );
        if (bytesRead === 0) break;
        this.#offset += bytesRead;
        this.#take(buffer.subarray(0, bytesRead));
      }
      const { studies, numLines, numSkipped } = this.#journal;
      return { studies, numSkipped, position: numLines, numRestarts: this.#numRestarts, changedMs: mtimeMs };
    } finally {
      await file.close();
    }
  }

  #restart(inode: number): void {
    if (this.#inode !== -1) this.#numRestarts++;
    this.#journal = new Journal();
    this.#inode = inode;
    this.#offset = 0;
    this.#rest = Buffer.alloc(0);
  }

  #take(chunk: Buffer): void {
    const bytes = Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      if (end > start) this.#journal.apply(bytes.toString("utf8", start, end));
      start = end + 1;
    }
    const rest = bytes.subarray(start);
    this.#rest = rest.length > LONGEST_LINE ? Buffer.alloc(0) : Buffer.from(rest);
  }
}
