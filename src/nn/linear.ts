import { ShapeError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { defaultBias, defaultWeight } from "./init.js";
import { Module, Parameter } from "./module.js";
import { countOf } from "./sizes.js";

/** `y = x W^T + b`: [..., in] to [..., out]. After `torch.nn.Linear`. */
export class Linear extends Module {
  readonly weight: Parameter; // [out, in]
  readonly bias: Parameter | null; // [out]
  readonly #shape: readonly [number, number];

  constructor(inFeatures: number, outFeatures: number, options: { bias?: boolean } = {}) {
    super();
    const shape = [
      countOf("Linear", "outFeatures", outFeatures),
      countOf("Linear", "inFeatures", inFeatures),
    ] as const;
    this.#shape = shape;
    this.weight = new Parameter(defaultWeight(shape));
    this.bias = options.bias === false ? null : new Parameter(defaultBias(shape));
  }

  forward(input: Tensor): Tensor {
    const given = input.shape;
    if (given.at(-1) !== this.#shape[1]) {
      throw new ShapeError(
        "SHAPE",
        `Linear: weight [${this.#shape.join(", ")}] expects ${this.#shape[1]} features in the last dimension, input [${given.join(", ")}] has ${given.at(-1) ?? "no dimension"}`,
      );
    }
    return ops.linear(input, this.weight, this.bias);
  }
}

/** Returns its input: a placeholder for a layer. After `torch.nn.Identity`. */
export class Identity extends Module {
  forward(input: Tensor): Tensor {
    return input;
  }
}
