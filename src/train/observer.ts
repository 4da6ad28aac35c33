import type { Position } from "../checkpoint/index.js";
import type { Dataset } from "../data/dataset.js";
import type { Split } from "../evaluation/evaluator.js";
import type { Hardware } from "../inference/hardware.js";
import type { DecodeTimes } from "../timing/decode-clock.js";
import type { MessageHandlers } from "../tracking/open.js";
import type { InitReport } from "./init.js";
import type { LoopObserver } from "./loop.js";
import type { Stop } from "./stop.js";

/** Events of a run, for displays, in the order in which they begin; those of the loop come between start and end. */
export interface RunObserver extends LoopObserver {
  /** Called while a built-in data set is rendered. @param unit a recording of it, such as `note` */
  onPrepare?(done: number, total: number, unit: string): void;
  /** Called while recordings are examined for bad clips (data.on_bad_clip). */
  onExamine?(done: number, total: number): void;
  /** Called if the model starts from the weights of a file. */
  onInit?(path: string, report: InitReport): void;
  /** Called if the run resumes from a checkpoint, with its position. */
  onResume?(checkpoint: string, position: Position, differences: readonly string[]): void;
  onStart?(run: RunStart): void;
  onEvaluationBatch?(split: Split, done: number, total: number): void;
  /** Receives the decoding times of the training clips when training ends. */
  onDecoded?(times: DecodeTimes): void;
  onWarning?(message: string): void;
  /** Receives a line of information, such as the run's page; by default it goes to `onWarning`. */
  onNote?(message: string): void;
}

export interface RunStart {
  folder: string;
  data: Dataset;
  modelName: string;
  numParameters: number;
  hardware: Hardware;
  numSteps: number;
  numRanks: number;
}

/** How a run's caller watches it, and how it is asked to end. */
export interface RunControl {
  observer: RunObserver;
  stop: Stop;
}

/** Sends lines for the user to an observer. */
export function messagesTo(observer: RunObserver): MessageHandlers {
  const warn = (message: string): void => observer.onWarning?.(message);
  return {
    warn,
    say: (message) => (observer.onNote === undefined ? warn(message) : observer.onNote(message)),
  };
}
