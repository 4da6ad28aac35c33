import { createHash } from "node:crypto";
import { createReadStream, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { RegistryError } from "../../errors.js";

/** The list of a version's other files; its sha256 is the version's digest. */
export const FILES_FILE = "files.json";

export type FileList = Record<string, { bytes: number; sha256: string }>;

/** Lists all files below a folder except the list itself, by path with forward slashes, sorted. */
export async function listFiles(folder: string): Promise<FileList> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => path !== FILES_FILE)
    .sort();
  const list: FileList = {};
  for (const path of paths) {
    const file = join(folder, path);
    list[path] = { bytes: statSync(file).size, sha256: await sha256Of(file) };
  }
  return list;
}

export function formatFileList(list: FileList): string {
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** Returns the digest of a list's text. */
export function digestOf(listText: string): string {
  return createHash("sha256").update(listText).digest("hex");
}

/**
 * Reads the file list of a downloaded version.
 *
 * @throws RegistryError if it is not the registered list
 */
export function readFileList(folder: string, digest: string, what: string): FileList {
  const text = readFileSync(join(folder, FILES_FILE), "utf8");
  if (digestOf(text) !== digest) throw changed(what, FILES_FILE);
  const list = JSON.parse(text) as FileList;
  for (const path of Object.keys(list)) {
    // The list comes from a server: no path may leave the folder.
    if (path.startsWith("/") || path.split(/[/\\]/).includes("..")) throw changed(what, path);
  }
  return list;
}

/** @throws RegistryError if a file is missing or differs from the registered one */
export async function verifyFiles(folder: string, list: FileList, what: string): Promise<void> {
  for (const [path, { bytes, sha256 }] of Object.entries(list)) {
    const file = join(folder, path);
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size !== bytes || (await sha256Of(file)) !== sha256) throw changed(what, path);
  }
}

function changed(what: string, path: string): RegistryError {
  return new RegistryError(
    "DIGEST",
    `${what}: ${path} is not the file that was registered: its digest differs. The artifacts were changed in the store; restore them, or register the model again`,
  );
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
