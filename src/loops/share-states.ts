import { loadState, type States, stateDictOf } from "../checkpoint/states.js";
import type { World } from "../distributed/world.js";
import { DistributedError } from "../errors.js";
import type { Tensor } from "../tensor/index.js";

/**
 * All ranks: replaces the states by rank 0's.
 *
 * @throws DistributedError naming a rank whose states have other names, shapes or dtypes
 */
export function shareStates(world: World, states: States): void {
  if (world.size === 1) return;
  for (const [name, state] of Object.entries(states)) {
    const own = stateDictOf(state);
    assertAlike(world, name, own);
    const tensors = [...own.values()];
    for (const device of new Set(tensors.map((tensor) => tensor.device)))
      world.broadcast(tensors.filter((tensor) => tensor.device === device));
    // A state dict may be a copy of what it describes.
    if (!world.isMain) loadState(state, own, "rank 0's state");
  }
}

function assertAlike(world: World, name: string, state: ReadonlyMap<string, Tensor>): void {
  const own = [...state].map(([key, { shape, dtype }]) => `${key} [${shape.join(", ")}] ${dtype}`);
  for (const [rank, theirs] of world.gather(own).entries()) {
    const place = own.findIndex((line, i) => line !== theirs[i]);
    if (place === -1 && own.length === theirs.length) continue;
    throw new DistributedError(
      "STATE",
      `rank ${world.rank}: state "${name}" differs from rank ${rank}'s: ${own[place] ?? "nothing"} here, ${theirs[place] ?? "nothing"} there; build the same model and optimizer on every rank`,
    );
  }
}
