import type { CheckpointContent, Platform } from "../checkpoint/index.js";
import type { Capture } from "../checkpoint/scheduled-saver.js";
import type { StateFiles } from "../checkpoint/states.js";
import { codeOf } from "../components/modules.js";
import { codesIn } from "../config/own-places.js";
import { RANDOM_VERSION } from "../data/random.js";
import type { Session } from "../inference/session.js";
import { totalNorm } from "../optim/index.js";
import { noGrad, scope } from "../tensor/index.js";
import type { RunTrackers } from "../tracking/run-trackers.js";
import type { TrainingParts } from "./build.js";
import type { DataIdentity } from "./data-identity.js";
import type { Goals } from "./goals.js";
import { gatherLocalStates, type LocalState } from "./local-state.js";
import type { Progress } from "./progress.js";
import { stateFiles } from "./state.js";

export interface SnapshotOptions {
  session: Session;
  identity: DataIdentity;
  platform: Platform;
  parts: TrainingParts;
  goals: Goals;
  runId: string;
  trackers: Pick<RunTrackers, "ids">;
}

/** Collects everything that a checkpoint of a run contains. */
export class Snapshot implements Capture<Progress, readonly LocalState[]> {
  readonly #options: SnapshotOptions;

  constructor(options: SnapshotOptions) {
    this.#options = options;
  }

  /** All ranks: returns each rank's local state. */
  gatherLocal(): LocalState[] {
    const { session, parts } = this.#options;
    return gatherLocalStates(session.world, parts.step, session.hardware.device);
  }

  /** Returns the tensors by file and name; call it inside a scope. */
  files(local: readonly LocalState[]): StateFiles {
    return stateFiles(this.#options.parts, local);
  }

  /** Returns the complete state; call it inside a scope. */
  content(progress: Progress, local: readonly LocalState[]): CheckpointContent {
    const { session, identity, platform, parts, goals, runId, trackers } = this.#options;
    const { config, data } = session;
    const { position, metrics, metricsStep, calibration } = progress;
    return {
      manifest: {
        runId,
        labels: data.labels,
        numbers: data.numbers,
        data: {
          ...identity,
          ...(data.examined === undefined ? {} : { examination: data.examined.examination }),
        },
        worldSize: config.training.distributed.world_size,
        platform,
        config,
        code: codeOf(codesIn(config)),
        randomVersion: RANDOM_VERSION,
        trackerIds: trackers.ids(),
        position,
        metrics,
        metricsStep,
        calibration,
        ...goals.state(),
        means: parts.step.means.state().counts,
      },
      files: this.files(local),
    };
  }

  /** Returns true if the weights are finite. Waits for the device. */
  isSound(): boolean {
    const parameters = this.#options.parts.model.parameters();
    return scope(() => noGrad(() => Number.isFinite(totalNorm(parameters).item()))); // sync
  }
}
