/*
 * A thread that examines recordings, one at a time. No module imports this file: it would then answer messages of the
 * importing thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import type { SampleFormat } from "../../audio/sample-format.js";
import { adoptCode } from "../../components/modules.js";
import { type RecordingThreadData, serveRecordings } from "../recording-threads.js";
import { examineRecording } from "./examine-recording.js";
import type { Recording } from "./recordings.js";

if (parentPort !== null) {
  const data = workerData as RecordingThreadData;
  adoptCode(data.code);
  serveRecordings(parentPort, data, ({ whole }: Recording, format: SampleFormat, isStopped) =>
    examineRecording(whole, format, isStopped),
  );
}
