import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CheckpointError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { CHECKPOINT_VERSION, type CheckpointManifest, MANIFEST_FILE } from "./format.js";
import { decodeSafetensors } from "./safetensors.js";

/**
 * The checkpoint folder that a path means: a checkpoint's own, a run's (its best, else its last), or
 * a run's `checkpoints`.
 */
export function findCheckpoint(path: string): string {
  const candidates = [
    path,
    ...["best", "last"].flatMap((name) => [join(path, "checkpoints", name), join(path, name)]),
  ];
  for (const candidate of candidates) if (existsSync(join(candidate, MANIFEST_FILE))) return candidate;
  if (!existsSync(path)) {
    throw new CheckpointError(
      "MISSING",
      `${path}: no such folder; expected a run's folder or a checkpoint's`,
    );
  }
  const inside = statSync(path).isDirectory() ? readdirSync(path).slice(0, 5).join(", ") : "a file";
  throw new CheckpointError(
    "MISSING",
    `${path}: holds no checkpoint (found ${inside || "nothing"}); expected ${MANIFEST_FILE}, or a run's folder with checkpoints/`,
  );
}

export class CheckpointReader {
  readonly folder: string;
  readonly manifest: CheckpointManifest;

  constructor(path: string) {
    this.folder = findCheckpoint(path);
    const file = join(this.folder, MANIFEST_FILE);
    try {
      this.manifest = JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
      throw new CheckpointError("CORRUPT", `${file}: not readable as JSON; use another checkpoint`, {
        cause: error,
      });
    }
    if (this.manifest.version > CHECKPOINT_VERSION) {
      throw new CheckpointError(
        "VERSION",
        `${file}: format version ${this.manifest.version}, this Woodshed reads up to ${CHECKPOINT_VERSION}; update Woodshed`,
      );
    }
  }

  /** The tensors of one of the checkpoint's files, after its checksum was found right. */
  tensors(name: string): Map<string, Tensor> {
    const path = join(this.folder, name);
    const expected = this.manifest.files[name];
    if (expected === undefined || !existsSync(path)) {
      throw new CheckpointError("MISSING", `${path}: missing from the checkpoint; use another checkpoint`);
    }
    const bytes = readFileSync(path);
    if (bytes.byteLength !== expected.bytes) {
      throw new CheckpointError(
        "CORRUPT",
        `${path}: expected ${expected.bytes} bytes, found ${bytes.byteLength}; use another checkpoint`,
      );
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    if (sha256 !== expected.sha256) {
      throw new CheckpointError(
        "CORRUPT",
        `${path}: its checksum is wrong, it was damaged; use another checkpoint`,
      );
    }
    return decodeSafetensors(bytes, path);
  }
}
