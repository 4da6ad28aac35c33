// D = width of the embedding, n = windows of a recording.
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Window } from "../data/windows.js";
import { ConfigError } from "../errors.js";
import { makeFolder } from "../make-folder.js";
import { csvField, timeText } from "./formats.js";
import type { Recording } from "./inputs.js";
import { unfinishedName } from "./replace-file.js";

const INDEX = "index.csv";
const HEAD = "file,row,start_sec,end_sec,path\n";

/** Embeddings of windows in a folder: `NAME.npy` [n, D] of each recording, and an index of all rows. */
export class EmbeddingFolder {
  readonly #folder: string;
  readonly #sampleRateHz: number;
  readonly #index: number;
  #indexBytes = 0;

  /** @param resumeAt size at which the index is continued; null starts a new one */
  constructor(folder: string, sampleRateHz: number, resumeAt: number | null) {
    this.#folder = folder;
    this.#sampleRateHz = sampleRateHz;
    makeFolder(folder);
    const path = join(folder, INDEX);
    const isShorter = resumeAt !== null && (statSync(path, { throwIfNoEntry: false })?.size ?? 0) < resumeAt;
    if (isShorter)
      throw new ConfigError(
        "RESUME",
        `${path}: is shorter than the interrupted detection left it; delete the file of its progress to start again`,
      );
    this.#index = openSync(path, resumeAt === null ? "w" : "r+");
    if (resumeAt === null) this.#append(HEAD);
    else {
      ftruncateSync(this.#index, resumeAt);
      this.#indexBytes = resumeAt;
    }
  }

  get indexBytes(): number {
    return this.#indexBytes;
  }

  start({ name, path }: Recording): EmbeddingFile {
    const file = `${name}.npy`;
    const before = this.#indexBytes;
    let numRows = 0;
    return new EmbeddingFile(join(this.#folder, file), {
      add: (windows) => {
        const lines = windows.map(({ first, count }) =>
          [file, numRows++, ...[first, first + count].map((at) => timeText(at / this.#sampleRateHz)), path]
            .map(csvField)
            .join(","),
        );
        this.#append(lines.map((line) => `${line}\n`).join(""));
      },
      finish: () => fsyncSync(this.#index),
      drop: () => {
        ftruncateSync(this.#index, before);
        this.#indexBytes = before;
      },
    });
  }

  #append(text: string): void {
    const bytes = Buffer.from(text);
    writeAll(this.#index, bytes, this.#indexBytes);
    this.#indexBytes += bytes.length;
  }

  close(): void {
    closeSync(this.#index);
  }
}

/** Length of the head of a file: of one size, so that it can be written last. */
const HEAD_BYTES = 128;

/** The rows of a recording in the index. */
interface IndexRows {
  add(windows: readonly Window[]): void;
  finish(): void;
  drop(): void;
}

/** The embeddings of one recording, written as they come: float32 in NumPy's format 1.0. */
export class EmbeddingFile {
  readonly #path: string;
  readonly #index: IndexRows;
  readonly #file: number;
  #numRows = 0;
  #bytes = HEAD_BYTES;
  #isFinished = false;

  constructor(path: string, index: IndexRows) {
    this.#path = path;
    this.#index = index;
    makeFolder(dirname(path));
    this.#file = openSync(unfinishedName(path), "w");
  }

  /** @param embeddings of the windows [windows, D] */
  add(windows: readonly Window[], embeddings: Float32Array): void {
    const bytes = Buffer.from(embeddings.buffer, embeddings.byteOffset, embeddings.byteLength);
    writeAll(this.#file, bytes, this.#bytes);
    this.#bytes += bytes.length;
    this.#numRows += windows.length;
    this.#index.add(windows);
  }

  /** Completes the file and its rows in the index, on the disk. */
  finish(): void {
    writeAll(this.#file, npyHead(this.#numRows, (this.#bytes - HEAD_BYTES) / 4 / this.#numRows), 0);
    fsyncSync(this.#file);
    closeSync(this.#file);
    renameSync(unfinishedName(this.#path), this.#path);
    this.#index.finish();
    this.#isFinished = true;
  }

  /** Removes what there is of a recording that failed. */
  drop(): void {
    if (this.#isFinished) return;
    closeSync(this.#file);
    rmSync(unfinishedName(this.#path), { force: true });
    this.#index.drop();
  }
}

/** https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
function npyHead(numRows: number, width: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES, " ");
  head.write("\x93NUMPY\x01\x00", "latin1");
  head.writeUInt16LE(HEAD_BYTES - 10, 8);
  head.write(`{'descr': '<f4', 'fortran_order': False, 'shape': (${numRows}, ${width}), }`, 10);
  head.write("\n", HEAD_BYTES - 1);
  return head;
}

function writeAll(file: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, at + done);
}
