/** `woodshed launch`, and the launcher of `woodshed train` on several ranks. */
import { existsSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { Command } from "commander";
import type { Config } from "../config/schema.js";
import { ConfigError } from "../errors.js";
import { Interrupt } from "./interrupt.js";
import { parseCount, wholeNumber } from "./option-numbers.js";

/** Options that are passed to torchrun. */
export interface LaunchFlags {
  nnodes?: string;
  rdzvEndpoint?: string;
  rdzvId?: string;
  maxRestarts?: number;
  logDir?: string;
}

export function addLaunchOptions(command: Command, logFolder: string): Command {
  return command
    .option(
      "--nnodes <n>",
      "number of hosts; run this command on each of them; 2:4 allows two to four hosts (default: 1)",
    )
    .option(
      "--rdzv-endpoint <host:port>",
      "address of the rendezvous host; all hosts must be able to reach it",
    )
    .option("--rdzv-id <id>", "ID of the job: the same on all hosts, different for each job")
    .option(
      "--max-restarts <n>",
      "if a rank fails, restart all ranks from the last checkpoint, at most n times (default: 0)",
      wholeNumber(0),
    )
    .option("--log-dir <path>", `write the logs of the ranks to this folder (default: ${logFolder})`);
}

export function launchCommand(): Command {
  const command = new Command("launch")
    .description("run a script of your own on several ranks, with torchrun")
    .argument("<script>", "script that Node can run, which calls withWorld")
    .argument("[args...]", "arguments of the script")
    .passThroughOptions()
    .requiredOption("--ranks <n>", "number of ranks on all hosts", parseCount);
  return addLaunchOptions(command, "a folder in runs/.logs")
    .addHelpText(
      "after",
      `
Examples:
  woodshed launch --ranks 2 train.mjs
  woodshed launch --ranks 2 --max-restarts 3 train.mjs --epochs 10

Options of the command go before the script, options of the script after it. Rank 0 uses the terminal.`,
    )
    .action(launchScript);
}

async function launchScript(
  script: string,
  args: string[],
  { ranks, ...flags }: LaunchFlags & { ranks: number },
): Promise<void> {
  if (!existsSync(script)) throw new ConfigError("SCRIPT", `${script}: no such file`);
  const command = [process.execPath, ...process.execArgv, resolve(script), ...args];
  await runLauncher(command, ranks, flags, "runs", basename(script, extname(script)));
}

/** Starts this command once per rank on this host. */
export async function launchRanks(config: Config, flags: LaunchFlags): Promise<void> {
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { world_size } = config.training.distributed;
  await runLauncher(command, world_size, flags, config.runs_dir, config.name);
}

async function runLauncher(
  command: readonly string[],
  worldSize: number,
  { nnodes, rdzvEndpoint, rdzvId, maxRestarts, logDir }: LaunchFlags,
  runsDir: string,
  name: string,
): Promise<void> {
  const { launch } = await import("../distributed/launch.js");
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const logFolder = resolve(logDir ?? join(runsDir, ".logs", `${name}-${stamp}-${process.pid}`));
  const interrupt = new Interrupt(() => {});
  const isDone = await launch(
    {
      worldSize,
      ...(nnodes === undefined ? {} : { numNodes: nnodes }),
      ...(rdzvEndpoint === undefined ? {} : { rendezvousEndpoint: rdzvEndpoint }),
      ...(rdzvId === undefined ? {} : { rendezvousId: rdzvId }),
      ...(maxRestarts === undefined ? {} : { maxRestarts }),
      logFolder,
      command,
    },
    interrupt.signal,
  );
  if (!isDone) process.exitCode = interrupt.exitCode;
}
