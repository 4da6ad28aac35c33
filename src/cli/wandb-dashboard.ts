import { Command, Option } from "commander";
import { ConfigError } from "../errors.js";
import { TASKS } from "../tasks/options.js";
import { Interrupt } from "./interrupt.js";

interface DashboardOptions {
  name: string;
  report?: string;
  project?: string;
  entity?: string;
  baseUrl?: string;
  task?: string;
}

export function wandbDashboardCommand(): Command {
  return new Command("dashboard")
    .description("create a W&B workspace for Woodshed's runs, and a report that compares runs")
    .argument("[runs...]", "folders of runs to compare in a report")
    .option("--name <name>", "name of the workspace", "Woodshed")
    .option("--report <title>", "create a report with this title that compares the runs")
    .option("--project <name>", "use this project (default: the first run's, or woodshed)")
    .option("--entity <name>", "use this user or team (default: the first run's, or the account's)")
    .option(
      "--base-url <address>",
      "use this server (default: the first run's, WANDB_BASE_URL, or W&B's cloud)",
    )
    .addOption(
      new Option(
        "--task <name>",
        "show the results of this task (default: those of the runs' tasks, or of the default task)",
      ).choices(Object.keys(TASKS)),
    )
    .addHelpText(
      "after",
      `
The workspace has panels for metrics, samples with sound, embedding maps, the task's figures and tables, test clips and
system metrics. It replaces a workspace with the same name, and the report replaces a report with the same title.
Runs must be in W&B already (woodshed wandb sync). The API key is read from WANDB_API_KEY or netrc.

Examples:
  woodshed wandb dashboard --project birds --task tagging
  woodshed wandb dashboard runs/quickstart-* --report "Wider or deeper"`,
    )
    .action(dashboard);
}

async function dashboard(runs: string[], options: DashboardOptions): Promise<void> {
  if (options.report !== undefined && runs.length === 0) {
    throw new ConfigError(
      "WANDB_REPORT",
      "--report: name the folders of the runs to compare, such as runs/quickstart-*",
    );
  }
  for (const option of ["name", "report", "project", "entity"] as const) {
    if (options[option]?.trim() === "")
      throw new ConfigError("WANDB_NAME", `--${option}: expected a name, got an empty one`);
  }
  const { saveDashboard } = await import("../tracking/wandb/dashboard/dashboard.js");
  const interrupt = new Interrupt(() => process.exit(interrupt.exitCode));
  const { workspace, report } = await saveDashboard({
    ...{ name: options.name, runs, report: options.report ?? null },
    ...{ entity: options.entity ?? null, project: options.project ?? null },
    ...{ baseUrl: options.baseUrl ?? null, task: options.task ?? null },
  });
  const how = (isNew: boolean): string => (isNew ? "created" : "updated");
  process.stdout.write(`workspace ${how(workspace.isNew)}: ${workspace.url}\n`);
  if (report !== null) process.stdout.write(`report ${how(report.isNew)}: ${report.url}\n`);
}
