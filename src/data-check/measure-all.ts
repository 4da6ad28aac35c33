/** Measures recordings in threads. */
import { overRecordings } from "../data/recording-threads.js";
import { bundlePath } from "../package-root.js";
import type { RecordingReport, RecordingTask } from "./measure-recording.js";

export interface MeasureAllOptions {
  /** Sample rate of the model. */
  sampleRateHz: number;
  numThreads: number;
  /** Ends the work after the blocks that are being decoded. */
  signal: AbortSignal;
  onProgress: (done: number) => void;
}

/** Returns the report of each recording; null for those that were not measured before `signal` was aborted. */
export async function measureAll(
  tasks: readonly RecordingTask[],
  { sampleRateHz, numThreads, signal, onProgress }: MeasureAllOptions,
): Promise<(RecordingReport | null)[]> {
  const reports = new Array<RecordingReport | null>(tasks.length).fill(null);
  let numDone = 0;
  await overRecordings<RecordingTask, RecordingReport>({
    ...{ tasks, worker: bundlePath("data-check/worker"), options: sampleRateHz, numThreads, signal },
    onReport: (index, report) => {
      reports[index] = report;
      onProgress(++numDone);
    },
  });
  return reports;
}
