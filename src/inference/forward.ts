// B = clips in a batch, A = channels of the audio, T = samples of each.

import { componentName } from "../components/create.js";
import type { TargetTable } from "../data/targets.js";
import { ShapeError } from "../errors.js";
import type { FrontEnd } from "../front-ends/index.js";
import type { Model } from "../models/index.js";
import type { TargetTensors } from "../tasks/task.js";
import { autocast, type Device, noGrad, Tensor } from "../tensor/index.js";
import { upload } from "../tensor/upload.js";
import type { Hardware } from "./hardware.js";

/** A model with its front end, on the hardware. */
export interface Network {
  model: Model;
  frontEnd: FrontEnd;
  hardware: Pick<Hardware, "device" | "precision">;
}

/** Samples of clips: on the host [B, A, T], or on the device [B, T], or [B, A, T] of several channels. */
export type Wave = Float32Array | Tensor;

/** Clips of a batch, with their targets on the host. */
export interface HostClips {
  wave: Wave;
  numChannels: number;
  targets: TargetTable; // [B, ...]
  size: number;
}

/** Clips of a batch on the device. */
export interface PlacedClips {
  wave: Tensor; // [B, T], or [B, A, T] of several channels
  targets: TargetTensors; // [B, ...]
}

/** Copies a host batch to the device. */
export function toDevice(batch: HostClips, device: Device): PlacedClips {
  return allToDevice([batch], (tensors) => tensors.map((one) => upload(one, device)))[0]!;
}

/** Copies batches to the device in one call of `copyAll`, which returns copies of tensors of the host. */
export function allToDevice(
  batches: readonly HostClips[],
  copyAll: (tensors: readonly Tensor[]) => readonly Tensor[],
): PlacedClips[] {
  const onHost: Tensor[] = [];
  const place = (tensor: Tensor): number => onHost.push(tensor) - 1;
  const places = batches.map(({ size, targets, wave, numChannels }) => ({
    wave: wave instanceof Tensor ? wave : place(viewWave({ wave, size, numChannels })),
    targets: Object.entries(targets).map(
      ([name, own]) => [name, place(Tensor.view(own.values, [size, ...own.shape]))] as const,
    ),
  }));
  const copies = copyAll(onHost);
  return places.map(({ wave, targets }) => ({
    wave: wave instanceof Tensor ? wave : copies[wave]!,
    targets: Object.fromEntries(targets.map(([name, i]) => [name, copies[i]!])),
  }));
}

/** Returns the samples of `count` clips of a batch, from clip `from` on: a view. */
export function waveOf({ wave, size }: Pick<HostClips, "wave" | "size">, from: number, count: number): Wave {
  if (wave instanceof Tensor) return wave.narrow(0, from, count);
  const samples = wave.length / size;
  return wave.subarray(from * samples, (from + count) * samples);
}

/** Views samples on the host as [B, T], or [B, A, T] of several channels. */
export function viewWave({
  wave,
  size,
  numChannels,
}: Omit<HostClips, "targets" | "wave"> & { wave: Float32Array }): Tensor {
  const samples = wave.length / size / numChannels;
  return Tensor.view(wave, numChannels === 1 ? [size, samples] : [size, numChannels, samples]);
}

/**
 * Computes the model's outputs in float32 [B, O], before activation: with gradients of the model, and of what its front end has
 * to learn.
 *
 * @param change of the features in training [B, C, F]
 */
export function logitsOf(
  network: Network,
  wave: Tensor,
  change: (features: Tensor) => Tensor = (features) => features,
): Tensor {
  return logitsOfFeatures(network, change(featuresOf(network, wave)));
}

/** Computes the model's outputs of features [B, C, F], as `logitsOf` does. */
export function logitsOfFeatures(network: Network, features: Tensor): Tensor {
  return inPrecision(network, () => network.model.forward(features)).to("float32");
}

/** Computes embeddings and outputs before activation, both in float32, [B, D] and [B, O]. */
export function embedAndClassify(network: Network, wave: Tensor): { embeddings: Tensor; logits: Tensor } {
  const features = featuresOf(network, wave);
  const { model } = network;
  const [embeddings, logits] = inPrecision(network, () => {
    const encoding = model.encode(features);
    return [encoding.clip, model.head.forward(encoding)] as const;
  });
  return { embeddings: embeddings.to("float32"), logits: logits.to("float32") };
}

/**
 * Computes features [B, C, F], outside of autocast: bfloat16 has too few digits for power spectra. Each of several channels is
 * computed alone, and their features stand one after the other: [B, A C, F].
 */
export function featuresOf({ frontEnd }: Pick<Network, "frontEnd">, wave: Tensor): Tensor {
  const numChannels = wave.shape.length === 3 ? wave.shape[1]! : 1;
  const rows = numChannels === 1 ? wave : wave.flatten(0, 1); // [B A, T]
  const isTrained = Object.keys(frontEnd.learned).length > 0;
  const features = isTrained ? frontEnd.forward(rows) : noGrad(() => frontEnd.forward(rows));
  if (!checked.has(frontEnd)) checkFeatures(frontEnd, rows, features);
  checked.add(frontEnd);
  if (numChannels === 1) return features;
  return features.reshape([-1, numChannels * frontEnd.channels, features.shape[2]!]);
}

/** Front ends whose features have the declared shape: one of a user's may be wrong, and then it is from the first batch on. */
const checked = new WeakSet<FrontEnd>();

function checkFeatures(frontEnd: FrontEnd, wave: Tensor, features: unknown): void {
  const [numClips, numSamples] = wave.shape as [number, number];
  const expected = [numClips, frontEnd.channels, frontEnd.numFrames(numSamples)];
  const shape = features instanceof Tensor ? features.shape : null;
  if (shape?.join() === expected.join()) return;
  throw new ShapeError(
    "SHAPE",
    `${componentName(frontEnd)}.forward: expected features [${expected.join(", ")}] (B, channels, numFrames) of ${numSamples} samples, got ${shape === null ? typeof features : `[${shape.join(", ")}]`}`,
  );
}

/** Runs the model's operators in the precision of its hardware. */
function inPrecision<Result>({ hardware }: Network, run: () => Result): Result {
  if (hardware.precision === "fp32") return run();
  return autocast(hardware.device, hardware.precision === "bf16" ? "bfloat16" : "float16", run);
}
