import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { formatConfig } from "../../config/format.js";
import type { AppendFile } from "../sinks/append-file.js";
import type { CreateSink, Sink } from "../sinks/sink.js";
import type { Row } from "../store/follower.js";
import type { RunRecord } from "../store/store.js";
import { beginEventFile, lastStepIn } from "./event-files.js";
import { scalarsEvent, sessionEndEvent, sessionStartEvent, textEvent } from "./events.js";
import { hyperParameters } from "./hyper-parameters.js";
import { Projector } from "./projector.js";
import { frameRecord } from "./records.js";
import { asCode, shownEvents } from "./shown.js";

/** In the run's folder. */
export const TENSORBOARD_FOLDER = "tensorboard";

/** Whole steps are written together up to this: a long run's sounds add up, and a full disk takes what fits. */
const MOST_BUFFERED_BYTES = 1 << 16;

export const createSink: CreateSink = (runFolder, _, warn) => new TensorBoardSink(runFolder, warn);

class TensorBoardSink implements Sink {
  readonly #runFolder: string;
  readonly #folder: string;
  readonly #warn: (message: string) => void;
  readonly #projector: Projector;
  #file: AppendFile | null = null;
  /** The last step that this process wrote. */
  #lastStep = -1;

  constructor(runFolder: string, warn: (message: string) => void) {
    this.#runFolder = runFolder;
    this.#folder = join(runFolder, TENSORBOARD_FOLDER);
    this.#warn = warn;
    this.#projector = new Projector(this.#folder);
  }

  /** A run that goes on gets a file of its own, which says from which step on it replaces those before. */
  open(run: RunRecord, fromStep: number): number {
    // After a failed write the file is as it was: no need of another one for each try on a full disk.
    if (this.#file?.isIntact()) return this.#lastStep;
    // Not recursive: a run's folder that was removed must not come back.
    if (!existsSync(this.#folder)) mkdirSync(this.#folder);
    const known = lastStepIn(this.#folder);
    // The last one may not be there as a whole, for it takes several records.
    const purgeStep = Math.min(fromStep, known);
    this.#projector.forgetFrom(Math.max(0, purgeStep));
    this.#file = beginEventFile(this.#folder, known === -1 ? 0 : purgeStep);
    this.#lastStep = known === -1 ? -1 : purgeStep - 1;
    if (this.#lastStep === -1) this.#append(headOf(run));
    return this.#lastStep;
  }

  write(rows: readonly Row[]): void {
    let events: Uint8Array[] = [];
    let numBytes = 0;
    for (const [i, row] of rows.entries()) {
      for (const event of this.#eventsOf(row)) {
        events.push(event);
        numBytes += event.length;
      }
      if (numBytes < MOST_BUFFERED_BYTES && i < rows.length - 1) continue;
      this.#append(events);
      this.#lastStep = row.step;
      [events, numBytes] = [[], 0];
    }
  }

  /** Of several ends TensorBoard keeps the first: one that a run may still go on from is none. */
  end({ status, endedMs }: RunRecord): void {
    if (status === "finished") this.#append([sessionEndEvent(endedMs ?? Date.now())]);
  }

  *#eventsOf({ step, timeMs, values, items }: Row): Iterable<Uint8Array> {
    if (values.length > 0) yield scalarsEvent({ step, timeMs }, values);
    for (const shown of items) {
      yield* shownEvents(this.#runFolder, shown, this.#warn);
      if (shown.item.kind === "embeddings")
        this.#projector.add(step, shown.name, shown.item, this.#runFolder);
    }
  }

  #append(events: readonly Uint8Array[]): void {
    this.#file!.append(Buffer.concat(events.map(frameRecord)));
  }
}

/** What a run is, once. */
function headOf({ config, startedMs }: RunRecord): Uint8Array[] {
  return [
    sessionStartEvent(startedMs, hyperParameters(config)),
    textEvent({ step: 0, timeMs: startedMs }, "config", asCode(formatConfig(config))),
  ];
}
