/** The checkpoint that the page "Try it" uses, as far as it is known without its weights. */
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, join, sep } from "node:path";
import { CheckpointReader, findCheckpoint, MANIFEST_FILE } from "../../checkpoint/index.js";
import { melLengths } from "../../front-ends/mel/lengths.js";
import type { MelChoice } from "../../front-ends/mel/schema.js";
import { packageVersion } from "../../package-root.js";
import { RequestError } from "../../serving/request-error.js";
import type { TryAnswer } from "../api.js";

export interface TryCheckpoint {
  /** Absolute, without symbolic links. */
  path: string;
  /** Names the exported model: 64 hexadecimal digits. */
  digest: string;
  name: string;
  step: number;
  resampling: TryAnswer["resampling"];
  spectrogram: TryAnswer["spectrogram"];
}

const MOST_MANIFEST_BYTES = 64 * 2 ** 20;

/**
 * Finds the best checkpoint of a run, or its last.
 *
 * @param folder of the run, without symbolic links
 * @throws RequestError if it has none, or one that lies elsewhere
 */
export function readTryCheckpoint(folder: string): TryCheckpoint {
  const path = found(folder);
  if (!`${path}${sep}`.startsWith(`${realpathSync(folder)}${sep}`))
    throw new RequestError(422, "OUTSIDE", `${folder}: its checkpoint lies outside of the run: ${path}`);
  for (const name of readdirSync(path)) {
    if (!lstatSync(join(path, name)).isFile())
      throw new RequestError(
        422,
        "OUTSIDE",
        `${join(path, name)}: expected a file, as checkpoints have no links`,
      );
  }
  const manifest = join(path, MANIFEST_FILE);
  const { size } = lstatSync(manifest);
  if (size > MOST_MANIFEST_BYTES)
    throw new RequestError(422, "UNREADABLE", `${manifest}: ${size} bytes are more than a checkpoint has`);
  const { config, position } = new CheckpointReader(path).recipe;
  // With the path: a copy with other weights, whose checksums were forged, must not stand for this one.
  const digest = createHash("sha256")
    .update(JSON.stringify([packageVersion, path]))
    .update(readFileSync(manifest))
    .digest("hex");
  return {
    ...{ path, digest, name: basename(path), step: position.step },
    resampling: config.data.resampling,
    spectrogram: spectrogramOf(config.front_end, config.data.sample_rate_hz),
  };
}

function found(folder: string): string {
  try {
    return findCheckpoint(folder);
  } catch {
    throw new RequestError(
      404,
      "NO_CHECKPOINT",
      "this run has no checkpoint yet: it is saved after the first evaluation; try again then",
    );
  }
}

/** The spectrogram of the model's front end, for a picture of the sound; null for one without mel bands. */
function spectrogramOf(frontEnd: object, sampleRateHz: number): TryAnswer["spectrogram"] {
  if (!("num_mels" in frontEnd) || !("hop_ms" in frontEnd)) return null;
  const choice = frontEnd as MelChoice;
  return {
    ...melLengths(choice, { sampleRateHz }),
    numMels: choice.num_mels,
    minHz: choice.min_hz,
    maxHz: choice.max_hz ?? sampleRateHz / 2,
    scale: choice.mel_scale ?? "slaney",
    norm: choice.mel_norm ?? "slaney",
  };
}
