import { spawn } from "node:child_process";
import { Command } from "commander";
import { Interrupt } from "./interrupt.js";
import { addPlaceOptions, openPlace, type PlaceOptions, printNote } from "./registry-options.js";

export function registryCommand(): Command {
  const command = new Command("registry")
    .description("open MLflow's web interface, and upload runs to MLflow")
    .addHelpText(
      "after",
      `
Examples:
  woodshed registry ui
  woodshed registry sync runs/quickstart-20261123-101500-a1b2`,
    );
  addPlaceOptions(
    command
      .command("ui")
      .description("open MLflow's web interface, and serve it until Ctrl-C")
      .option("--no-open", "print the address, without opening a browser")
      .addHelpText(
        "after",
        `
Without the address of a server, this starts a local server, or uses the one that already runs.

Examples:
  woodshed registry ui
  woodshed registry ui --folder experiments/mlflow --no-open`,
      ),
  ).action(ui);
  addPlaceOptions(
    command
      .command("sync")
      .description("upload runs that are missing or incomplete in MLflow")
      .argument("<runs...>", "folders of runs")
      .option("--experiment <name>", "upload to this experiment (default: the recipe's)")
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
  // Fails at once if the server is unreachable.
  await registry.client.experiments.getByName("Default");
  process.stdout.write(`${registry.client.uri}\n`);
  printNote("serving MLflow until Ctrl-C");
  if (options.open && process.stdout.isTTY) openBrowser(registry.client.uri);
  // The connection to the server does not keep this process alive.
  const stay = setInterval(() => {}, 1 << 30);
  try {
    await interrupt.untilStopped();
  } finally {
    clearInterval(stay);
    registry.close();
  }
}

/** Without a browser, the printed address is enough. */
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
      const { message } = error;
      process.stderr.write(message.startsWith(`${run}: `) ? `${message}\n` : `${run}: ${message}\n`);
      process.exitCode = 1;
    }
  }
}
