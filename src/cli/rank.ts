/** What a process does when it is one rank of several. */
import { writeFileSync } from "node:fs";
import type { Config } from "../config/schema.js";
import type { Environment } from "../distributed/environment.js";
import type { World } from "../distributed/world.js";
import { DistributedError, WoodshedError } from "../errors.js";

/** Joins the other ranks; from now on this process ends when its launcher does. */
export async function joinWorld(environment: Environment, { training }: Config): Promise<World> {
  const [{ World }, { addon }] = await Promise.all([
    import("../distributed/world.js"),
    import("../ops/addon.js"),
  ]);
  const { rank, localSize } = environment;
  const agent = process.env["WOODSHED_AGENT"];
  if (agent !== undefined && process.ppid !== Number(agent)) {
    throw new DistributedError(
      "ORPHAN",
      `rank ${rank}: its launcher, process ${agent}, was gone before it started`,
    );
  }
  addon.endWithParent(process.ppid, `rank ${rank}: its launcher, process ${process.ppid}, is gone: leaving`);
  const { distributed, device } = training;
  const numGpus = device === "cpu" ? 0 : addon.cudaDeviceCount();
  // NCCL needs a GPU for each rank.
  const best = numGpus >= localSize ? "nccl" : "gloo";
  return World.join(environment, {
    backend: distributed.backend === "auto" ? best : distributed.backend,
    timeoutSec: distributed.timeout_sec,
    hangWarningSec: Math.min(distributed.hang_warning_sec, distributed.timeout_sec / 2),
  });
}

/** So much later than the failure that it follows from, in torchrun's eyes. */
const CONSEQUENCE_SEC = 5;

/**
 * Tells torchrun what this rank failed with: the earliest is its root cause. A consequence of another
 * rank's failure comes after that, and is told where that rank could not tell its own.
 */
export function reportFailure(rank: number, error: unknown, isConsequence: boolean): void {
  const file = process.env["TORCHELASTIC_ERROR_FILE"];
  if (file === undefined) return;
  const { name, message, stack } = error as Error;
  const text = error instanceof WoodshedError ? `${name}: ${message}` : (stack ?? String(error));
  const extraInfo = {
    py_callstack: stack ?? "",
    timestamp: String(Math.floor(Date.now() / 1000) + (isConsequence ? CONSEQUENCE_SEC : 0)),
  };
  try {
    writeFileSync(
      file,
      JSON.stringify({ message: { message: named(rank, text), extraInfo }, isConsequence }),
    );
  } catch {
    // It is on stderr too.
  }
}

const named = (rank: number, text: string): string =>
  text.includes(`rank ${rank}`) ? text : `rank ${rank}: ${text}`;
