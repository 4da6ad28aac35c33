import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { CheckpointError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { checksumOfFile } from "./checksum.js";
import {
  CHECKPOINT_VERSION,
  type CheckpointManifest,
  EMA_FILE,
  hasRecipe,
  MANIFEST_FILE,
  MODEL_FILE,
  parseManifest,
  type RecipeManifest,
} from "./format.js";
import { followTextLink } from "./links.js";
import { mapSafetensors } from "./safetensors.js";
import { namesSinceVersion2 } from "./version-1.js";

/** Reads one checkpoint. Each CheckpointError names the file and what to do. */
export class CheckpointReader {
  readonly folder: string;
  readonly manifest: CheckpointManifest;

  /** @param path a checkpoint's own folder, or a link to it; `findCheckpoint` finds it in a run's folder */
  constructor(path: string) {
    const folder = followTextLink(path);
    // A link such as `last` may name another checkpoint a moment later.
    this.folder = existsSync(folder) ? realpathSync(folder) : folder;
    const file = join(this.folder, MANIFEST_FILE);
    if (!existsSync(file)) {
      throw new CheckpointError("MISSING", `${file}: missing; use another checkpoint`);
    }
    const parsed = parseManifest(readFileSync(file, "utf8"));
    if ("newerVersion" in parsed) {
      throw new CheckpointError(
        "VERSION",
        `${file}: format version ${parsed.newerVersion}, this Woodshed reads up to ${CHECKPOINT_VERSION}; update Woodshed`,
      );
    }
    if ("problem" in parsed) {
      throw new CheckpointError("CORRUPT", `${file}: ${parsed.problem}; use another checkpoint`);
    }
    this.manifest = parsed.manifest;
  }

  /**
   * The manifest of a checkpoint that a recipe's run saved: with its configuration, labels and state of training.
   *
   * @throws CheckpointError for a checkpoint that a loop of one's own saved
   */
  get recipe(): RecipeManifest {
    if (hasRecipe(this.manifest)) return this.manifest;
    throw new CheckpointError(
      "NO_RECIPE",
      `${this.folder}: was saved by a training loop of its own, without a recipe, so that Woodshed cannot build its model; ` +
        "build the model in your program and load its weights with Checkpoints.open or CheckpointReader (docs/library.md)",
    );
  }

  /** File of the weights that evaluation and prediction use: the moving average where there is one. */
  get weightsFile(): string {
    return EMA_FILE in this.manifest.files ? EMA_FILE : MODEL_FILE;
  }

  /** Checks the size and the checksum of one file, or of all. */
  verify(name?: string): this {
    const names = name === undefined ? Object.keys(this.manifest.files) : [name];
    for (const one of names) this.#verify(one);
    return this;
  }

  #verify(name: string): void {
    const path = this.#checkSize(name);
    if (checksumOfFile(path) !== this.manifest.files[name]!.crc32) {
      throw new CheckpointError(
        "CORRUPT",
        `${path}: the checksum does not match, the file is corrupt; use another checkpoint`,
      );
    }
  }

  #checkSize(name: string): string {
    const path = join(this.folder, name);
    const expected = this.manifest.files[name];
    if (expected === undefined || !existsSync(path)) {
      throw new CheckpointError("MISSING", `${path}: missing from the checkpoint; use another checkpoint`);
    }
    const { size } = statSync(path);
    if (size !== expected.bytes) {
      throw new CheckpointError(
        "CORRUPT",
        `${path}: expected ${expected.bytes} bytes, found ${size}; use another checkpoint`,
      );
    }
    return path;
  }

  /** Maps a file's tensors: values are read on first use. Call `verify` first to detect damage. */
  tensors(name: string): Map<string, Tensor> {
    const tensors = mapSafetensors(this.#checkSize(name));
    const isOfModel = name === MODEL_FILE || name === EMA_FILE;
    return isOfModel && this.manifest.version === 1 ? namesSinceVersion2(tensors) : tensors;
  }
}
