// B = clips, C = channels, F = frames, G = C, or 1 for the same numbers in all channels.
import { type Buffer, Module, Parameter } from "../../nn/module.js";
import type { Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { smoothFrames } from "./smooth.js";

/** The numbers of the normalization, each [G]. */
export interface PcenTensors {
  /** Exponent of the division by the smoothed energy: `gain` of librosa. */
  alpha: Parameter | Buffer;
  /** Added before the root: `bias` of librosa. */
  delta: Parameter | Buffer;
  /** The root taken: 1 / `power` of librosa. */
  root: Parameter | Buffer;
  /** Weight of the newest frame in the smoothed energy. */
  smoothing: Parameter | Buffer;
}

/** Keeps the root's argument positive while delta is trained. */
const LEAST_DELTA = 1e-5;

/**
 * Per-channel energy normalization (Wang et al., 2017): energy [B, C, F] to [B, C, F],
 * `(x / (floor + m)^alpha + delta)^(1 / root) - delta^(1 / root)` with the energy m smoothed in time.
 *
 * Every clip begins anew. Trained numbers keep the bounds of `PCENLayer` in google-research/leaf-audio: alpha at most 1, root
 * at least 1, smoothing from 0 to 1.
 */
export class Pcen extends Module implements PcenTensors {
  readonly alpha: Parameter | Buffer;
  readonly delta: Parameter | Buffer;
  readonly root: Parameter | Buffer;
  readonly smoothing: Parameter | Buffer;
  readonly #floor: number;
  readonly #start: "first_frame" | "one";

  /**
   * @param floor added to the smoothed energy
   * @param start where smoothing begins: at the first frame, as leaf-audio, or at 1, as librosa
   */
  constructor(tensors: PcenTensors, floor: number, start: "first_frame" | "one") {
    super();
    this.alpha = tensors.alpha;
    this.delta = tensors.delta;
    this.root = tensors.root;
    this.smoothing = tensors.smoothing;
    this.#floor = floor;
    this.#start = start;
  }

  forward(energy: Tensor): Tensor {
    const { alpha, delta, root, smoothing } = this.#bounded();
    const smoothed = smoothFrames(energy, smoothing, this.#initial(energy)); // [B, C, F]
    const divisor = smoothed.add(this.#floor).pow(alpha.unsqueeze(1));
    const [bias, exponent] = [delta.unsqueeze(1), root.reciprocal().unsqueeze(1)];
    return energy.div(divisor).add(bias).pow(exponent).sub(bias.pow(exponent));
  }

  #initial(energy: Tensor): Tensor {
    if (this.#start === "first_frame") return energy.narrow(2, 0, 1);
    const [numClips, channels] = energy.shape;
    return ops.ones([numClips!, channels!, 1], { dtype: energy.dtype, device: energy.device });
  }

  #bounded(): Record<keyof PcenTensors, Tensor> {
    const { alpha, delta, root, smoothing } = this;
    if (!(alpha instanceof Parameter)) return { alpha, delta, root, smoothing };
    return {
      alpha: alpha.clampMax(1),
      delta: delta.clampMin(LEAST_DELTA),
      root: root.clampMin(1),
      smoothing: smoothing.clamp(0, 1),
    };
  }
}
