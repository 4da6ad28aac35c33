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
  /** The byte in the tar where its header begins, for messages. */
  at: number;
  /** The byte in the tar where its content begins. */
  offset: number;
  size: number;
  /** The content of a link or a sparse file is not a range of bytes in the tar. */
  kind: "file" | "folder" | "link" | "sparse" | "other";
}

export const BLOCK_BYTES = 512;
/** One read returns the header of a small member (a label), its content and the next header. */
const WINDOW_BYTES = 8 * BLOCK_BYTES;
/** A longer name or record means that the tar is damaged. */
const MAX_RECORD_BYTES = 1 << 20;

/** Reads ranges of an open tar, most of them from the window that was read last. */
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
      // Checked before opening, because opening a pipe waits for a writer.
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

  /** Returns bytes that are valid until the next call, fewer at the end of the file. */
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

  /** Iterates over the members. @throws DataError naming the tar, the byte and the member if it is damaged, truncated or compressed */
  *members(): Generator<TarMember, void, void> {
    this.#refuseCompressed();
    /** Fields from pax and GNU records, which apply to the next member. */
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
        // A global header (g) has comments and times for all members after it, but no path or size.
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
      `${this.path}: byte ${at}: expected ${expected}, found ${found}. The tar is damaged: copy it or make it again`,
    );
  }

  #pax(record: Buffer, at: number): Map<string, string> {
    const records = parsePax(record);
    if (records === null) throw this.corrupt(at, "something else", "a pax record");
    return records;
  }

  /** Returns the number of bytes after the header: none for a link, although its header has the size of its target. */
  #sizeOf(header: Buffer, type: string, next: ReadonlyMap<string, string>, at: number): number {
    if (type === "1" || type === "2" || type === "5") return 0;
    const given = next.get("size");
    const size = given === undefined || "xLKg".includes(type) ? readNumber(header, 124, 12) : Number(given);
    if (Number.isSafeInteger(size) && size >= 0) return size;
    throw this.corrupt(at, JSON.stringify(given ?? header.toString("latin1", 124, 136)), "a size");
  }

  #expectChecksum(header: Buffer, at: number): void {
    const expected = readNumber(header, 148, 8);
    // The checksum field itself counts as eight spaces.
    let sum = 8 * 32;
    let signed = 8 * 32;
    for (let i = 0; i < BLOCK_BYTES; i++) {
      if (i === 148) i = 156;
      const byte = header[i]!;
      sum += byte;
      // Some old tar programs summed signed bytes.
      signed += byte < 128 ? byte : byte - 256;
    }
    if (expected !== sum && expected !== signed)
      throw this.corrupt(at, "a block with a wrong checksum", "a member's header");
  }

  /** Refuses concatenated tars: reading would stop at the end of the first one. */
  #expectEnd(at: number): void {
    const rest = this.read(at, 64 * BLOCK_BYTES);
    if (isZero(rest)) return;
    throw new DataError(
      "CORRUPT",
      `${this.path}: byte ${at}: more data after the end mark: the file is several tars, one after another. Join them with tar --concatenate, or use separate files`,
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

/** The error for a compressed tar; without `tool`, the file's name decides which tool it suggests. */
export function compressedTar(
  path: string,
  tool = COMPRESSIONS.find(({ names }) => names.test(path))?.tool ?? "gzip -d",
): DataError {
  return new DataError(
    "COMPRESSED",
    `${path}: a compressed tar, expected a plain .tar, because clips are read from inside it; decompress it once (${tool} ${path})`,
  );
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

function nameOf(header: Buffer): string {
  const name = readText(header, 0, 100);
  // GNU's own format has times where ustar has the beginning of a long name.
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
