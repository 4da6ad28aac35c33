/** Reads predictions, and the clips that they are for. */
import { lstatSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { withAudio } from "../../audio/open.js";
import { framesOf } from "../../audio/stretch.js";
import { encodeWav16 } from "../../audio/wav.js";
import { decodeColumns } from "../../columns.js";
import { isSignedHere } from "../../machine-signature.js";
import type { PredictedClip, PredictedClips } from "../../predictions.js";
import { Recent } from "../../recent.js";
import { RequestError } from "../../serving/request-error.js";
import type { ClipList } from "../api.js";
import { isObject } from "./flat-config.js";
import { predictionsItem } from "./item.js";
import { RecordReader, textOf } from "./record-reader.js";
import { readRunFile } from "./run-file.js";

const MOST_BYTES = 256_000_000;
/** A longer stretch is asked for in parts. */
const MOST_SEC = 600;
const MOST_FRAMES = 64_000_000;

export interface Clips extends PredictedClips {
  /** True if this machine wrote the file, so that its paths are not another's choice. */
  isOurs: boolean;
}

const recentClips = new Recent<Clips>(4, () => 1);
const recentSounds = new Recent<Uint8Array>(64_000_000, (bytes) => bytes.length);

/** @returns the file of the predictions, which is checked to be one */
export function readPredictions(folder: string, split: string, step: number | null): Uint8Array {
  const { columns } = withRecord(folder, (record) => predictionsItem(record, split, step));
  const bytes = readRunFile(folder, columns, { endings: [".columns"], mostBytes: MOST_BYTES });
  try {
    decodeColumns(bytes as Buffer<ArrayBuffer>);
  } catch (error) {
    throw new RequestError(422, "DAMAGED", `${columns}: ${(error as Error).message}`);
  }
  return bytes;
}

export function readClips(folder: string, split: string, dataFolders: readonly string[]): ClipList {
  const list = clipsOf(folder, split);
  return {
    clips: list.clips.map(({ name, startSec, durationSec, label }) => ({
      name,
      startSec,
      durationSec,
      label,
    })),
    silentBecause: silentBecause(list, dataFolders),
  };
}

/** The clips of a split with their files, as the run recorded them. */
export function clipsOf(folder: string, split: string): Clips {
  const { clips: path, signature } = withRecord(folder, (record) => predictionsItem(record, split, null));
  const at = lstatSync(join(folder, textOf(path)), { bigint: true, throwIfNoEntry: false });
  const key = `${folder} ${path} ${signature} ${at?.ino} ${at?.size} ${at?.mtimeNs}`;
  return recentClips.getOrCompute(key, () => {
    const bytes = readRunFile(folder, path, { endings: [".json"], mostBytes: MOST_BYTES });
    return { ...parseClips(bytes), isOurs: isSignedHere(bytes, signature) };
  });
}

/** Reads seconds of a clip as 16-bit WAV, one channel at the recording's rate. */
export function readSound(
  folder: string,
  split: string,
  place: number,
  { from, to }: { from: number; to: number | null },
  dataFolders: readonly string[],
): Uint8Array {
  const list = clipsOf(folder, split);
  const clip = list.clips[place];
  if (clip === undefined)
    throw new RequestError(404, "NO_CLIP", `no clip ${place}: the set ${split} has ${list.clips.length}`);
  const path = fileOf(list, clip, dataFolders);
  if (path === null)
    throw new RequestError(403, "SILENT", silentBecause(list, dataFolders) ?? `${clip.name}: no such file`);
  const { size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
  const key = JSON.stringify([path, size, mtimeMs, clip.range, clip.startSec, clip.durationSec, from, to]);
  // A copy: the answer's memory moves to the server's thread. A Buffer's slice() would be none.
  try {
    return new Uint8Array(recentSounds.getOrCompute(key, () => decode(path, clip, from, to)));
  } catch (error) {
    // Messages of decoders quote the start of a file, which another machine's record chose.
    if (list.isOurs || error instanceof RequestError) throw error;
    throw new RequestError(422, "NOT_AUDIO", `${clip.name.slice(0, 200)}: cannot be decoded as audio`);
  }
}

function decode(path: string, clip: PredictedClip, from: number, to: number | null): Uint8Array {
  return withAudio(path, { part: clip.range }, (audio) => {
    const endSec = Math.min(to ?? Number.POSITIVE_INFINITY, clip.durationSec ?? Number.POSITIVE_INFINITY);
    const startSec = clip.startSec + from;
    const durationSec = Math.min(endSec - from, audio.durationSec - startSec);
    if (!(durationSec > 0))
      throw new RequestError(416, "RANGE", `${clip.name}: no audio in the seconds that were asked for`);
    if (durationSec > MOST_SEC)
      throw new RequestError(
        413,
        "TOO_LONG",
        `${clip.name}: ${Math.round(durationSec)} s; ask for at most ${MOST_SEC} s by from and to`,
      );
    const { first, count } = framesOf(audio, startSec, durationSec);
    if (count > MOST_FRAMES)
      throw new RequestError(413, "TOO_LONG", `${clip.name}: ${count} samples; ask for fewer seconds`);
    return encodeWav16(audio.read(first, count), audio.sampleRateHz);
  });
}

/** The reason why no clip can be played; null if at least the first can. */
function silentBecause(list: Clips, dataFolders: readonly string[]): string | null {
  const first = list.clips.find(({ file }) => file !== null);
  if (first === undefined) return "The clips of this data set are not files: its module makes them.";
  const path = fileOf(list, first, dataFolders);
  if (path !== null && statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  if (list.isOurs)
    return `The recordings were moved or removed: start the dashboard with --data FOLDER, where FOLDER has them now. Not found: ${first.file}`;
  return "Trained on another machine, or by another user: start the dashboard with --data FOLDER, where FOLDER has its recordings.";
}

/** Returns the path to read; null if it may not be read. */
function fileOf(list: Clips, { file }: PredictedClip, dataFolders: readonly string[]): string | null {
  if (file === null) return null;
  if (list.isOurs && statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  return dataFolders.map((folder) => fileIn(folder, file, list.source)).find((path) => path !== null) ?? null;
}

/** Finds a recording below a folder: at its path, at its path in its data set, or by the end of its path. */
function fileIn(folder: string, file: string, source: string | null): string | null {
  const parts = file.split(/[/\\]/).filter((part) => part !== "" && part !== "." && part !== "..");
  const candidates = [
    file,
    ...(source === null ? [] : [join(folder, relative(source, file))]),
    ...parts.slice(-12).map((_, i, last) => join(folder, ...last.slice(i))),
  ];
  for (const path of candidates) {
    try {
      const real = realpathSync(path);
      if (real.startsWith(folder + sep) && statSync(real).isFile()) return real;
    } catch {
      // No such file: the next candidate.
    }
  }
  return null;
}

function withRecord<T>(folder: string, read: (record: RecordReader) => T): T {
  using record = new RecordReader(folder);
  return read(record);
}

/** @throws RequestError for a file that Woodshed did not write */
function parseClips(bytes: Buffer): PredictedClips {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (isObject(value) && Array.isArray(value["clips"]) && value["clips"].every(isClip))
      return { source: typeof value["source"] === "string" ? value["source"] : null, clips: value["clips"] };
  } catch {
    // Reported below.
  }
  throw new RequestError(422, "DAMAGED", "the list of clips is damaged");
}

function isClip(value: unknown): value is PredictedClip {
  if (!isObject(value)) return false;
  const { name, file, startSec, durationSec, label, range } = value;
  const isPart =
    range === undefined ||
    (isObject(range) &&
      isLength(range["offset"]) &&
      isLength(range["size"]) &&
      typeof range["member"] === "string");
  return (
    typeof name === "string" &&
    (file === null || (typeof file === "string" && !file.includes("\0"))) &&
    isTime(startSec) &&
    (durationSec === null || isTime(durationSec)) &&
    typeof label === "string" &&
    isPart
  );
}

const isTime = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;
const isLength = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
