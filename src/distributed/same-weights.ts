import { DistributedError } from "../errors.js";
import { op } from "../ops/index.js";
import { noGrad, scope, type Tensor } from "../tensor/index.js";
import type { World } from "./world.js";

const viewAs = op("aten::view.dtype");

/** The sum of a tensor's bits, as 32-bit numbers: exact, in any order of adding. */
function digest(tensor: Tensor): Tensor {
  const plain = tensor.detach().reshape([-1]);
  const wide = plain.dtype === "float32" || plain.dtype === "int64" ? plain : plain.to("float32");
  return viewAs(wide, "int32").sum(null, { dtype: "int64" });
}

/**
 * All ranks: checks that tensors have the same values everywhere. Ranks that drift apart train another
 * model each and say nothing.
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
      `${when}: ${names[different]} of rank ${rank} is not that of rank 0. The ranks compute different things: ` +
        "look for other hardware, another libtorch, or code that changes weights outside of the step",
    );
    world.markShared(error);
    throw error;
  }
}
