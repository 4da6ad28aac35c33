/*
 * The headers of a tar file, read by seeking over the data: ustar (POSIX.1-1988), pax (POSIX.1-2001)
 * and GNU tar's long names and sizes. https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { DataError } from "../../errors.js";
import { describeSpecial } from "../files.js";
import { parsePax, readNumber, readText } from "./tar-fields.js";

export interface TarMember {
  /** Without a leading `./`. */
  name: string;
  /** Of its header, for messages. */
  at: number;
  /** Of its first byte in the tar. */
  offset: number;
  size: number;
  /** A link or a sparse file has no bytes of its own that could be read where they lie. */
  kind: "file" | "folder" | "link" | "sparse" | "other";
}

export const BLOCK_BYTES = 512;
/** Headers of small members (labels) and their content come with one read. */
const WINDOW_BYTES = 8 * BLOCK_BYTES;
/** Names and records that are longer are damage. */
const MAX_RECORD_BYTES = 1 << 20;

/** Reads parts of one open tar, most of them from the last window. */
export class TarFile {
  readonly path: string;
  readonly size: number;
  readonly #file: number;
  readonly #window = Buffer.allocUnsafe(WINDOW_BYTES);
  #from = 0;
  #length = 0;

  private constructor(path: string, file: number) {
    this.path = path;
    this.#file = file;
    this.size = fstatSync(file).size;
  }

  /** Runs `use` on the open file and closes it. @throws DataError when it cannot be opened */
  static use<T>(path: string, use: (tar: TarFile) => T): T {
    let file: number;
    try {
      // Before it is opened: opening a pipe waits for a writer.
      const special = describeSpecial(statSync(path));
      if (special !== null) throw new DataError("FORMAT", `${path}: ${special}, expected a tar file`);
      file = openSync(path, "r");
    } catch (error) {
      if (error instanceof DataError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      throw new DataError(
        "FILE",
        `${path}: cannot be opened (${code}); check that it exists and may be read`,
        { cause: error },
      );
    }
    try {
      return use(new TarFile(path, file));
    } finally {
      closeSync(file);
    }
  }

  /** Valid until the next call; shorter at the file's end. */
  read(offset: number, size: number): Buffer {
    if (size > WINDOW_BYTES) {
      const bytes = Buffer.allocUnsafe(size);
      return bytes.subarray(0, readSync(this.#file, bytes, 0, size, offset));
    }
    if (offset < this.#from || offset + size > this.#from + this.#length) {
      this.#from = offset;
      this.#length = readSync(this.#file, this.#window, 0, WINDOW_BYTES, offset);
    }
    const start = offset - this.#from;
    return this.#window.subarray(start, Math.min(start + size, this.#length));
  }

  /** @throws DataError naming the tar, the byte and the member, where it is damaged, cut short or compressed */
  *members(): Generator<TarMember, void, void> {
    this.#refuseCompressed();
    /** What pax and GNU records say of the member after them. */
    let next: Map<string, string> = new Map();
    for (let at = 0; ; ) {
      const header = this.read(at, BLOCK_BYTES);
      if (header.length < BLOCK_BYTES) throw this.#truncated(at, "a header or the end mark");
      if (isZero(header)) return this.#expectEnd(at);
      this.#expectChecksum(header, at);
      const type = String.fromCharCode(header[156]!);
      const offset = at + BLOCK_BYTES;
      const size = this.#sizeOf(header, type, next, at);
      const end = offset + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
      const name = (next.get("path") ?? nameOf(header)).replace(/^(\.\/)+/, "");
      if (offset + size > this.size) throw this.#truncated(at, `${size} bytes of ${JSON.stringify(name)}`);
      if (type === "x" || type === "L" || type === "K") {
        if (size > MAX_RECORD_BYTES) throw this.corrupt(at, `a record of ${size} bytes`, "a short one");
        const record = this.read(offset, size);
        if (type === "L") next.set("path", readText(record, 0, size));
        else if (type === "x") next = new Map([...next, ...this.#pax(record, at)]);
      } else {
        // A global header (g) has comments and times, for all that follow: no path, no size.
        if (type !== "g") {
          yield { name, at, offset, size, kind: kindOf(type, name, next) };
          next = new Map();
        }
      }
      at = end;
    }
  }

  corrupt(at: number, found: string, expected: string): DataError {
    return new DataError(
      "CORRUPT",
      `${this.path}: byte ${at}: expected ${expected}, found ${found}. The tar is damaged: copy or make it again`,
    );
  }

  #pax(record: Buffer, at: number): Map<string, string> {
    const records = parsePax(record);
    if (records === null) throw this.corrupt(at, "something else", "a pax record");
    return records;
  }

  /** Bytes that follow the header: links claim the size of what they point to and have none. */
  #sizeOf(header: Buffer, type: string, next: ReadonlyMap<string, string>, at: number): number {
    if (type === "1" || type === "2" || type === "5") return 0;
    const given = next.get("size");
    const size = given === undefined || "xLKg".includes(type) ? readNumber(header, 124, 12) : Number(given);
    if (Number.isSafeInteger(size) && size >= 0) return size;
    throw this.corrupt(at, JSON.stringify(given ?? header.toString("latin1", 124, 136)), "a size");
  }

  #expectChecksum(header: Buffer, at: number): void {
    const expected = readNumber(header, 148, 8);
    // The field itself counts as eight spaces.
    let sum = 8 * 32;
    let signed = 8 * 32;
    for (let i = 0; i < BLOCK_BYTES; i++) {
      if (i === 148) i = 156;
      const byte = header[i]!;
      sum += byte;
      // Some old tars summed signed bytes.
      signed += byte < 128 ? byte : byte - 256;
    }
    if (expected !== sum && expected !== signed)
      throw this.corrupt(at, "a block with a wrong checksum", "a member's header");
  }

  /** Tars put one after another would be read to the first one's end without a word. */
  #expectEnd(at: number): void {
    const rest = this.read(at, 64 * BLOCK_BYTES);
    if (isZero(rest)) return;
    throw new DataError(
      "CORRUPT",
      `${this.path}: byte ${at}: an end mark, and more after it: several tars in one file. Unite them with tar --concatenate, or name each`,
    );
  }

  #refuseCompressed(): void {
    const head = this.read(0, BLOCK_BYTES).toString("latin1", 0, 6);
    const found = COMPRESSIONS.find(({ magic }) => head.startsWith(magic));
    if (found !== undefined) throw compressedTar(this.path, found.tool);
  }

