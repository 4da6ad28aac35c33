import { createHash } from "node:crypto";
import { createReadStream, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { RegistryError } from "../../errors.js";

/** Lists a version's other files; its own sha256 is the version's digest. */
export const FILES_FILE = "files.json";

export type FileList = Record<string, { bytes: number; sha256: string }>;

/** Every file below a folder but the list itself, by its path with forward slashes, in order. */
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

/** The digest that a list's text has. */
export function digestOf(listText: string): string {
  return createHash("sha256").update(listText).digest("hex");
}

/**
 * Reads the list of a folder that came from the registry.
 *
 * @throws RegistryError when it is not the one that was registered
 */
export function readFileList(folder: string, digest: string, what: string): FileList {
  const text = readFileSync(join(folder, FILES_FILE), "utf8");
  if (digestOf(text) !== digest) throw changed(what, FILES_FILE);
  const list = JSON.parse(text) as FileList;
  for (const path of Object.keys(list)) {
    // It comes from a server: no path may lead out of the folder.
    if (path.startsWith("/") || path.split(/[/\\]/).includes("..")) throw changed(what, path);
  }
  return list;
}

/** @throws RegistryError when one is missing or another than was registered */
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
    `${what}: ${path} is not the file that was registered: its digest differs. Somebody changed the artifacts behind the registry; register the model again, or restore them`,
  );
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
