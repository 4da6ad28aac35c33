import type { Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { expectChannels, Module, Parameter } from "./module.js";
import { countOf } from "./sizes.js";

/** `max(x, 0)`. */
export class ReLU extends Module {
  forward(input: Tensor): Tensor {
    return input.relu();
  }
}

/** `min(max(x, 0), 6)`. */
export class ReLU6 extends Module {
  forward(input: Tensor): Tensor {
    return input.relu6();
  }
}

/** `x` where it is positive, else `negativeSlope * x`. Default slope 0.01. */
export class LeakyReLU extends Module {
  readonly #negativeSlope: number;

  constructor(options: { negativeSlope?: number } = {}) {
    super();
    this.#negativeSlope = options.negativeSlope ?? 0.01;
  }

  forward(input: Tensor): Tensor {
    return ops.leakyRelu(input, this.#negativeSlope);
  }
}

/** LeakyReLU with a learnt slope, for all channels or for each: [B, C, ...] (He et al., 2015). */
export class PReLU extends Module {
  readonly weight: Parameter; // [1] or [C]
  readonly #channels: number;

  constructor(options: { numParameters?: number; init?: number } = {}) {
    super();
    this.#channels = countOf("PReLU", "numParameters", options.numParameters ?? 1);
    this.weight = new Parameter(ops.full([this.#channels], options.init ?? 0.25));
  }

  forward(input: Tensor): Tensor {
    if (this.#channels > 1) expectChannels("PReLU", input, [2, 3, 4, 5], 1, this.#channels, [this.#channels]);
    return ops.prelu(input, this.weight);
  }
}

/** `x` where it is positive, else `alpha * (exp(x) - 1)` (Clevert et al., 2015). */
export class ELU extends Module {
  readonly #alpha: number;

  constructor(options: { alpha?: number } = {}) {
    super();
    this.#alpha = options.alpha ?? 1;
  }

  forward(input: Tensor): Tensor {
    return ops.elu(input, this.#alpha);
  }
}

/** The scaled ELU of self-normalizing networks (Klambauer et al., 2017). */
export class SELU extends Module {
  forward(input: Tensor): Tensor {
    return input.selu();
  }
}

/** Gaussian error linear unit (Hendrycks and Gimpel, 2016); `tanh` is a faster approximation. */
export class GELU extends Module {
  readonly #approximate: "none" | "tanh";

  constructor(options: { approximate?: "none" | "tanh" } = {}) {
    super();
    this.#approximate = options.approximate ?? "none";
  }

  forward(input: Tensor): Tensor {
    return input.gelu({ approximate: this.#approximate });
  }
}

/** `x * sigmoid(x)`, also called swish. */
export class SiLU extends Module {
  forward(input: Tensor): Tensor {
    return ops.silu(input);
  }
}

/** `x * tanh(softplus(x))` (Misra, 2019). */
export class Mish extends Module {
  forward(input: Tensor): Tensor {
    return ops.mish(input);
  }
}

/** `x * relu6(x + 3) / 6` (Howard et al., 2019). */
export class Hardswish extends Module {
  forward(input: Tensor): Tensor {
    return ops.hardswish(input);
  }
}

/** `relu6(x + 3) / 6`. */
export class Hardsigmoid extends Module {
  forward(input: Tensor): Tensor {
    return ops.hardsigmoid(input);
  }
}

/** `x` limited to the range from `minVal` to `maxVal`. Default -1 to 1. */
export class Hardtanh extends Module {
  readonly #minVal: number;
  readonly #maxVal: number;

  constructor(options: { minVal?: number; maxVal?: number } = {}) {
    super();
    this.#minVal = options.minVal ?? -1;
    this.#maxVal = options.maxVal ?? 1;
  }

  forward(input: Tensor): Tensor {
    return ops.hardtanh(input, this.#minVal, this.#maxVal);
  }
}

/** `1 / (1 + exp(-x))`. */
export class Sigmoid extends Module {
  forward(input: Tensor): Tensor {
    return input.sigmoid();
  }
}

/** `log(sigmoid(x))`. */
export class LogSigmoid extends Module {
  forward(input: Tensor): Tensor {
    return ops.logSigmoid(input);
  }
}

/** The hyperbolic tangent. */
export class Tanh extends Module {
  forward(input: Tensor): Tensor {
    return input.tanh();
  }
}

/** `log(1 + exp(beta * x)) / beta`; `x` itself where `beta * x` is above `threshold`. Default 1 and 20. */
export class Softplus extends Module {
  readonly #beta: number;
  readonly #threshold: number;

  constructor(options: { beta?: number; threshold?: number } = {}) {
    super();
    this.#beta = options.beta ?? 1;
    this.#threshold = options.threshold ?? 20;
  }

  forward(input: Tensor): Tensor {
    return ops.softplus(input, this.#beta, this.#threshold);
  }
}

/** `exp(x)` divided by its sum over a dimension. */
export class Softmax extends Module {
  readonly #dim: number;

  constructor(options: { dim: number }) {
    super();
    this.#dim = options.dim;
  }

  forward(input: Tensor): Tensor {
    return input.softmax(this.#dim);
  }
}

/** The logarithm of `Softmax`. */
export class LogSoftmax extends Module {
  readonly #dim: number;

  constructor(options: { dim: number }) {
    super();
    this.#dim = options.dim;
  }

  forward(input: Tensor): Tensor {
    return input.logSoftmax(this.#dim);
  }
}

/** Gated linear unit: the first half of a dimension times the sigmoid of the second (Dauphin et al., 2016). Default: the last. */
export class GLU extends Module {
  readonly #dim: number;

  constructor(options: { dim?: number } = {}) {
    super();
    this.#dim = options.dim ?? -1;
  }

  forward(input: Tensor): Tensor {
    return ops.glu(input, this.#dim);
  }
}
