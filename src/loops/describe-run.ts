import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { hashConfig } from "../config/hash.js";
import { makeFolder } from "../make-folder.js";
import { addon } from "../tensor/addon.js";
import { RUN_FILE } from "../tracking/store/database.js";
import { collectProvenance } from "../tracking/store/provenance.js";
import type { RunInfo } from "../tracking/tracker.js";
import type { Checkpoints } from "./checkpoints.js";

/**
 * Describes a loop's run for `Tracker.start`, and creates its folder: its id and its step after a resume, the command, the
 * commit and the versions.
 *
 * @param run the run's checkpoints, opened before, or a folder alone for a run without checkpoints
 * @param config settings of the loop, as plain data: trackers show them
 */
export function describeRun(
  run: Pick<Checkpoints, "folder" | "runId" | "resumed"> | string,
  config: Readonly<Record<string, unknown>> = {},
): RunInfo {
  const alone = typeof run === "string";
  const folder = resolve(alone ? run : run.folder);
  const resumed = alone ? null : run.resumed;
  makeFolder(folder);
  return {
    id: alone ? basename(folder) : run.runId,
    name: basename(folder),
    folder,
    config,
    configHash: hashConfig(config),
    provenance: collectProvenance({ libtorch: addon.version() }),
    // A run that was killed before its first checkpoint has a record, which begins again.
    resumedAtStep: resumed?.position.step ?? (!alone && existsSync(join(folder, RUN_FILE)) ? 0 : null),
    trackerIds: resumed?.trackerIds ?? {},
  };
}
