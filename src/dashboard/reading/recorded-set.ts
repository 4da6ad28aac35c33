/** Finds the files of an evaluation in a run's folder, which may come from anywhere. */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from "node:fs";
import { isAbsolute, join, sep } from "node:path";
import { isSignedHere } from "../../machine-signature.js";
import type { PredictedClip, PredictedClips } from "../../predictions.js";
import { RequestError } from "../../serving/request-error.js";
import { isStep, type RecordReader } from "./record-reader.js";

/** Larger files of a run are not read: the default limit of what a run records is a tenth of it. */
const MOST_BYTES = 1e9;

/** The item of an evaluation's predictions. */
export interface RecordedSet {
  step: number;
  /** Paths as recorded: check them by `readRunFile`. */
  columns: string;
  embeddings: string | null;
  clips: string;
  signature: string | null;
}

/**
 * @param step null for the newest
 * @throws RequestError 404 if there is none
 */
export function findRecordedSet(record: RecordReader, split: string, step: number | null): RecordedSet {
  const missing = (): RequestError =>
    new RequestError(
      404,
      "NO_PREDICTIONS",
      `no predictions of the ${split} set${step === null ? "" : ` at step ${step}`}; runs record them at each evaluation unless logging.predictions.enabled is false`,
    );
  if (!record.hasItems) throw missing();
  const [row] = record.all(
    `SELECT step, item_json AS json FROM items WHERE name = ? ${step === null ? "" : "AND step = ?"} AND length(item_json) < 10000
      ORDER BY step DESC LIMIT 1`,
    `${split}/predictions`,
    ...(step === null ? [] : [step]),
  );
  if (row === undefined || !isStep(row["step"])) throw missing();
  const item = parsed(String(row["json"])) as Partial<Record<keyof RecordedSet | "kind", unknown>>;
  const { columns, embeddings = null, clips, signature = null } = item;
  const isPath = (value: unknown): value is string => typeof value === "string";
  if (item.kind !== "predictions" || !isPath(columns) || !isPath(clips)) throw missing();
  return {
    ...{ step: row["step"], columns, clips },
    embeddings: isPath(embeddings) ? embeddings : null,
    signature: isPath(signature) ? signature : null,
  };
}

const parsed = (text: string): object => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
};

/**
 * Returns the path of a file of a run, without symbolic links.
 *
 * @throws RequestError for a path that leads out of the folder
 */
export function runFilePath(folder: string, path: string): string {
  const refused = new RequestError(422, "PATH", "the record names a file outside of the run's folder");
  if (isAbsolute(path) || path.includes("\0")) throw refused;
  let real: string;
  try {
    real = realpathSync(join(folder, path));
  } catch {
    throw new RequestError(404, "NO_FILE", "a file of this evaluation is missing in the run's folder");
  }
  if (!real.startsWith(`${realpathSync(folder)}${sep}`)) throw refused;
  return real;
}

/** Reads a regular file of a run. @throws RequestError for anything else, and for one that is too large */
export function readRunFile(folder: string, path: string): Uint8Array<ArrayBuffer> {
  const real = runFilePath(folder, path);
  // A pipe would block the thread that opens it.
  const file = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > MOST_BYTES)
      throw new RequestError(422, "FILE", "a file of this evaluation is not a regular file, or is too large");
    const bytes = new Uint8Array(stat.size);
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(file, bytes, done, bytes.length - done, done);
      if (read === 0) return bytes.slice(0, done);
      done += read;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

export interface TrustedClips extends PredictedClips {
  /** True if this machine wrote the file: only then may its paths be followed. */
  isOwn: boolean;
}

/** Reads the clips of a set, with types checked. */
export function readClips(folder: string, { clips, signature }: RecordedSet): TrustedClips {
  const bytes = readRunFile(folder, clips);
  const value = parsed(Buffer.from(bytes).toString("utf8")) as Partial<PredictedClips>;
  const list: unknown = value.clips;
  if (!Array.isArray(list) || !list.every(isClip))
    throw new RequestError(422, "CLIPS", "the list of clips in the run's folder is damaged");
  return {
    source: typeof value.source === "string" ? value.source : null,
    clips: list,
    isOwn: isSignedHere(bytes, signature),
  };
}

function isClip(value: unknown): value is PredictedClip {
  if (typeof value !== "object" || value === null) return false;
  const { name, file, startSec, durationSec, label, line } = value as Partial<PredictedClip>;
  return (
    typeof name === "string" &&
    (file === null || typeof file === "string") &&
    Number.isFinite(startSec) &&
    (durationSec === null || Number.isFinite(durationSec)) &&
    typeof label === "string" &&
    (line === undefined || typeof line === "string")
  );
}
