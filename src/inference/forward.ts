// B = clips in a batch, T = samples a clip.

import type { TargetTable } from "../data/targets.js";
import type { LogMel } from "../front-ends/log-mel/log-mel.js";
import type { Classifier } from "../models/index.js";
import type { TargetTensors } from "../tasks/task.js";
import { autocast, type Device, noGrad, Tensor } from "../tensor/index.js";
import type { Hardware } from "./hardware.js";

/** A model with its front end, on the hardware. */
export interface Network {
  model: Classifier;
  features: LogMel;
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

/** Computes logits in float32 [B, classes]: log-mel outside autocast and without gradient, the model inside. */
export function logitsOf({ model, features, hardware }: Network, wave: Tensor): Tensor {
  const pictures = noGrad(() => features.forward(wave)); // [B, mel, frames]
  if (hardware.precision === "fp32") return model.forward(pictures);
  const dtype = hardware.precision === "bf16" ? "bfloat16" : "float16";
  return autocast(hardware.device, dtype, () => model.forward(pictures)).to("float32");
}

/** Computes embeddings and logits, both in float32, [B, D] and [B, classes]. */
export function embedAndClassify(
  { model, features, hardware }: Network,
  wave: Tensor,
): { embeddings: Tensor; logits: Tensor } {
  const pictures = noGrad(() => features.forward(wave)); // [B, mel, frames]
  const run = () => {
    const embeddings = model.embed(pictures);
    return [embeddings, model.classify(embeddings)] as const;
  };
  if (hardware.precision === "fp32") {
    const [embeddings, logits] = run();
    return { embeddings, logits };
  }
  const dtype = hardware.precision === "bf16" ? "bfloat16" : "float16";
  const [embeddings, logits] = autocast(hardware.device, dtype, run);
  return { embeddings: embeddings.to("float32"), logits: logits.to("float32") };
}
