// R = clips of a batch that an augmentation changes, T = samples of a channel.
import { type Device, Tensor } from "../../tensor/index.js";
import { ops } from "../../tensor/ops.js";
import { upload } from "../../tensor/upload.js";

/** Returns a number for each clip on the device, in float64: JavaScript's numbers. */
export function perClip(values: readonly number[], device: Device): Tensor {
  return upload(Tensor.from(Float64Array.from(values), { shape: [values.length, 1, 1] }), device); // [R, 1, 1]
}

/** Returns whole numbers for each clip on the device, each column as a tensor [R, 1, 1]: they are copied at once. */
export function wholeColumns(columns: readonly (readonly number[])[], device: Device): Tensor[] {
  const values = BigInt64Array.from(columns.flat(), BigInt);
  const table = upload(
    Tensor.from(values, { shape: [columns.length, values.length / columns.length, 1, 1] }),
    device,
  );
  return columns.map((_, i) => table.select(0, i));
}

/** Returns a whole number for each clip on the device. */
export function wholePerClip(values: readonly number[], device: Device): Tensor {
  return wholeColumns([values], device)[0]!; // [R, 1, 1]
}

/** Returns the places of the samples of a channel: 0, 1, 2, ... */
export function placesOf(samples: number, device: Device): Tensor {
  return ops.arange(samples, { dtype: "int64", device }); // [T]
}

/** Multiplies each clip by a factor as JavaScript does: the product in float64 is rounded to float32. */
export function amplify(wave: Tensor, factors: readonly number[]): Tensor {
  if (factors.every((factor) => factor === 1)) return wave;
  return wave.to("float64").mul(perClip(factors, wave.device)).to("float32");
}
