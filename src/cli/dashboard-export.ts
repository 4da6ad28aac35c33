/** `woodshed dashboard export`: a run as one HTML file. */
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import { counted } from "../counted.js";
import { DEFAULT_SOUND_MB, MAP_PATIENCE_MS } from "../dashboard/exported/defaults.js";
import { displayPath } from "../display-path.js";
import { ConfigError } from "../errors.js";
import { Interrupt } from "./interrupt.js";
import { parseNotNegative } from "./option-numbers.js";
import { MAKES_FOLDERS } from "./output-file.js";
import { endStages, showStage } from "./registry-options.js";
import { formatBytes } from "./size.js";

interface Options {
  out?: string;
  soundMb: number;
  data: string[];
  overwrite?: boolean;
}

export function dashboardExportCommand(): Command {
  return new Command("export")
    .description("write a run's pages to one HTML file that opens without Woodshed, to send to a colleague")
    .argument("<run>", "the run's folder")
    .option(
      "--out <file>",
      `write the page to this file (default: RUN.html in the working directory); ${MAKES_FOLDERS}`,
    )
    .option(
      "--sound-mb <number>",
      "megabytes of sounds in the page; 0 leaves them out",
      parseNotNegative,
      DEFAULT_SOUND_MB,
    )
    .option(
      "--data <folder>",
      "also read sounds of this folder, for a run that was trained elsewhere; repeatable",
      (folder: string, folders: string[]) => [...folders, folder],
      [],
    )
    .option("--overwrite", "replace the file if it exists")
    .addHelpText(
      "after",
      `
Examples:
  woodshed dashboard export runs/quickstart-20261123-101500-a1b2
  woodshed dashboard export runs/quickstart-20261123-101500-a1b2 --out pages/quickstart.html --sound-mb 50
  woodshed dashboard export runs/quickstart-20261123-101500-a1b2 --sound-mb 0 --overwrite

The page has the run's numbers, curves, predictions, map, profile and the end of its output, and the sounds of the
clips of the highest loss with some that are predicted correctly. It needs no network. docs/dashboard.md lists what
is in it, and what is left out.`,
    )
    .action(exportPage);
}

async function exportPage(run: string, { out, soundMb, data, overwrite }: Options): Promise<void> {
  const { exportRun } = await import("../dashboard/exported/export-run.js");
  const { pageName } = await import("../dashboard/exported/page.js");
  const path = out ?? pageName(basename(resolve(run)));
  if (existsSync(path) && overwrite !== true)
    throw new ConfigError(
      "OUTPUT",
      `${path} exists already; choose another file by --out, or add --overwrite`,
    );
  const interrupt = new Interrupt(() => {});
  try {
    const { bytes, numSounds } = await exportRun(run, path, {
      ...{ dataFolders: data, mostSoundBytes: soundMb * 1e6, mapPatienceMs: MAP_PATIENCE_MS },
      signal: interrupt.signal,
      onProgress: (part) => showStage(`export: ${part}`),
    });
    endStages();
    process.stdout.write(
      `${displayPath(path)}  ${formatBytes(bytes)}, ${counted(numSounds, "sound")}; open it in a browser\n`,
    );
  } catch (error) {
    endStages();
    if (interrupt.signal.aborted && error === interrupt.signal.reason) {
      process.stderr.write(`stopped; ${displayPath(path)} was not written\n`);
      process.exitCode = interrupt.exitCode;
      return;
    }
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new ConfigError("OUTPUT", `${path}: cannot be written: ${message}`, { cause: error });
  }
}
