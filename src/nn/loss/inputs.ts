import { ConfigError, DTypeError, ShapeError } from "../../errors.js";
import { isFloatingPoint, type Tensor } from "../../tensor/index.js";

/** Names of a loss and of one of its inputs, for error messages. */
export interface Input {
  loss: string;
  name: string;
}

/** Returns the model's outputs in the dtype of the loss: float32 for half types. Throws DTypeError unless floating. */
export function widen({ loss, name }: Input, tensor: Tensor): Tensor {
  const { dtype } = tensor;
  if (!isFloatingPoint(dtype)) {
    throw new DTypeError(
      "DTYPE",
      `${loss}: expected ${name} of a floating dtype, got ${dtype}; convert them with to("float32")`,
    );
  }
  return dtype === "float16" || dtype === "bfloat16" ? tensor.to("float32") : tensor;
}

/** Returns `tensor` in the dtype of the loss. Throws DTypeError if it is neither in it nor of a half type. */
export function widenLike(input: Input, tensor: Tensor, outputs: Tensor): Tensor {
  const widened = widen(input, tensor);
  if (widened.dtype !== outputs.dtype) {
    throw new DTypeError(
      "DTYPE",
      `${input.loss}: expected ${input.name} of ${outputs.dtype}, the dtype of the loss, got ${tensor.dtype}; convert them with to("${outputs.dtype}")`,
    );
  }
  return widened;
}

/** Throws ShapeError unless `tensor` has the shape that `reason`, such as "the shape of the logits", explains. */
export function expectShape(
  { loss, name }: Input,
  tensor: Tensor,
  shape: readonly number[],
  reason: string,
): void {
  const actual = tensor.shape;
  if (actual.join() === shape.join()) return;
  throw new ShapeError(
    "SHAPE",
    `${loss}: expected ${name} of shape [${shape.join(", ")}], ${reason}, got [${actual.join(", ")}]`,
  );
}

/** Throws ConfigError unless an option `isValid`. `expected` completes "expected gamma ...". */
export function expectOption(loss: string, name: string, value: number, isValid: boolean, expected: string) {
  if (isValid && Number.isFinite(value)) return;
  throw new ConfigError("RANGE", `${loss}: expected ${name} ${expected}, got ${value}`);
}
