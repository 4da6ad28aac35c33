import { hostname } from "node:os";
import type { Platform } from "../checkpoint/index.js";
import type { LoadedConfig } from "../config/load.js";
import { ExaminedFiles } from "../data/examination/examined-files.js";
import type { World } from "../distributed/world.js";
import { DistributedError } from "../errors.js";
import { chooseHardware, platformOf } from "../inference/hardware.js";
import { openData } from "../inference/open-data.js";
import { openSession, type Session } from "../inference/session.js";
import { addon } from "../tensor/addon.js";
import { type DataIdentity, dataIdentity } from "./data-identity.js";
import type { RunControl } from "./observer.js";
import { assertResumable } from "./resumable.js";
import type { ResumePoint } from "./resume.js";

/** A recipe that is known to run: the same on all ranks, and one that may resume from its checkpoint. */
export interface ResolvedRun {
  readonly session: Session;
  /** Hash of the recipe. */
  readonly hash: string;
  readonly identity: DataIdentity;
  readonly platform: Platform;
  readonly point: ResumePoint;
  /** Differences between the checkpoint and this run, in words. */
  readonly differences: readonly string[];
}

/**
 * All ranks: chooses the hardware, opens the data, and checks that all ranks have the same run.
 *
 * @param allowChanges resumes even if the configuration changed in ways that affect results
 */
export async function resolveRun(
  { config, hash }: LoadedConfig,
  point: ResumePoint,
  world: World,
  control: RunControl,
  allowChanges: boolean,
): Promise<ResolvedRun> {
  const { from } = point;
  const hardware = await world.together(() =>
    chooseHardware(config.training, from?.manifest.platform, world),
  );
  const { observer, stop } = control;
  const data = await openData(
    config,
    {
      onProgress: (done, total, unit) => observer.onPrepare?.(done, total, unit),
      onExamine: (done, total) => world.isMain && observer.onExamine?.(done, total),
      known: from?.manifest.data.examination,
      files: new ExaminedFiles(config.runs_dir),
      signal: stop.signal,
      warn: (message) => world.isMain && observer.onWarning?.(message),
    },
    world,
  );
  const identity = await world.together(() => dataIdentity(data, config));
  assertSameRun(world, { hash, ...identity, libtorch: addon.version() });
  const platform = platformOf(hardware);
  const differences: string[] = [];
  if (from !== null) {
    const { labels } = data;
    const terms = { config, platform, identity, labels, allowChanges };
    await world.together(() => assertResumable(from, terms, (difference) => differences.push(difference)));
  }
  const session = await world.together(() => openSession(config, data, hardware, world));
  return { session, hash, identity, platform, point, differences };
}

/** All ranks: throws if recipes, clips or libraries differ. */
function assertSameRun(world: World, own: Record<string, string | number>): void {
  const all = world.gather<Record<string, string | number>>({ ...own, host: hostname() });
  for (const [rank, theirs] of all.entries()) {
    const key = Object.keys(own).find((name) => theirs[name] !== all[0]![name]);
    if (key === undefined) continue;
    const what =
      {
        hash: "configuration",
        fingerprint: "clips",
        numClips: "number of clips",
        batchShapes: "number and lengths of batches",
        augmentationFiles: "files that augmentations mix in",
      }[key] ?? key;
    const error = new DistributedError(
      "RANKS_DIFFER",
      `rank ${rank} on ${theirs["host"]} has another ${what} than rank 0 on ${all[0]!["host"]} (${theirs[key]} and ${all[0]![key]}). ` +
        "Every host needs the same recipe, the same audio and the same installation",
    );
    world.markShared(error);
    throw error;
  }
}
