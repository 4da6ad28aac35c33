import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { TRAINING_FILE } from "../checkpoint/file-names.js";
import { newestComplete } from "../checkpoint/find.js";
import { type CheckpointManifest, hasRecipe, parseManifest } from "../checkpoint/format.js";
import type { Link } from "../checkpoint/links.js";
import {
  decodeRandom,
  type EncodedRandom,
  encodeRandom,
  randomIn,
  restoreRandom,
} from "../checkpoint/random-states.js";
import type { CheckpointReader } from "../checkpoint/reader.js";
import { RESERVED_STATES, restoreStates, type States, savedStates } from "../checkpoint/states.js";
import { RANDOM_VERSION } from "../data/random.js";
import type { World } from "../distributed/world.js";
import { CheckpointError } from "../errors.js";
import { scope } from "../tensor/index.js";
import { RUN_FILE } from "../tracking/store/database.js";
import { newRunId } from "../tracking/store/folder.js";
import { RunStore } from "../tracking/store/store.js";
import { claimFolder, releaseFolder } from "./claim.js";
import { deviceOf, type LoopRecord } from "./loop-state.js";
import { shareStates } from "./share-states.js";

/** A checkpoint from which a loop resumed. */
export interface Resumed extends LoopRecord {
  folder: string;
  /** The run's id at each tracker that has one of its own. */
  trackerIds: Readonly<Record<string, string>>;
}

/** A run's folder with the states of its checkpoint, on any rank. */
export interface OpenedRun {
  runId: string;
  resumed: Resumed | null;
  /** null for a new run, and on ranks other than 0. */
  reader: CheckpointReader | null;
}

interface Found {
  runId: string;
  checkpoint: { folder: string; manifest: string; random: EncodedRandom[] } | null;
}

/** All ranks: claims a run's folder, and restores the states and the random generators from its checkpoint. */
export async function openRun(
  folder: string,
  states: States,
  { world, resume, warn }: { world: World; resume: Link; warn: (message: string) => void },
): Promise<OpenedRun> {
  assertNames(states);
  let reader: CheckpointReader | null = null;
  const { runId, checkpoint } = await world.decide((): Found => {
    claimFolder(folder, warn);
    try {
      reader = newestComplete(folder, resume, warn);
      if (reader === null) return { runId: recordedId(folder) ?? newId(folder), checkpoint: null };
      restore(reader, states, warn);
      return { runId: reader.manifest.runId, checkpoint: describe(reader, world.size) };
    } catch (error) {
      releaseFolder(folder);
      throw error;
    }
  });
  shareStates(world, states);
  if (checkpoint === null) return { runId, resumed: null, reader: null };
  restoreRandom(decodeRandom(checkpoint.random[world.rank]!), deviceOf(states));
  return { runId, resumed: resumedFrom(checkpoint), reader };
}

function assertNames(states: States): void {
  for (const name of Object.keys(states)) {
    if (/^[A-Za-z0-9_-]+$/.test(name) && !RESERVED_STATES.includes(name)) continue;
    throw new CheckpointError(
      "STATE",
      `state "${name}": expected a name of letters, digits, _ and -, other than ${RESERVED_STATES.join(" and ")}`,
    );
  }
}

function restore(reader: CheckpointReader, states: States, warn: (message: string) => void): void {
  const { folder, manifest } = reader;
  if (hasRecipe(manifest)) {
    throw new CheckpointError(
      "RECIPE",
      `${folder}: was saved by a recipe's run; resume it with woodshed train --resume, or choose another folder`,
    );
  }
  const lost = savedStates(reader).filter((name) => !(name in states));
  if (lost.length > 0) {
    throw new CheckpointError(
      "STATE",
      `${folder}: also holds ${lost.join(", ")}, which the next checkpoint would lack; open it with these states, or start in another folder`,
    );
  }
  if (manifest.randomVersion !== RANDOM_VERSION) {
    warn(
      `warning: ${folder}: was saved by a version of Woodshed whose loaders draw other random numbers: the rest of an unfinished epoch repeats some rows and omits others`,
    );
  }
  restoreStates(states, reader);
}

function describe(reader: CheckpointReader, numRanks: number): NonNullable<Found["checkpoint"]> {
  const random = scope(() => {
    const tensors = reader.tensors(TRAINING_FILE);
    return Array.from({ length: numRanks }, (_, rank) => encodeRandom(randomIn(tensors, rank)));
  });
  return { folder: reader.folder, manifest: JSON.stringify(reader.manifest), random };
}

function resumedFrom({ folder, manifest: text }: NonNullable<Found["checkpoint"]>): Resumed {
  // The text, which restores NaN among the metrics.
  const { manifest } = parseManifest(text) as { manifest: CheckpointManifest };
  const { position, metrics, metricsStep, json = null, trackerIds } = manifest;
  return { folder, position, metrics, metricsStep, json, trackerIds };
}

/** The id in the record of a run that was killed before its first checkpoint; null if there is no record. */
function recordedId(folder: string): string | null {
  if (!existsSync(join(folder, RUN_FILE))) return null;
  using store = RunStore.open(folder);
  return store.info().id;
}

const newId = (folder: string): string => newRunId(basename(resolve(folder)));
