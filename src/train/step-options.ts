// B = clips in a batch.
import type { MicroBatch } from "../data/sampler.js";
import { rowsBetween } from "../data/targets.js";
import type { DataParallel } from "../distributed/data-parallel.js";
import type { World } from "../distributed/world.js";
import {
  allToDevice,
  type HostClips,
  type Network,
  type PlacedClips,
  toDevice,
  waveOf,
} from "../inference/forward.js";
import type { NormGroup } from "../nn/index.js";
import type { Ema, GradScaler, Optimizer } from "../optim/index.js";
import type { Task } from "../tasks/task.js";
import type { ClipMasks } from "./clip-masks.js";
import type { FeatureChanges } from "./feature-changes.js";
import type { Freezing } from "./freezing.js";
import type { StepGraphs } from "./graphs/step-graphs.js";
import type { UploadRing } from "./upload-ring.js";

/** Clips of this rank that were drawn from the training set. */
export interface DrawnClips extends HostClips {
  /** Each clip's place in the data set. */
  indices: Int32Array; // [B]
  /** How often the epoch drew each clip before; null where it draws every clip once. */
  repeats: Int32Array | null; // [B]
}

/** This rank's clips of one optimizer step. */
export interface HostBatch extends DrawnClips {
  /** Parts that it is computed in, in order: equally many on each rank. */
  parts: readonly MicroBatch[];
  /** Clips over all ranks. */
  globalSize: number;
}

/** A part of a batch, whose clips are computed together. */
export interface BatchPart extends DrawnClips, MicroBatch {}

/** Returns a part of a batch: views, of which that of samples on a device belongs to the scope. @param place among the parts */
export function partOf(batch: HostBatch, place: number): BatchPart {
  const { parts, numChannels, targets, indices, repeats } = batch;
  const { size, numCopies } = parts[place]!;
  const from = parts.slice(0, place).reduce((sum, part) => sum + part.size, 0);
  const to = from + size;
  return {
    wave: waveOf(batch, from, size),
    targets: rowsBetween(targets, from, to),
    indices: indices.subarray(from, to),
    repeats: repeats?.subarray(from, to) ?? null,
    ...{ numChannels, size, numCopies },
  };
}

export interface StepOptions extends Network {
  update: Update;
  world: World;
  /** Sums gradients over the ranks; null in a world of one rank. */
  parallel: DataParallel | null;
  /** Group of batch norms that use the clips of all ranks; null if each rank uses its own. */
  normGroup: NormGroup | null;
  /** Masks of dropout; null draws them from this rank's default generator. */
  masks: ClipMasks | null;
  /** Augmentations of features. */
  changes: FeatureChanges;
  task: Task;
  /** Runs steps as graphs; null runs them operator by operator. */
  graphs: StepGraphs | null;
  /** Copies batches to the device while the step before runs; null copies them in the order of all work. */
  uploads: UploadRing | null;
}

/** Copies parts of a batch to the device of a step. They are valid for work that is queued before the next call. */
export function placeParts({ hardware, uploads }: StepOptions, parts: readonly HostClips[]): PlacedClips[] {
  return uploads === null
    ? parts.map((clips) => toDevice(clips, hardware.device))
    : allToDevice(parts, (tensors) => uploads.upload(tensors));
}

/** How gradients change the weights. */
export interface Update {
  optimizer: Optimizer;
  /** Required for fp16. */
  scaler: GradScaler | null;
  /** Moving average of the weights. */
  ema: Ema | null;
  /** Largest total norm of the gradients; null never clips. */
  clipGradNorm: number | null;
  /** Largest absolute value of a gradient's numbers, which is applied first; null never clips. */
  clipGradValue: number | null;
  /** Parameters that do not change in the first epochs. */
  freezing: Freezing;
}
