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
import { asCode, itemEvents } from "./item-events.js";
import { Projector } from "./projector.js";
import { frameRecord } from "./records.js";

/** Name of the folder in the run's folder. */
export const TENSORBOARD_FOLDER = "tensorboard";

/** Maximum size of one write of complete steps: limits memory, and a nearly full disk still stores what fits. */
const MAX_BUFFERED_BYTES = 1 << 16;

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

  /** A resumed run gets a new file, which contains the step from which on it replaces the earlier ones. */
  open(run: RunRecord, fromStep: number): number {
    // A failed write leaves the file as it was, so that retries on a full disk need no new file.
    if (this.#file?.isIntact()) return this.#lastStep;
    // Not recursive: a run's folder that was deleted must not be created again.
    if (!existsSync(this.#folder)) mkdirSync(this.#folder);
    const lastStep = lastStepIn(this.#folder);
    // The last step consists of several records and may be incomplete.
    const purgeStep = Math.min(fromStep, lastStep);
    this.#projector.forgetFrom(Math.max(0, purgeStep));
    this.#file = beginEventFile(this.#folder, lastStep === -1 ? 0 : purgeStep);
    this.#lastStep = lastStep === -1 ? -1 : purgeStep - 1;
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
      if (numBytes < MAX_BUFFERED_BYTES && i < rows.length - 1) continue;
      this.#append(events);
      this.#lastStep = row.step;
      [events, numBytes] = [[], 0];
    }
  }

  /** TensorBoard keeps the first of several ends, so that an interrupted run, which may be resumed, writes none. */
  end({ status, endedMs }: RunRecord): void {
    if (status === "finished") this.#append([sessionEndEvent(endedMs ?? Date.now())]);
  }

  *#eventsOf({ step, timeMs, values, items }: Row): Iterable<Uint8Array> {
    if (values.length > 0) yield scalarsEvent({ step, timeMs }, values);
    for (const shown of items) {
      yield* itemEvents(this.#runFolder, shown, this.#warn);
      if (shown.item.kind === "embeddings")
        this.#projector.add(step, shown.name, shown.item, this.#runFolder);
    }
  }

  #append(events: readonly Uint8Array[]): void {
    this.#file!.append(Buffer.concat(events.map(frameRecord)));
  }
}

/** The events that describe the run, written once. */
function headOf({ config, startedMs }: RunRecord): Uint8Array[] {
  return [
    sessionStartEvent(startedMs, hyperParameters(config)),
    textEvent({ step: 0, timeMs: startedMs }, "config", asCode(formatConfig(config))),
  ];
}
