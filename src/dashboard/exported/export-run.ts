import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { unfinishedName } from "../../detect/replace-file.js";
import { ConfigError } from "../../errors.js";
import { makeFolder } from "../../make-folder.js";
import { asker } from "../ask.js";
import { type OpenDashboard, openDashboard } from "../open.js";
import { Router } from "../router.js";
import { ROUTES } from "../routes/index.js";
import { runKey } from "../run-key.js";
import type { KnownRun } from "../runs.js";
import type { ExportOptions } from "./kept-answers.js";
import { type ExportedPage, writeRunPage } from "./page.js";

const POLL_MS = 20;

interface ExportRunOptions extends ExportOptions {
  /** Folders whose sounds may be read besides those that this machine recorded itself. */
  dataFolders: readonly string[];
}

/**
 * Writes the page of a run to a file; a kill leaves the old one or the new one.
 *
 * @param folder of the run
 * @throws ConfigError for a folder that is no run; RequestError for a run that cannot be read; the signal's reason
 */
export async function exportRun(
  folder: string,
  out: string,
  { dataFolders, ...options }: ExportRunOptions,
): Promise<ExportedPage> {
  const { signal } = options;
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new ConfigError(
      "RUN",
      `${folder}: no such folder; expected that of a run, such as runs/NAME-DATE-TIME-ID`,
    );
  const dashboard = openDashboard(folder, dataFolders);
  // Requests that wait for a thread end with the dashboard.
  const end = (): void => void dashboard.close();
  signal.addEventListener("abort", end);
  // Threads and timers of a dashboard keep no process alive.
  const alive = setInterval(() => {}, 1000);
  try {
    await dashboard.runs.start();
    const run = await readRun(dashboard, realpathSync(folder), signal);
    const ask = asker(new Router(ROUTES), dashboard, signal);
    return await writeFile(out, (write) => writeRunPage(ask, run.key, options, write));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(alive);
    signal.removeEventListener("abort", end);
    await dashboard.close();
  }
}

/** Returns the run once its record was read. */
async function readRun({ runs }: OpenDashboard, folder: string, signal: AbortSignal): Promise<KnownRun> {
  const key = runKey(folder);
  if (!runs.has(key))
    throw new ConfigError(
      "RUN",
      `${folder}: this is no run: it has no run.sqlite. A run's folder is named such as runs/quickstart-20261123-101500-a1b2.`,
    );
  const run = runs.find(key);
  while (run.row === null && run.error === null && !signal.aborted)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  signal.throwIfAborted();
  if (run.row === null) throw new ConfigError("RUN", run.error!);
  return run;
}

/** Runs `fill` with a function that writes to a file of another name, which takes the path's place in the end. */
async function writeFile<T>(path: string, fill: (write: (text: string) => void) => Promise<T>): Promise<T> {
  makeFolder(dirname(path));
  const unfinished = unfinishedName(path);
  const file = openSync(unfinished, "w");
  try {
    const result = await fill((text) => {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    });
    renameSync(unfinished, path);
    return result;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}
