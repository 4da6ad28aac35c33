/* Thread that runs the model: batches of recordings to answers. */
import { parentPort, workerData } from "node:worker_threads";
import { numChannelsOf, type SampleFormat } from "../audio/sample-format.js";
import { isFinitePrediction } from "../inference/finite.js";
import { predictTogether, recordingTimes } from "../inference/predict.js";
import { restoreModel } from "../inference/restore.js";
import { sampleFormatOf } from "../inference/sample-format.js";
import type { Answer, TaskDescription } from "../tasks/answer.js";
import { packError, type SentError } from "../thread-error.js";

export interface PredictWorkerData {
  /** The folder of a checkpoint. */
  path: string;
  overrides: readonly string[];
}

/** Description of the served model. */
export interface ServedModel {
  /** Folder of the checkpoint. */
  checkpoint: string;
  name: string;
  task: TaskDescription;
  format: SampleFormat;
  clipSec: number;
  /** Device and precision that it computes on, in words. */
  hardware: readonly string[];
}

export type PredictMessage =
  | { ready: ServedModel }
  /** One for each recording; null where the prediction is not finite. */
  | { answers: (Answer | null)[] }
  | { error: SentError };

if (parentPort !== null) {
  const port = parentPort;
  const { path, overrides } = workerData as PredictWorkerData;
  const send = (message: PredictMessage) => port.postMessage(message);
  try {
    const model = restoreModel(path, overrides);
    const { config, task, folder: checkpoint, hardware } = model;
    // The first batch includes libtorch's one-time set-up, so it is not left to a client's request.
    const format = sampleFormatOf(config);
    predictTogether(model, [new Float32Array(numChannelsOf(format.channels))]);
    port.on("message", (recordings: Float32Array[]) => {
      try {
        const answers = predictTogether(model, recordings).map(({ outputs }, i) =>
          isFinitePrediction(outputs)
            ? task.answer(
                outputs,
                recordingTimes(model, recordings[i]!.length / numChannelsOf(format.channels)),
              )
            : null,
        );
        send({ answers });
      } catch (error) {
        send({ error: packError(error) });
      }
    });
    send({
      ready: {
        ...{ checkpoint, name: config.name, task: task.describe() },
        ...{ format, clipSec: config.data.clip_sec, hardware: hardware.notes },
      },
    });
  } catch (error) {
    send({ error: packError(error) });
  }
}
