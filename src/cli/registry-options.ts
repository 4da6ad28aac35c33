import type { Command } from "commander";
import { type OpenRegistry, openRegistry, type RegistryPlace, registryPlace } from "../mlflow/server/open.js";
import { fitTo } from "./wrap.js";

/** Options that choose an MLflow server. */
export interface PlaceOptions {
  trackingUri?: string;
  folder?: string;
}

export function addPlaceOptions(command: Command): Command {
  return command
    .option(
      "--tracking-uri <address>",
      "use this MLflow server (default: MLFLOW_TRACKING_URI, else a local server)",
    )
    .option("--folder <path>", "data folder of the local server (default: mlflow)");
}

export function placeOf({ trackingUri, folder }: PlaceOptions): RegistryPlace {
  return registryPlace(trackingUri, folder);
}

const CLEAR_LINE = "\r\x1b[K";

/** Prints a line on stderr, apart from the output of the command. */
export function printNote(line: string): void {
  const text = fitTo(process.stderr, line);
  process.stderr.write(process.stderr.isTTY ? `${CLEAR_LINE}${text}\n` : `${text}\n`);
}

/** Shows the current stage in one line that the next stage overwrites; on a terminal only. */
export function showStage(stage: string): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE + stage);
}

export function endStages(): void {
  showStage("");
}

export function openPlace(options: PlaceOptions): Promise<OpenRegistry> {
  return openRegistry(placeOf(options), { say: printNote });
}
