/*
 * Samples of tar shards by the WebDataset convention: members of one sample share a key.
 * https://github.com/webdataset/webdataset#the-webdataset-format
 *
 *   dog/0001.wav  the audio, with the ending of any format that is read
 *   dog/0001.cls  its label, or
 *   dog/0001.json {"label": "dog", "start_sec": 0.5, "duration_sec": 2}, or
 *   dog/0001.txt  its label; without any of these the label is the folder, dog
 *
 * Annotations of other tasks are read in the same way, with their own columns as keys of the JSON.
 */
import { lstatSync, realpathSync } from "node:fs";
import { posix } from "node:path";
import { DataError } from "../../errors.js";
import { readStretch } from "../annotation-files/times.js";
import type { Annotations } from "../annotations.js";
import type { Clip } from "../clip.js";
import { keptColumns } from "../kept-columns.js";
import { SINGLE_LABEL } from "../single-label.js";
import { decodeText } from "../text.js";
import { isOtherAudioName, isReadName, isWavName, UnreadAudio } from "../unread-audio.js";
import { TarFile, type TarMember } from "./tar.js";

/** Text beside the audio that is longer is neither a label nor a line of JSON. */
const MAX_LABEL_BYTES = 1 << 16;
const REMEDY = "save it as UTF-8 and make the tar again";

interface Sample {
  audio: TarMember | null;
  cls?: Buffer;
  txt?: Buffer;
  json?: Buffer;
}

/**
 * Returns the clips of shards, in the order of the shards and of the audio in each.
 *
 * @param keep keys of the JSON whose values clips keep
 */
export function scanShards(
  paths: readonly string[],
  annotations: Annotations = SINGLE_LABEL,
  keep: readonly string[] = [],
): Clip[] {
  return paths.flatMap((path) => {
    const clips = TarFile.use(path, (tar) => scanShard(tar, annotations, keep));
    if (!lstatSync(path).isSymbolicLink()) return clips;
    const realPath = realpathSync(path);
    return clips.map((clip) => ({ ...clip, realPath }));
  });
}

/** Returns the keys of the first JSON of a tar; none without JSON. */
export function shardColumns(path: string): string[] {
  return TarFile.use(path, (tar) => {
    for (const member of tar.members()) {
      const isHidden = /(^|\/)\./.test(member.name);
      if (member.kind !== "file" || isHidden || !/\.json$/i.test(member.name)) continue;
      const place = `${path}: ${member.name}`;
      const text = decodeText(readSmall(tar, member, place), place, REMEDY);
      return Object.keys(parseRow(text, place));
    }
    return [];
  });
}

/**
 * Returns the clips of one tar. Reads headers and labels only.
 *
 * @throws DataError naming tar and member: a damaged tar, a sample without a label, a key that comes twice, audio
 * in a format that is not read, no audio
 */
function scanShard(tar: TarFile, annotations: Annotations, keep: readonly string[]): Clip[] {
  const samples = new Map<string, Sample>();
  const others: string[] = [];
  for (const member of tar.members()) {
    // Hidden files are left out as in folders; macOS puts ._name.wav beside each name.wav.
    if (member.kind === "folder" || /(^|\/)\./.test(member.name)) continue;
    const place = `${tar.path}: ${member.name}`;
    const isAudio = isReadName(member.name);
    if (!isAudio && isOtherAudioName(member.name)) others.push(member.name);
    const [, key, ending] = /^(.*)\.([^./]*)$/.exec(member.name) ?? [];
    const field = isAudio ? "audio" : textFieldOf(ending);
    if (key === undefined || field === null) continue;
    if (member.kind !== "file") {
      throw new DataError(
        "FORMAT",
        `${place}: a ${member.kind}, expected a file with its bytes in the tar; make the tar with --hard-dereference --dereference and without --sparse`,
      );
    }
    if (member.name.includes("\uFFFD"))
      throw new DataError(
        "NAME",
        `${place}: the name is not UTF-8; rename the files (convmv -r -f latin1 -t utf8 --notest FOLDER) and make the tar again`,
      );
    const sample: Sample = samples.get(key) ?? { audio: null };
    samples.set(key, sample);
    const before = field === "audio" ? sample.audio : sample[field];
    if (before !== undefined && before !== null && (field !== "audio" || isSameKind(sample.audio!, member))) {
      throw new DataError(
        "DUPLICATE",
        `${place}: byte ${member.at}: the sample "${key}" has two .${field === "audio" ? kindOf(member) : field} files, expected one; rename one of them`,
      );
    }
    if (field !== "audio") sample[field] = readSmall(tar, member, place);
    else if (sample.audio === null || isWavName(member.name)) sample.audio = member;
  }
  assertRead(tar.path, others, samples);
  const clips: Clip[] = [];
  for (const [key, sample] of samples) {
    if (sample.audio !== null) clips.push(toClip(tar.path, sample.audio, sample, annotations, keep));
    else if (sample.cls !== undefined) {
      throw new DataError(
        "MISSING",
        `${tar.path}: ${key}.cls: a label without audio, expected ${key}.wav or another format beside it`,
      );
    }
  }
  if (clips.length === 0)
    throw new DataError(
      "EMPTY",
      `${tar.path}: contains no audio, expected one clip or more; leave out this tar`,
    );
  return clips;
}

