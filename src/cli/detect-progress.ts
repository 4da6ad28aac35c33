import { statSync } from "node:fs";
import { counted } from "../counted.js";
import type { DetectResult } from "../detect/detect.js";
import type { Recording } from "../detect/inputs.js";
import { createProgress, type Progress } from "./progress.js";

/** Recordings, hours and speed. Time left is by the sizes of the files: their durations would cost a look into each. */
export class DetectProgress {
  readonly #bar: Progress;
  /** Bytes before each recording, and of all. */
  readonly #bytesBefore: number[];
  readonly #numBefore: number;
  readonly #startMs = performance.now();

  /** @param numBefore recordings that a former process did */
  constructor(recordings: readonly Recording[], numBefore: number) {
    let total = 0;
    const sizes = recordings.map(({ path }) => statSync(path, { throwIfNoEntry: false })?.size || 1);
    this.#bytesBefore = [0, ...sizes.map((size) => (total += size))];
    this.#numBefore = numBefore;
    this.#bar = createProgress(process.stderr, { total, label: "detecting", unit: null });
  }

  /** @param done recordings, with a part of one @param sec of audio */
  update(done: number, sec: number): void {
    const numDone = Math.min(Math.floor(done), this.#bytesBefore.length - 2);
    const [before, after] = [this.#bytesBefore[numDone]!, this.#bytesBefore[numDone + 1]!];
    this.#bar.update(before + (done - numDone) * (after - before), {
      recording: `${this.#numBefore + numDone + 1}/${this.#numBefore + this.#bytesBefore.length - 1}`,
      audio: `${hoursText(sec)}, ${this.#speed(sec)}`,
    });
  }

  log(line: string): void {
    this.#bar.log(line);
  }

  done({ numDone, numBefore, sec, summary }: DetectResult, isStopped: boolean): void {
    const before = numBefore === 0 ? "" : ` (${numBefore} before)`;
    const what = `${counted(numDone, "recording")}${before}, ${hoursText(sec)} of audio, ${this.#speed(sec)}`;
    this.#bar.done(`${isStopped ? "stopped: " : ""}${what}, ${counted(summary.numEvents, "event")}`);
  }

  #speed(sec: number): string {
    const elapsedSec = (performance.now() - this.#startMs) / 1000;
    return `${Math.round(sec / Math.max(elapsedSec, 1e-3))}x real time`;
  }
}

function hoursText(sec: number): string {
  return sec >= 3600 ? `${(sec / 3600).toFixed(1)} h` : `${(sec / 60).toFixed(1)} min`;
}
