/** `woodshed dashboard`: a page over the runs of a folder. */
import { existsSync } from "node:fs";
import { Command } from "commander";
import { endWithParent } from "../child-runs/parent.js";
import { DEFAULT_RUNS_DIR } from "../config/schema.js";
import { counted } from "../counted.js";
import { displayPath } from "../display-path.js";
import { ConfigError } from "../errors.js";
import { readAddress } from "../mlflow/address.js";
import { shellWord } from "../shell-word.js";
import { dashboardExportCommand } from "./dashboard-export.js";
import { Interrupt } from "./interrupt.js";
import { listenError } from "./listen-error.js";
import { wholeNumber } from "./option-numbers.js";

interface Options {
  host: string;
  port: number;
  data: string[];
  trackingUri?: string;
  allowRemote?: boolean;
}

export function dashboardCommand(): Command {
  return (
    new Command("dashboard")
      // Options after the subcommand are the subcommand's.
      .enablePositionalOptions()
      .description("show the runs of a folder in a browser, live while they train")
      .argument("[runs-dir]", "folder with runs", DEFAULT_RUNS_DIR)
      .option(
        "--port <number>",
        "port to listen on; 0 selects a free port",
        wholeNumber(0, 65_535),
        DEFAULT_PORT,
      )
      .option("--host <address>", "address to listen on", "127.0.0.1")
      .option(
        "--allow-remote",
        "accept connections from other machines: needed by an address such as 0.0.0.0",
      )
      .option(
        "--data <folder>",
        "also play sounds of this folder, for runs that were trained elsewhere; repeatable",
        (folder: string, folders: string[]) => [...folders, folder],
        [],
      )
      .option(
        "--tracking-uri <address>",
        "show the models of this MLflow server (default: MLFLOW_TRACKING_URI, else the embedded registry)",
      )
      .addHelpText(
        "after",
        `
Examples:
  woodshed dashboard
  woodshed dashboard experiments/runs --port 0
  woodshed dashboard runs-of-the-cluster --data /data/recordings
  woodshed dashboard --tracking-uri https://mlflow.example
  woodshed dashboard export runs/quickstart-20261123-101500-a1b2 --out quickstart.html
  ssh -L 6070:127.0.0.1:6070 machine.example    # then open the address that the dashboard printed there

The address has a token that opens the dashboard in one browser; Enter prints another. The dashboard only
reads runs. Ctrl-C ends it; training continues.`,
      )
      .addCommand(dashboardExportCommand())
      .action(show)
  );
}

const DEFAULT_PORT = 6070;
const IF_IN_USE = ". If it is a dashboard, press Enter in its terminal: it prints an address that opens it";
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

async function show(folder: string, options: Options): Promise<void> {
  const { host, port, data, trackingUri } = options;
  // Refused before anything listens.
  if (trackingUri !== undefined) readAddress(trackingUri);
  const forwarded = port === 0 ? DEFAULT_PORT : port;
  if (!LOOPBACK.test(host) && options.allowRemote !== true)
    throw new ConfigError(
      "HOST",
      `--host ${host}: other machines could reach the dashboard, without encryption, and browsers give the microphone to pages of HTTPS or of this machine only. Keep 127.0.0.1 and forward the port with ssh -L ${forwarded}:127.0.0.1:${forwarded}, or add --allow-remote.`,
    );
  await endWithParent(true);
  const { DashboardServer } = await import("../dashboard/server.js");
  const interrupt = new Interrupt(() => {});
  const server = await DashboardServer.start({
    ...{ folder, host, port, dataFolders: data },
    ...(trackingUri === undefined ? {} : { trackingUri }),
  }).catch((error: NodeJS.ErrnoException) => {
    throw listenError(error, host, port, IF_IN_USE) ?? error;
  });
  const address = (): string => `${server.url}/?token=${server.token}\n`;
  process.stdout.write(address());
  const shown = displayPath(folder);
  process.stderr.write(
    server.numRuns === 0
      ? `${shown} ${existsSync(folder) ? "has no runs yet" : "does not exist yet"}: the page shows the first one as it starts, for example by npx woodshed train recipes/quickstart.yaml${folder === DEFAULT_RUNS_DIR ? "" : ` runs_dir=${shellWord(folder)}`}\n`
      : `${counted(server.numRuns, "run")} in ${shown}; Enter prints a new address, Ctrl-C ends\n`,
  );
  if (process.stdin.isTTY)
    process.stdin.on("data", () => {
      server.newToken();
      process.stdout.write(address());
    });
  try {
    await interrupt.untilStopped();
  } finally {
    process.stdin.pause();
    await server.close();
  }
}
