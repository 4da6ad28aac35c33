import type { Command } from "commander";
import {
  type OpenRegistry,
  openRegistry,
  type RegistryPlace,
  registryPlace,
} from "../registry/server/open.js";

/** Which MLflow a command speaks to. */
export interface PlaceOptions {
  trackingUri?: string;
  folder?: string;
}

export function addPlaceOptions(command: Command): Command {
  return command
    .option("--tracking-uri <address>", "MLflow server (default: MLFLOW_TRACKING_URI, else one of your own)")
    .option("--folder <path>", "where your own server keeps its data (default: mlflow)");
}

export function placeOf({ trackingUri, folder }: PlaceOptions): RegistryPlace {
  return registryPlace(trackingUri, folder);
}

const CLEAR_LINE = "\r\x1b[K";

/** A plain line on stderr, where it does not mix with what a command prints. */
export function sayAside(line: string): void {
  process.stderr.write(process.stderr.isTTY ? `${CLEAR_LINE}${line}\n` : `${line}\n`);
}

/** What is done next, on a terminal alone, in one line that is written over. */
export function showStage(stage: string): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE + stage);
}

export function endStages(): void {
  showStage("");
}

export function openPlace(options: PlaceOptions): Promise<OpenRegistry> {
  return openRegistry(placeOf(options), { say: sayAside });
}
