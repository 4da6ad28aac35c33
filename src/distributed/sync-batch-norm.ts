import { BatchNorm, type Module, type NormGroup } from "../nn/index.js";
import type { ProcessGroup } from "./process-group.js";

/**
 * Makes every batch norm of a model normalize over the clips of all ranks, as `torch.nn.SyncBatchNorm` does, so that
 * several ranks compute the same as one. All ranks must then run the same forwards and backwards.
 *
 * @returns the group, whose `isActive` turns it off for forwards in which every rank has the same clips
 */
export function synchronizeBatchNorm(model: Module, group: ProcessGroup): NormGroup {
  const shared: NormGroup = { handle: group.handle, isActive: true };
  for (const module of model.modules()) if (module instanceof BatchNorm) module.group = shared;
  return shared;
}
