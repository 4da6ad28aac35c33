import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, extname, join } from "node:path";
import { readAudioInfo } from "../../audio/read-audio.js";
import { DataError } from "../../errors.js";
import { makeFolder } from "../../make-folder.js";
import { yieldToEventLoop } from "../../yield-to-event-loop.js";
import type { Annotations } from "../annotations.js";
import { type Clip, describeClip } from "../clip.js";
import { PURPOSES, permutation } from "../random.js";
import { SINGLE_LABEL } from "../single-label.js";
import { makeTemporaryFolder } from "../temporary.js";
import { isReadName, isWavName } from "../unread-audio.js";
import { parseOutput, refuseExisting, shardNames, shardPattern } from "./output.js";
import { END_MARK, padding, tarHeader } from "./tar-write.js";

export interface ShardOptions {
  /** A folder, for `shard-*.tar` in it, or a pattern whose `*` is the shard's number. */
  output: string;
  /** The most clips of a shard; all shards have nearly the same number. */
  clipsPerShard: number;
  /** Determines the order of the clips. */
  seed: number;
  /** How the clips' annotations were read; by default one label for each clip. */
  annotations?: Annotations;
  /** Called after each clip. */
  onProgress?(done: number, total: number): void;
  /** Stops writing: the promise rejects with its reason, and no shard is left. */
  signal?: AbortSignal;
}

export interface WrittenShards {
  numShards: number;
  /** The pattern to set data.train to: `out/shard-{000..015}.tar`. */
  pattern: string;
  bytes: number;
}

const COPY_BYTES = 1 << 20;
/** The most characters of a source file's name in the name of its member. */
const MAX_STEM = 60;

/**
 * Writes clips into tar shards in random order, so that labels are mixed. Shards get their names when all are
 * complete. The same clips and seed result in the same bytes.
 *
 * @throws DataError if shards exist already, or naming the clip that cannot be read
 */
export async function writeShards(clips: readonly Clip[], options: ShardOptions): Promise<WrittenShards> {
  const { output, clipsPerShard, seed } = options;
  const place = parseOutput(output);
  const numShards = Math.ceil(clips.length / clipsPerShard);
  const names = shardNames(place, numShards);
  refuseExisting(place, output);
  makeFolder(place.folder);
  const temporary = makeTemporaryFolder(place.folder);
  try {
    const order = permutation(clips.length, PURPOSES.shardWriting, seed);
    const border = (shard: number): number => Math.floor((clips.length * shard) / numShards);
    let bytes = 0;
    for (const [shard, name] of names.entries()) {
      const path = join(temporary, name);
      bytes += await writeShard(path, clips, order, border(shard), border(shard + 1), options);
    }
    // Another process may have written shards in the meantime.
    refuseExisting(place, output);
    for (const name of names) renameSync(join(temporary, name), join(place.folder, name));
    return { numShards, pattern: shardPattern(place, numShards), bytes };
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

/** Writes the clips from `from` to `to` in the order, and returns the tar's size. */
async function writeShard(
  path: string,
  clips: readonly Clip[],
  order: Int32Array,
  from: number,
  to: number,
  { onProgress, signal, annotations = SINGLE_LABEL }: ShardOptions,
): Promise<number> {
  const file = openSync(path, "wx");
  try {
    for (let i = from; i < to; i++) {
      signal?.throwIfAborted();
      writeSample(file, clips[order[i]!]!, i, annotations);
      onProgress?.(i + 1, clips.length);
      await yieldToEventLoop();
    }
    writeFileSync(file, END_MARK);
    fsyncSync(file);
    return fstatSync(file).size;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall !== "write" && syscall !== "fsync") throw error;
    throw new DataError(
      "WRITE",
      `${path}: cannot be written (${code}); free space on the disk, or choose another one`,
      {
        cause: error,
      },
    );
  } finally {
    closeSync(file);
  }
}

/**
 * Writes unchanged audio, its annotation, the columns that it keeps, and its stretch if it is not the whole file. An annotation that is one text
 * is a class file, as in WebDataset; any other is JSON.
 */
function writeSample(file: number, clip: Clip, number: number, annotations: Annotations): void {
  const key = keyOf(clip, number);
  copyAudio(file, clip, key);
  const row = annotations.row(clip.label);
  const { [annotations.column]: cell, ...others } = row;
  const isText = typeof cell === "string";
  if (isText) writeMember(file, `${key}.cls`, cell);
  const { startSec, durationSec } = clip;
  const isWhole = startSec === 0 && durationSec === null;
  const json = {
    ...(isText ? others : row),
    ...clip.columns,
    ...(isWhole ? {} : { start_sec: startSec, duration_sec: durationSec }),
  };
  if (Object.keys(json).length > 0) writeMember(file, `${key}.json`, JSON.stringify(json));
}

/** Returns a unique key: files can share names, and clips can share files. */
function keyOf({ path, range }: Clip, number: number): string {
  return `${String(number).padStart(9, "0")}-${stemOf(range?.member ?? path)}`;
}

/** Returns the name of a file or a member in keys, where it is packed again too. It has no dots, where readers end a key. */
export function stemOf(path: string): string {
  const name = basename(path).replace(/^\d{9}-/, "");
  const stem = isReadName(name) ? name.slice(0, -extname(name).length) : name;
  return stem.replace(/[^A-Za-z0-9_-]+/g, "_").slice(0, MAX_STEM);
}

/** The ending of the audio in a shard; `wav` for all endings of WAV. Files without one are named by their format. */
function endingOf({ path, range }: Clip, format: string): string {
  const name = range?.member ?? path;
  if (isWavName(name)) return "wav";
  return (isReadName(name) ? extname(name).slice(1) : format.split(" ")[0]!).toLowerCase();
}

function writeMember(file: number, name: string, content: string): void {
  const bytes = Buffer.from(content);
  writeFileSync(file, Buffer.concat([tarHeader(name, bytes.length), bytes, padding(bytes.length)]));
}

function copyAudio(file: number, clip: Clip, key: string): void {
  // Refuses a file that is not audio or is truncated here, not in the middle of a training.
  let format: string;
  try {
    format = readAudioInfo(clip.path, clip.range).format;
  } catch (error) {
    if (clip.source === undefined || !(error instanceof DataError)) throw error;
    throw new DataError(error.code, `${clip.source}: ${error.message}`, { cause: error });
  }
  const source = openSync(clip.path, "r");
  try {
    const { offset, size } = clip.range ?? { offset: 0, size: fstatSync(source).size };
    writeFileSync(file, tarHeader(`${key}.${endingOf(clip, format)}`, size));
    const buffer = Buffer.allocUnsafe(Math.min(size, COPY_BYTES));
    for (let done = 0; done < size; ) {
      const numRead = readSync(source, buffer, 0, Math.min(buffer.length, size - done), offset + done);
      if (numRead === 0)
        throw new DataError(
          "TRUNCATED",
          `${describeClip(clip)}: became shorter while it was read; run this again when nothing writes to it`,
        );
      writeFileSync(file, buffer.subarray(0, numRead));
      done += numRead;
    }
    writeFileSync(file, padding(size));
  } finally {
    closeSync(source);
  }
}
