import { DistributedError } from "../errors.js";
import { addon } from "../tensor/addon.js";
import type { Environment } from "./environment.js";
import type { Backend } from "./process-group.js";
import { World } from "./world.js";

export interface JoinOptions {
  /** The backend of gradients. By default `auto`: NCCL with a GPU for each rank of this host, else Gloo. */
  backend?: Backend | "auto";
  /** False trains on the CPU although there are GPUs. By default true. */
  useGpus?: boolean;
  /** Time after which a rank that waits for another fails. By default 600. */
  timeoutSec?: number;
  /** Time after which waiting ranks are reported. By default 30. */
  hangWarningSec?: number;
}

/**
 * Waits for the other ranks of a launcher; from now on this process exits when its launcher does.
 *
 * @throws DistributedError if the launcher has ended, or naming the ranks that did not join within the timeout
 */
export async function joinWorld(environment: Environment, options: JoinOptions = {}): Promise<World> {
  const { backend = "auto", useGpus = true, timeoutSec = 600, hangWarningSec = 30 } = options;
  const { rank, localRank, localSize } = environment;
  const agent = process.env["WOODSHED_AGENT"];
  if (agent !== undefined && process.ppid !== Number(agent)) {
    throw new DistributedError(
      "ORPHAN",
      `rank ${rank}: its launcher, process ${agent}, ended before the rank started`,
    );
  }
  addon.endWithParent(
    process.ppid,
    `rank ${rank}: its launcher, process ${process.ppid}, has ended: exiting`,
  );
  const numGpus = useGpus ? addon.cudaDeviceCount() : 0;
  // The meaning of `cuda` without an index.
  if (numGpus > 0) addon.setDevice(`cuda:${localRank % numGpus}`);
  // NCCL needs a GPU for each rank.
  const best = numGpus >= localSize ? "nccl" : "gloo";
  return World.join(environment, {
    backend: backend === "auto" ? best : backend,
    timeoutSec,
    hangWarningSec: Math.min(hangWarningSec, timeoutSec / 2),
  });
}
