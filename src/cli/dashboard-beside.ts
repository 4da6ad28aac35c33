/** `woodshed train --dashboard`: the dashboard in a process of its own, which ends with this one. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parentEnvironment } from "../child-runs/parent.js";
import { ConfigError } from "../errors.js";
import { packageRoot } from "../package-root.js";

/**
 * Starts the dashboard over a folder of runs on a free port, with a lower priority than training.
 *
 * @param trackingUri of the MLflow server of the recipe; null for the default
 * @returns its address, which opens it in one browser
 * @throws ConfigError with the dashboard's message if it does not start
 */
export async function startDashboardBeside(runsDir: string, trackingUri: string | null): Promise<string> {
  const command = [join(packageRoot, "dist", "cli", "main.js"), "dashboard", runsDir, "--port", "0"];
  const child = spawn(process.execPath, command, {
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C saves a checkpoint first, which the page shows.
    detached: true,
    env: {
      ...process.env,
      ...parentEnvironment("training", "the dashboard"),
      // Not as an argument, which other users of the machine see: it may have a password.
      ...(trackingUri === null ? {} : { MLFLOW_TRACKING_URI: trackingUri }),
    },
  });
  process.on("exit", () => child.kill());
  let problem = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    problem = `${problem}${text}`.slice(-2000);
  });
  const lines = createInterface({ input: child.stdout });
  const [address] = await Promise.race([once(lines, "line"), once(child, "close")]);
  if (typeof address !== "string")
    throw new ConfigError("DASHBOARD", `--dashboard: it did not start: ${problem.trim()}`);
  setPriority(child.pid!, constants.priority.PRIORITY_BELOW_NORMAL);
  // Training ends whether or not somebody looks.
  child.unref();
  for (const stream of [child.stdout, child.stderr]) (stream as unknown as { unref(): void }).unref();
  return address;
}
