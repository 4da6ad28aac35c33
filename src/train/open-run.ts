import { basename, join } from "node:path";
import { numChannelsOf } from "../audio/sample-format.js";
import { goBackTo, policiesOf } from "../checkpoint/index.js";
import { keepSources } from "../components/keep.js";
import { codeOf } from "../components/modules.js";
import { codesIn } from "../config/own-places.js";
import { describeModel } from "../display/describe-model.js";
import { EvaluationDisplay } from "../display/evaluation-display.js";
import { leftOutTable } from "../display/left-out.js";
import { shownBefore } from "../display/shown-before.js";
import { noteRunOfLaunch } from "../distributed/launch-note.js";
import { clipSamplesOf } from "../inference/loaders.js";
import type { ModelItem } from "../items.js";
import { addon } from "../tensor/addon.js";
import { scope } from "../tensor/index.js";
import { ops } from "../tensor/ops.js";
import type { RunTrackers } from "../tracking/run-trackers.js";
import { createRunFolder } from "../tracking/store/folder.js";
import { collectProvenance } from "../tracking/store/provenance.js";
import type { WantedItems } from "../tracking/tracker.js";
import { messagesTo, type RunControl, type RunObserver } from "./observer.js";
import type { PreparedRun } from "./prepare.js";
import type { ResolvedRun } from "./resolve.js";
import type { ResumePoint } from "./resume.js";
import { Saver } from "./saver.js";
import { Snapshot } from "./snapshot.js";

/** A run with its folder and its record. Rank 0 alone writes them. */
export interface OpenRun {
  readonly prepared: PreparedRun;
  readonly folder: string;
  readonly trackers: RunTrackers;
  /** The costly items that the trackers of rank 0 want. */
  readonly wants: Required<WantedItems>;
  /** null on ranks other than 0. */
  readonly display: EvaluationDisplay | null;
  readonly saver: Saver;
}

/** All ranks: creates the run's folder, or goes back to its checkpoint, and starts its record. */
export async function openRun(
  prepared: PreparedRun,
  trackers: RunTrackers,
  control: RunControl,
): Promise<OpenRun> {
  const { session, differences } = prepared.resolved;
  // Rank 0 alone has trackers, and all ranks compute what they want.
  const { folder, id, wants } = await session.world.decide(() => ({
    ...startRecord(prepared.resolved, trackers),
    wants: trackers.wants,
  }));
  trackers.show(0, "model", describePrepared(prepared));
  const { examined } = session.data;
  if (examined !== undefined && examined.leftOut.length > 0)
    trackers.show(0, "data/left_out", leftOutTable(examined.leftOut));
  for (const difference of differences) trackers.event("info", difference);
  announce(prepared, folder, control.observer);
  const display = openDisplay(prepared, folder, trackers, control.observer);
  const saver = openSaver(prepared, { folder, id }, trackers, display, control);
  return { prepared, folder, trackers, wants, display, saver };
}

/** Rank 0: returns the run's folder and id. */
function startRecord(
  { session, hash, point }: ResolvedRun,
  trackers: RunTrackers,
): { folder: string; id: string } {
  const { config } = session;
  const { run, from } = point;
  const folder = run?.folder ?? createRunFolder(config.runs_dir, config.name);
  const id = run?.id ?? basename(folder);
  noteRunOfLaunch(folder);
  if (run && from !== null) {
    const policies = policiesOf(config.checkpoint);
    goBackTo(basename(from.folder), { folder: join(folder, "checkpoints"), runId: id, policies });
  }
  keepSources(folder, codeOf(codesIn(config)));
  trackers.start({
    id,
    name: config.name,
    folder,
    config,
    configHash: hash,
    provenance: collectProvenance({ libtorch: addon.version() }),
    resumedAtStep: resumedAtStep(point),
    trackerIds: from?.manifest.trackerIds ?? {},
  });
  return { folder, id };
}

/** Returns null for a new record; 0 restarts the run's record. */
function resumedAtStep({ run, from }: ResumePoint): number | null {
  return run === null ? null : (from?.manifest.position.step ?? 0);
}

/** Describes layers, graph and cost of a forward pass over one clip. */
function describePrepared({ resolved, parts }: PreparedRun): ModelItem {
  const { config, hardware } = resolved.session;
  const numFrames = parts.frontEnd.numFrames(clipSamplesOf(config));
  const { device } = hardware;
  return scope(() =>
    describeModel(
      parts.model.name,
      parts.model,
      ops.zeros([1, numChannelsOf(config.data.channels) * parts.frontEnd.channels, numFrames], { device }),
    ),
  );
}

function announce({ resolved, parts, loader }: PreparedRun, folder: string, observer: RunObserver): void {
  const { session, point, differences } = resolved;
  const { from } = point;
  if (from !== null) observer.onResume?.(from.folder, from.manifest.position, differences);
  observer.onStart?.({
    folder,
    data: session.data,
    modelName: parts.model.name,
    numParameters: parts.model.numParameters(),
    hardware: session.hardware,
    numSteps: session.config.training.epochs * loader.numBatches,
    numRanks: session.world.size,
  });
}

function openDisplay(
  { resolved, loader, closing }: PreparedRun,
  folder: string,
  trackers: RunTrackers,
  observer: RunObserver,
): EvaluationDisplay | null {
  const { session } = resolved;
  if (!session.world.isMain) return null;
  const { warn } = messagesTo(observer);
  const { numBatches } = loader;
  const before = shownBefore(trackers);
  const display = new EvaluationDisplay({ session, folder, numBatches, trackers, before, warn });
  return closing.add(display, (opened) => opened.close());
}

function openSaver(
  { resolved, parts, goals, closing }: PreparedRun,
  { folder, id: runId }: { folder: string; id: string },
  trackers: RunTrackers,
  display: EvaluationDisplay | null,
  { observer, stop }: RunControl,
): Saver {
  const { session, identity, platform, point } = resolved;
  const { config, world } = session;
  const { warn } = messagesTo(observer);
  const saver = new Saver({
    ...{ config, folder, runId, world, trackers, display, stop, warn },
    resumedFrom: point.from?.reader ?? null,
    snapshot: new Snapshot({ session, identity, platform, parts, goals, runId, trackers }),
  });
  return closing.add(saver, (opened) => opened.close());
}
