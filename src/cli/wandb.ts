import { Command } from "commander";
import { ConfigError } from "../errors.js";
import { Interrupt } from "./interrupt.js";
import { wandbDashboardCommand } from "./wandb-dashboard.js";

interface SyncOptions {
  project?: string;
  entity?: string;
  baseUrl?: string;
  again?: boolean;
}

export function wandbCommand(): Command {
  const command = new Command("wandb")
    .description("upload runs to Weights & Biases, and create dashboards")
    .addHelpText(
      "after",
      `
Examples:
  woodshed wandb sync runs/quickstart-20261123-101500-a1b2
  woodshed wandb dashboard --project birds`,
    );
  command
    .command("sync")
    .description("upload runs that are missing or incomplete in W&B")
    .argument("<runs...>", "folders of runs")
    .option("--project <name>", "upload to this project (default: the recipe's)")
    .option("--entity <name>", "upload to this user or team (default: the recipe's)")
    .option("--base-url <address>", "use this server (default: the recipe's, WANDB_BASE_URL, or W&B's cloud)")
    .option("--again", "also upload runs that were delivered already")
    .addHelpText(
      "after",
      `
The API key is read from WANDB_API_KEY or netrc. Runs are uploaded from their run stores, which are complete even if
logging to W&B failed.

Examples:
  woodshed wandb sync runs/quickstart-20261123-101500-a1b2
  woodshed wandb sync runs/* --project birds`,
    )
    .action(sync);
  return command.addCommand(wandbDashboardCommand());
}

async function sync(runs: string[], options: SyncOptions): Promise<void> {
  for (const option of ["project", "entity"] as const) {
    if (options[option]?.trim() === "")
      throw new ConfigError("WANDB_NAME", `--${option}: expected a name, got an empty one`);
  }
  const { syncRun } = await import("../tracking/wandb/sync.js");
  const interrupt = new Interrupt(() => process.exit(interrupt.exitCode));
  let numFailed = 0;
  for (const run of runs) {
    if (process.stderr.isTTY) process.stderr.write(`${run}: sending ...`);
    const endLine = (): void => void (process.stderr.isTTY && process.stderr.write("\r\x1b[2K"));
    try {
      const { url, wasDelivered } = await syncRun(run, options, (warning) => {
        endLine();
        process.stderr.write(`${run}: ${warning}\n`);
      });
      endLine();
      const outcome = wasDelivered ? "delivered already (--again sends it again)" : "delivered";
      process.stdout.write(`${run}: ${outcome}: ${url}\n`);
    } catch (error) {
      endLine();
      if (error instanceof ConfigError) throw error;
      numFailed++;
      const { message } = error as Error;
      process.stderr.write(message.startsWith(`${run}: `) ? `${message}\n` : `${run}: ${message}\n`);
    }
  }
  if (numFailed > 0) process.exitCode = 1;
}