function textFieldOf(ending = ""): "cls" | "txt" | "json" | null {
  const name = ending.toLowerCase();
  return name === "cls" || name === "txt" || name === "json" ? name : null;
}

/** A sample may have its audio in several formats, of which one is read: WAV, else the first. */
function isSameKind(a: TarMember, b: TarMember): boolean {
  return kindOf(a) === kindOf(b);
}

/** The ending of a member of audio; `wav` for all endings of WAV. */
function kindOf({ name }: TarMember): string {
  return isWavName(name) ? "wav" : posix.extname(name).slice(1).toLowerCase();
}

/** Refuses audio in formats that are not read, except beside the same sample in one that is. */
function assertRead(path: string, others: readonly string[], samples: ReadonlyMap<string, Sample>): void {
  const unread = new UnreadAudio();
  for (const name of others)
    if (!samples.get(name.slice(0, -posix.extname(name).length))?.audio) unread.add(name);
  if (unread.size === 0) return;
  throw new DataError(
    "CODEC",
    `${path}: ${unread.paths[0]}: in a format that is not read, the tar has ${unread.counts()}; ${unread.advice()} and make the tar again`,
  );
}

/** Returns a copy: the tar reuses its buffer. */
function readSmall(tar: TarFile, { offset, size }: TarMember, place: string): Buffer {
  if (size > MAX_LABEL_BYTES)
    throw new DataError("LABEL", `${place}: ${size} bytes, expected a label of at most ${MAX_LABEL_BYTES}`);
  return Buffer.from(tar.read(offset, size));
}

function toClip(
  path: string,
  audio: TarMember,
  { cls, txt, json }: Sample,
  annotations: Annotations,
  keep: readonly string[],
): Clip {
  const place = `${path}: ${audio.name}`;
  const key = audio.name.replace(/\.[^.]*$/, "");
  // Text that is not needed may be in any encoding.
  const decode = (bytes: Buffer, ending: string): string =>
    decodeText(bytes, `${path}: ${key}.${ending}`, REMEDY);
  const row = json === undefined ? {} : parseRow(decode(json, "json"), place);
  const folder = posix.basename(posix.dirname(audio.name));
  const { column } = annotations;
  const given =
    (cls && decode(cls, "cls")) ??
    row[column] ??
    (txt && decode(txt, "txt")) ??
    (folder === "." ? undefined : folder);
  const value = typeof given === "number" ? String(given) : typeof given === "string" ? given.trim() : given;
  const isMissing = value === undefined || value === null || (value === "" && !annotations.mayBeEmpty);
  if (isMissing || /[\r\n]/.test(String(value))) {
    const stem = posix.basename(key);
    throw new DataError(
      "LABEL",
      `${place}: ${given === undefined ? `no ${column}` : `the ${column} ${JSON.stringify(given)}`}, expected one line of text in ${stem}.cls beside it, "${column}" in ${stem}.json, or a folder named by the class`,
    );
  }
  const label = annotations.parse({ ...row, [column]: value }, place);
  return {
    path,
    ...readStretch(row, place),
    label,
    ...keptColumns(row, keep, place),
    range: { offset: audio.offset, size: audio.size, member: audio.name },
  };
}

function parseRow(json: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const row: unknown = JSON.parse(json);
    if (typeof row === "object" && row !== null && !Array.isArray(row)) return row as Record<string, unknown>;
  } catch {
    // The error below shows the text.
  }
  throw new DataError("JSON", `${place}: expected a JSON object beside it, got ${json.slice(0, 60)}`);
}
