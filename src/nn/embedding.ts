import { DTypeError, ShapeError } from "../errors.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import { Module, Parameter } from "./module.js";
import { countOf } from "./sizes.js";

export interface EmbeddingOptions {
  /** Row that begins as zeros and is not trained; a negative number counts from the last row. Default: none. */
  paddingIdx?: number | null;
  /** Divides gradients by the number of times that an index is in the batch. Default false. */
  scaleGradByFreq?: boolean;
}

/** Rows of a table by index: [...] of int64 to [..., embeddingDim]. After `torch.nn.Embedding`. */
export class Embedding extends Module {
  readonly weight: Parameter; // [numEmbeddings, embeddingDim]
  readonly #paddingIdx: number;
  readonly #scaleGradByFreq: boolean;

  constructor(numEmbeddings: number, embeddingDim: number, options: EmbeddingOptions = {}) {
    super();
    const rows = countOf("Embedding", "numEmbeddings", numEmbeddings);
    const given = options.paddingIdx ?? null;
    const padding = given === null ? null : given < 0 ? given + rows : given;
    if (padding !== null && !(Number.isInteger(padding) && padding >= 0 && padding < rows)) {
      throw new ShapeError(
        "SHAPE",
        `Embedding: paddingIdx: expected a row from ${-rows} to ${rows - 1}, got ${given}`,
      );
    }
    this.weight = new Parameter(
      ops.empty([rows, countOf("Embedding", "embeddingDim", embeddingDim)]).normal_(),
    );
    if (padding !== null) noGrad(() => scope(() => void this.weight.select(0, padding).fill_(0)));
    this.#paddingIdx = padding ?? -1;
    this.#scaleGradByFreq = options.scaleGradByFreq ?? false;
  }

  forward(input: Tensor): Tensor {
    if (input.dtype !== "int64" && input.dtype !== "int32") {
      throw new DTypeError("DTYPE", `Embedding: expected indices of int64 or int32, input is ${input.dtype}`);
    }
    return ops.embedding(this.weight, input, this.#paddingIdx, this.#scaleGradByFreq);
  }
}
