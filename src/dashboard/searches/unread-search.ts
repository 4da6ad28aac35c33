/** Describes searches whose storage the dashboard does not read, with the command that shows them. */
import { lstatSync } from "node:fs";
import { basename, sep } from "node:path";
import type { StorageNote } from "../../search/storage-note.js";
import { shellWord } from "../../shell-word.js";
import type { SearchList } from "../api.js";

type Described = Omit<SearchList["unread"][number], "path" | "key">;
type ReadPlace = { file: string; kind: "journal" | "sqlite"; study: string };

/** Returns where the study of a note is read, or why it is not. */
export function placeOfNote({ study, storage, isOurs }: StorageNote, root: string): ReadPlace | Described {
  if (storage.kind === "server") return describeServer(study, storage.url);
  const { kind, path: file } = storage;
  const url = kind === "sqlite" ? `sqlite:///${file}` : file;
  const describe = (why: string): Described => ({
    name: study,
    storage: url,
    reason: `${why}. Look at it with optuna-dashboard`,
    command: commandFor(url),
  });
  // A folder that comes from elsewhere must not make the dashboard open other files.
  if (!isOurs && !file.startsWith(root + sep))
    return describe(
      `its storage ${file} is outside of this folder, and another machine started the search; copy the storage into the search's folder to read it here`,
    );
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile())
    return describe(`its storage ${file} was moved or removed`);
  return { file, kind, study };
}

/** A storage on a server: the dashboard opens no connections to databases. */
export function describeServer(study: string, url: string): Described {
  return {
    name: study,
    storage: url,
    reason: `its trials are stored on a server, ${url}, which the dashboard does not read. Its runs are on the Runs page; optuna-dashboard shows the study`,
    command: commandFor(url),
  };
}

/** A search of an earlier version, which left no note. */
export function describeUnknown(folder: string): Described {
  return {
    name: basename(folder),
    storage: null,
    reason:
      "its storage is not in this folder, and an earlier version of Woodshed started it, which did not note where. Continue the search to note it, or look at the storage of its recipe with optuna-dashboard",
    command: commandFor("STORAGE"),
  };
}

/** A file that cannot be read. */
export function describeUnread(study: string, file: string, error: Error): Described {
  return {
    name: study,
    storage: `sqlite:///${file}`,
    reason: `its storage ${file} cannot be read: ${error.message}`,
    command: commandFor(`sqlite:///${file}`),
  };
}

const commandFor = (storage: string): string =>
  `pip install optuna-dashboard && optuna-dashboard ${shellWord(storage)}`;
