// B = clips in a batch, T = samples a clip.

import type { TargetTable } from "../data/targets.js";
import { ShapeError } from "../errors.js";
import type { FrontEnd } from "../front-ends/index.js";
import type { Model } from "../models/index.js";
import type { TargetTensors } from "../tasks/task.js";
import { autocast, type Device, noGrad, Tensor } from "../tensor/index.js";
import type { Hardware } from "./hardware.js";

/** A model with its front end, on the hardware. */
export interface Network {
  model: Model;
  frontEnd: FrontEnd;
  hardware: Pick<Hardware, "device" | "precision">;
}

/** Clips on the host. */
export interface HostClips {
  wave: Float32Array; // [B, T]
  targets: TargetTable; // [B, ...]
  size: number;
}

/** Copies a host batch to the device: wave [B, T] and targets [B, ...]. */
export function toDevice(batch: HostClips, device: Device): { wave: Tensor; targets: TargetTensors } {
  const place = (tensor: Tensor): Tensor => (device === "cpu" ? tensor : tensor.to({ device }));
  const targets = Object.entries(batch.targets).map(([name, { values, shape }]) => [
    name,
    place(Tensor.view(values, [batch.size, ...shape])),
  ]);
  return {
    wave: place(Tensor.view(batch.wave, [batch.size, batch.wave.length / batch.size])),
    targets: Object.fromEntries(targets),
  };
}

/** Computes the model's outputs in float32 [B, O], before activation: the front end without gradient, the model with. */
export function logitsOf(network: Network, wave: Tensor): Tensor {
  const features = featuresOf(network, wave);
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

/** Computes features [B, C, F], outside of autocast: bfloat16 has too few digits for power spectra. */
function featuresOf({ frontEnd }: Network, wave: Tensor): Tensor {
  const features = noGrad(() => frontEnd.forward(wave));
  if (!checked.has(frontEnd)) checkFeatures(frontEnd, wave, features);
  checked.add(frontEnd);
  return features;
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
    `${frontEnd.constructor.name}.forward: expected features [${expected.join(", ")}] (B, channels, numFrames) of ${numSamples} samples, got ${shape === null ? typeof features : `[${shape.join(", ")}]`}`,
  );
}

/** Runs the model's operators in the precision of its hardware. */
function inPrecision<Result>({ hardware }: Network, run: () => Result): Result {
  if (hardware.precision === "fp32") return run();
  return autocast(hardware.device, hardware.precision === "bf16" ? "bfloat16" : "float16", run);
}
