/** A run's trackers: its record, those of its recipe, and the caller's own. */
import type { Config } from "../config/schema.js";
import type { Item } from "../items.js";
import type { StageTimes } from "../timing/stages.js";
import { finishTimeoutMs, type MessageHandlers, openTrackers } from "./open.js";
import { RunRecorder } from "./store/recorder.js";
import type { EventLevel } from "./store/store.js";
import type { Tracker } from "./tracker.js";
import { Trackers, type TrackersOptions } from "./trackers.js";

/** The trackers of one run on rank 0; on other ranks there are none, and every call does nothing. */
export class RunTrackers extends Trackers {
  readonly #recorder: RunRecorder | null;
  #step = 0;

  private constructor(recorder: RunRecorder | null, others: readonly Tracker[], options: TrackersOptions) {
    // The recorder comes first: the other trackers read its record.
    super(recorder === null ? [] : [recorder, ...others], options);
    this.#recorder = recorder;
  }

  /** @param own trackers besides those of the recipe */
  static open(config: Config, own: readonly Tracker[], handlers: MessageHandlers): RunTrackers {
    const { warn } = handlers;
    const others = [...openTrackers(config, handlers), ...own];
    return new RunTrackers(new RunRecorder({ warn }), others, {
      warn,
      finishTimeoutMs: finishTimeoutMs(config),
    });
  }

  /** Returns those of ranks other than 0. */
  static none(): RunTrackers {
    return new RunTrackers(null, [], {});
  }

  /** The newest logged step; 0 before the first. */
  get step(): number {
    return this.#step;
  }

  override log(step: number, metrics: Readonly<Record<string, number>>): void {
    this.#step = step;
    super.log(step, metrics);
  }

  /** Records the times of a step's stages. */
  stepTimes(step: number, times: StageTimes): void {
    this.#recorder?.stepTimes(step, times);
  }

  /** Records an event. */
  event(level: EventLevel, message: string): void {
    this.#recorder?.event(level, message);
  }

  /** Returns the items of a name in the run's record, by step: after the start, those of a resumed run. */
  items(name: string): Item[] {
    return this.#recorder?.items(name) ?? [];
  }

  /** Ends the run as failed. */
  async fail(error: unknown): Promise<void> {
    const { message, code } = error as Error & { code?: string };
    await this.finish("failed", { error: message, ...(code === undefined ? {} : { error_code: code }) });
  }
}
