import { ops } from "../../dist/bundle/index.js";

/** Equals `numbers` in model.py: the same values in both languages, without sending them. */
export function numbers(shape, seed) {
  const i = ops.arange(shape.reduce((a, b) => a * b, 1));
  return i
    .mul(37)
    .add(101 * seed)
    .add(i.floorDivide(7).mul(13))
    .remainder(23)
    .sub(11)
    .to("float32")
    .div(16)
    .reshape(shape);
}
