import { CheckpointError } from "../errors.js";
import { isFloatingPoint, scope, type Tensor } from "../tensor/index.js";
import type { CheckpointReader } from "./reader.js";

/**
 * Returns the mean of several checkpoints' weights, summed in float64: one model that is often better than
 * each (Izmailov et al., 2018, "Averaging Weights Leads to Wider Optima"). Integers, such as counts of
 * batches, are taken from the newest. Running statistics are averaged like weights.
 *
 * @throws CheckpointError if the checkpoints are of different architectures
 */
export function averageCheckpoints(readers: readonly CheckpointReader[]): Map<string, Tensor> {
  return scope(() => {
    const all = readers.map((reader) => reader.verify(reader.weightsFile).tensors(reader.weightsFile));
    const newest = all.at(-1)!;
    for (const [i, weights] of all.entries()) assertSame(newest, weights, readers[i]!.folder);
    return new Map(
      [...newest].map(([name, tensor]) => {
        if (!isFloatingPoint(tensor.dtype)) return [name, tensor.clone()];
        const sum = all
          .slice(1)
          .reduce((total, one) => total.add(one.get(name)!.to("float64")), all[0]!.get(name)!.to("float64"));
        return [name, sum.div(all.length).to(tensor.dtype)];
      }),
    );
  });
}

function assertSame(
  expected: ReadonlyMap<string, Tensor>,
  found: ReadonlyMap<string, Tensor>,
  folder: string,
): void {
  const shapeOf = (tensor: Tensor | undefined): string =>
    tensor === undefined ? "missing" : `[${tensor.shape.join(", ")}]`;
  for (const name of new Set([...expected.keys(), ...found.keys()])) {
    const [here, there] = [shapeOf(expected.get(name)), shapeOf(found.get(name))];
    if (here === there) continue;
    throw new CheckpointError(
      "ARCHITECTURE",
      `${folder}: ${name} is ${there}, in the newest it is ${here}; only checkpoints of one architecture can be averaged`,
    );
  }
}
