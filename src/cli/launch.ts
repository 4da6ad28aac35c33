import { join, resolve } from "node:path";
import type { Config } from "../config/schema.js";
import { Interrupt } from "./interrupt.js";

/** Options of `woodshed train` that are passed to torchrun. */
export interface LaunchFlags {
  nnodes?: string;
  rdzvEndpoint?: string;
  rdzvId?: string;
  maxRestarts?: number;
  logDir?: string;
}

/** Starts this command once per rank on this host. */
export async function launchRanks(config: Config, options: LaunchFlags): Promise<void> {
  const { launch } = await import("../distributed/launch.js");
  const { nnodes, rdzvEndpoint, rdzvId, maxRestarts, logDir } = options;
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const logFolder = resolve(
    logDir ?? join(config.runs_dir, ".logs", `${config.name}-${stamp}-${process.pid}`),
  );
  const interrupt = new Interrupt(() => {});
  const isDone = await launch(
    {
      worldSize: config.training.distributed.world_size,
      ...(nnodes === undefined ? {} : { numNodes: nnodes }),
      ...(rdzvEndpoint === undefined ? {} : { rendezvousEndpoint: rdzvEndpoint }),
      ...(rdzvId === undefined ? {} : { rendezvousId: rdzvId }),
      ...(maxRestarts === undefined ? {} : { maxRestarts }),
      logFolder,
      command: [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
    },
    interrupt.signal,
  );
  if (!isDone) process.exitCode = interrupt.exitCode;
}
