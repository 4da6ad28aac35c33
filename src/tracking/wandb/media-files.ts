import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file below a session's `files`, as values and manifests refer to it. */
export interface MediaFile {
  /** Path below `files`, with forward slashes. */
  path: string;
  sha256: string;
  size: number;
}

/** Writes `media/<kind>/<key>_<step>_<content>.<ext>`, W&B's own naming; a slash in the key creates a folder. */
export function writeMedia(
  filesFolder: string,
  place: { kind: string; key: string; step: number; extension: string },
  content: Uint8Array | string,
): MediaFile {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const name = `${safeKey(place.key)}_${place.step}_${sha256.slice(0, 20)}${place.extension}`;
  const path = `media/${place.kind}/${name}`;
  mkdirSync(dirname(join(filesFolder, path)), { recursive: true });
  writeFileSync(join(filesFolder, path), bytes);
  return { path, sha256, size: bytes.length };
}

/** Removes what leads out of the folder, and characters that some file systems refuse. */
function safeKey(key: string): string {
  return key
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .map((part) => part.replace(/[\\:*?"<>|\p{Cc}]/gu, "_").slice(0, 100))
    .join("/");
}