  #truncated(at: number, expected: string): DataError {
    return new DataError(
      "TRUNCATED",
      `${this.path}: truncated: byte ${at}: expected ${expected}, the file ends at byte ${this.size}. Copy it again`,
    );
  }
}

const COMPRESSIONS = [
  { magic: "\x1f\x8b", names: /gz$/, tool: "gzip -d" },
  { magic: "\x28\xb5\x2f\xfd", names: /zstd?$/, tool: "zstd -d" },
  { magic: "\xfd7zXZ", names: /xz$/, tool: "xz -d" },
  { magic: "BZh", names: /bz2?$/, tool: "bzip2 -d" },
];

/** What to do about one; the tool by the file's name where its content was not seen. */
export function compressedTar(
  path: string,
  tool = COMPRESSIONS.find(({ names }) => names.test(path))?.tool ?? "gzip -d",
): DataError {
  return new DataError(
    "COMPRESSED",
    `${path}: a compressed tar, expected a plain .tar: clips are read where they lie; decompress it once (${tool} ${path})`,
  );
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

function nameOf(header: Buffer): string {
  const name = readText(header, 0, 100);
  // GNU's own format keeps times where ustar keeps the beginning of a long name.
  const isUstar = header.toString("latin1", 257, 263) === "ustar\0";
  const prefix = isUstar ? readText(header, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function kindOf(type: string, name: string, pax: ReadonlyMap<string, string>): TarMember["kind"] {
  if (type === "S" || [...pax.keys()].some((key) => key.startsWith("GNU.sparse."))) return "sparse";
  if (type === "0" || type === "\0" || type === "7") return name.endsWith("/") ? "folder" : "file";
  if (type === "1" || type === "2") return "link";
  return type === "5" ? "folder" : "other";
}
