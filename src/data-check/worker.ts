/*
 * A thread that measures recordings, one at a time. No module imports this file: it would then answer messages of the
 * importing thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { adoptCode } from "../components/modules.js";
import { type RecordingThreadData, serveRecordings } from "../data/recording-threads.js";
import { measureRecording, type RecordingTask } from "./measure-recording.js";

if (parentPort !== null) {
  const data = workerData as RecordingThreadData;
  adoptCode(data.code);
  serveRecordings(parentPort, data, (task: RecordingTask, sampleRateHz: number, isStopped) =>
    measureRecording(task, { sampleRateHz, isStopped }),
  );
}
