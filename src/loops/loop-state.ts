import type { Json, Position } from "../checkpoint/format.js";
import type { BestPolicy } from "../checkpoint/policy.js";
import {
  currentRandom,
  decodeRandom,
  encodeRandom,
  type RandomState,
  randomTensors,
} from "../checkpoint/random-states.js";
import type { Capture } from "../checkpoint/scheduled-saver.js";
import { filesOf, type StateFiles, type States, stateDictOf } from "../checkpoint/states.js";
import type { CheckpointContent } from "../checkpoint/writer.js";
import { RANDOM_VERSION } from "../data/random.js";
import type { World } from "../distributed/world.js";
import type { Device } from "../tensor/index.js";

/** A loop's progress, as a checkpoint holds it. */
export interface LoopRecord {
  /** Position of the next step. */
  position: Position;
  /** Metrics of the last evaluation. */
  metrics: Readonly<Record<string, number>>;
  /** The step of that evaluation; null before the first. */
  metricsStep: number | null;
  json: Json;
}

export interface LoopStateOptions {
  world: World;
  states: States;
  runId: string;
  /** null without a best checkpoint. */
  monitor: BestPolicy | null;
  trackerIds: () => Record<string, string>;
}

/** Collects everything that a checkpoint of a loop contains: its states, and the random states of all ranks. */
export class LoopState implements Capture<LoopRecord, readonly RandomState[]> {
  readonly #options: LoopStateOptions;

  constructor(options: LoopStateOptions) {
    this.#options = options;
  }

  gatherLocal(): readonly RandomState[] {
    const { world, states } = this.#options;
    const own = currentRandom(deviceOf(states));
    return world.size === 1 ? [own] : world.gather(encodeRandom(own)).map(decodeRandom);
  }

  files(local: readonly RandomState[]): StateFiles {
    return filesOf(this.#options.states, local.flatMap(randomTensors));
  }

  content(
    { position, metrics, metricsStep, json }: LoopRecord,
    local: readonly RandomState[],
  ): CheckpointContent {
    const { world, runId, monitor, trackerIds } = this.#options;
    return {
      manifest: {
        ...{ runId, position, metrics, metricsStep, json },
        trackerIds: trackerIds(),
        worldSize: world.size,
        randomVersion: RANDOM_VERSION,
        monitor: monitor === null ? null : { metric: monitor.metric, mode: monitor.mode },
      },
      files: this.files(local),
    };
  }
}

/** Returns the device of states: that of their first tensor which is not on the CPU. */
export function deviceOf(states: States): Device {
  for (const state of Object.values(states))
    for (const { device } of stateDictOf(state).values()) if (device !== "cpu") return device;
  return "cpu";
}
