import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { defaultBias, defaultWeight } from "./init.js";
import { Module, Parameter } from "./module.js";

/** `y = x W^T + b`: [..., in] to [..., out]. */
export class Linear extends Module {
  readonly weight: Parameter; // [out, in]
  readonly bias: Parameter | null; // [out]

  constructor(inFeatures: number, outFeatures: number, options: { bias?: boolean } = {}) {
    super();
    const shape = [outFeatures, inFeatures];
    this.weight = new Parameter(defaultWeight(shape));
    this.bias = options.bias === false ? null : new Parameter(defaultBias(shape));
  }

  forward(input: Tensor): Tensor {
    return ops.linear(input, this.weight, this.bias);
  }
}
