import { copyState } from "../nn/state-dict.js";
import { type Device, keep, noGrad, scope, type Tensor } from "../tensor/index.js";
import { op, ops } from "../tensor/ops.js";
import type { TensorList } from "../tensor/values.js";

const unscaleAll = op("aten::_amp_foreach_non_finite_check_and_unscale_");
const updateScale = op("aten::_amp_update_scale_");

export interface GradScalerOptions {
  initialScale?: number;
  growthFactor?: number;
  backoffFactor?: number;
  /** Number of steps without an overflow after which the scale grows. */
  growthInterval?: number;
}

/**
 * Scales losses so that fp16 gradients do not vanish, and detects steps whose gradients overflowed.
 * Equals `torch.amp.GradScaler` in numbers and defaults.
 *
 * Order of a step: `scale(loss).backward()`, `unscale`, clip, step unless it overflowed, `update`.
 */
export class GradScaler {
  readonly #options: Required<GradScalerOptions>;
  readonly #scale: Tensor; // [] float32
  readonly #growthTracker: Tensor; // [] int32
  readonly #foundInf: Tensor; // [] float32

  constructor(device: Device, options: GradScalerOptions = {}) {
    this.#options = {
      initialScale: 65536,
      growthFactor: 2,
      backoffFactor: 0.5,
      growthInterval: 2000,
      ...options,
    };
    this.#scale = keep(ops.full([], this.#options.initialScale, { dtype: "float32", device }));
    this.#growthTracker = keep(ops.zeros([], { dtype: "int32", device }));
    this.#foundInf = keep(ops.zeros([], { dtype: "float32", device }));
  }

  scale(loss: Tensor): Tensor {
    return loss.mul(this.#scale);
  }

  /** Divides the gradients in place; returns whether any value is infinite or NaN. Waits for the device. */
  unscale(gradients: TensorList): boolean {
    return scope(() =>
      noGrad(() => {
        this.#foundInf.zero_();
        unscaleAll(gradients, this.#foundInf, this.#scale.to("float64").reciprocal().to("float32"));
        return this.#foundInf.item() !== 0; // sync
      }),
    );
  }

  /** Lowers the scale after an overflow, raises it after `growthInterval` steps without one. */
  update(): void {
    const { growthFactor, backoffFactor, growthInterval } = this.#options;
    scope(() =>
      noGrad(
        () =>
          void updateScale(
            this.#scale,
            this.#growthTracker,
            this.#foundInf,
            growthFactor,
            backoffFactor,
            growthInterval,
          ),
      ),
    );
  }

  stateDict(): Map<string, Tensor> {
    return new Map([
      ["scale", this.#scale],
      ["growth_tracker", this.#growthTracker],
    ]);
  }

  loadStateDict(state: ReadonlyMap<string, Tensor>): void {
    copyState(this.stateDict(), state, "the gradient scaler's state");
  }

  dispose(): void {
    for (const tensor of [this.#scale, this.#growthTracker, this.#foundInf]) tensor.dispose();
  }
}
