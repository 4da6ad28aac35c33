/**
 * The note that `woodshed tune` leaves in a search's folder about a storage that is elsewhere: the dashboard finds searches by their
 * folders. A file outside of the shown folder is opened only if this machine wrote the note.
 */
import { lstatSync, readFileSync, writeFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { isSignedHere, signHere } from "../machine-signature.js";

export const NOTE_FILE = "study.storage.json";
const MOST_BYTES = 10_000;

export type StudyStorage =
  /** Absolute path of Optuna's journal or SQLite file. */
  | { kind: "journal" | "sqlite"; path: string }
  /** Address of a server without its password. */
  | { kind: "server"; url: string };

export interface StorageNote {
  study: string;
  storage: StudyStorage;
  /** This machine wrote it. */
  isOurs: boolean;
}

/** @param storage a file for the journal, `sqlite:///FILE`, or the URL of a server */
export function storageOf(storage: string): StudyStorage {
  if (!storage.includes("://")) return { kind: "journal", path: resolve(storage) };
  const file = /^sqlite(?:\+\w+)?:\/\/\/([^?]+)/.exec(storage)?.[1];
  if (file !== undefined) return { kind: "sqlite", path: resolve(file) };
  return { kind: "server", url: withoutPassword(storage) };
}

/** Python's broker writes the same in its messages. */
export const withoutPassword = (url: string): string => url.replace(/:\/\/([^:/@]*):[^@]*@/, "://$1:***@");

export function writeNote(folder: string, study: string, storage: string): void {
  const text = JSON.stringify({ study, storage: storageOf(storage) });
  const signature = signHere(Buffer.from(text));
  writeFileSync(join(folder, NOTE_FILE), `${JSON.stringify({ text, signature })}\n`);
}

/** Returns null for a folder without a note, and for one that is damaged. */
export function readNote(folder: string): StorageNote | null {
  const path = join(folder, NOTE_FILE);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > MOST_BYTES) return null;
  try {
    const { text, signature } = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    const { study, storage } = JSON.parse(String(text)) as { study: unknown; storage: StudyStorage };
    const isFile =
      ["journal", "sqlite"].includes(storage.kind) && "path" in storage && isAbsolute(storage.path);
    const isServer = storage.kind === "server" && typeof storage.url === "string";
    if (typeof study !== "string" || !(isFile || isServer)) return null;
    const isOurs = isSignedHere(Buffer.from(String(text)), typeof signature === "string" ? signature : null);
    return { study, storage, isOurs };
  } catch {
    return null;
  }
}
