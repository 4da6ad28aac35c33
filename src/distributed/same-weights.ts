import { DistributedError } from "../errors.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";
import { op } from "../tensor/ops.js";
import type { World } from "./world.js";

const viewAs = op("aten::view.dtype");

/** Sums a tensor's bits as 32-bit integers: exact, in any order of summation. */
function digest(tensor: Tensor): Tensor {
  const plain = tensor.detach().reshape([-1]);
  const wide = plain.dtype === "float32" || plain.dtype === "int64" ? plain : plain.to("float32");
  return viewAs(wide, "int32").sum(null, { dtype: "int64" });
}

/**
 * All ranks: checks that tensors have the same values on every rank. Ranks that differ would silently train different
 * models.
 *
 * @throws DistributedError naming the rank and the first tensor that differs from rank 0's
 */
export function assertSame(world: World, tensors: ReadonlyMap<string, Tensor>, when: string): void {
  if (world.size === 1) return;
  const own = scope(() => noGrad(() => [...tensors.values()].map((tensor) => digest(tensor).item()))); // sync
  const all = world.gather(own);
  const names = [...tensors.keys()];
  for (const [rank, digests] of all.entries()) {
    const different = digests.findIndex((value, i) => value !== all[0]![i]);
    if (different === -1) continue;
    const error = new DistributedError(
      "DRIFT",
      `${when}: ${names[different]} of rank ${rank} differs from rank 0's. The ranks have diverged: ` +
        "check for different hardware or libtorch versions, and for code that changes weights outside the step",
    );
    world.markShared(error);
    throw error;
  }
}
