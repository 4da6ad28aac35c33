import { spawn } from "node:child_process";
import { Command } from "commander";
import { Interrupt } from "./interrupt.js";
import { addPlaceOptions, openPlace, type PlaceOptions, sayAside } from "./registry-options.js";

export function registryCommand(): Command {
  const command = new Command("registry").description("MLflow: its pages, and what it has of your runs");
  addPlaceOptions(
    command
      .command("ui")
      .description("open MLflow's own pages, and keep its server until Ctrl-C")
      .option("--no-open", "only say the address")
      .addHelpText(
        "after",
        `
Without a server's address, your own server is started on loopback, or joined when it runs.

Examples:
  woodshed registry ui
  woodshed registry ui --folder experiments/mlflow --no-open`,
      ),
  ).action(ui);
  addPlaceOptions(
    command
      .command("sync")
      .description("send runs to MLflow out of their records: those it does not have, or not whole")
      .argument("<runs...>", "folders of runs")
      .option("--experiment <name>", "MLflow experiment (default: the recipe's)")
      .addHelpText(
        "after",
        `
Examples:
  woodshed registry sync runs/quickstart-20261123-101500-a1b2
  woodshed registry sync runs/* --tracking-uri http://mlflow.my-lab.org`,
      ),
  ).action(sync);
  return command;
}

async function ui(options: PlaceOptions & { open: boolean }): Promise<void> {
  const registry = await openPlace(options);
  const interrupt = new Interrupt(() => {});
  // A server that is not there is said at once.
  await registry.client.experiments.getByName("Default");
  process.stdout.write(`${registry.client.uri}\n`);
  sayAside("MLflow's pages are there until Ctrl-C");
  if (options.open && process.stdout.isTTY) openBrowser(registry.client.uri);
  // The connection to the server's keeper does not hold this process.
  const stay = setInterval(() => {}, 1 << 30);
  try {
    await interrupt.untilStopped();
  } finally {
    clearInterval(stay);
    registry.close();
  }
}

/** Where there is none, the address was said. */
function openBrowser(uri: string): void {
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  spawn(command, [uri], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}

async function sync(runs: string[], options: PlaceOptions & { experiment?: string }): Promise<void> {
  const [{ syncRun }, { WoodshedError }] = await Promise.all([
    import("../tracking/mlflow/sync.js"),
    import("../errors.js"),
  ]);
  const interrupt = new Interrupt(() => process.exit(interrupt.exitCode));
  for (const run of runs) {
    try {
      process.stdout.write(`${run}: delivered: ${await syncRun(run, options)}\n`);
    } catch (error) {
      if (!(error instanceof WoodshedError)) throw error;
      process.stderr.write(`${run}: ${error.message}\n`);
      process.exitCode = 1;
    }
  }
}
