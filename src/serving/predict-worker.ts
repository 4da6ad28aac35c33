/* Thread that runs the model: batches of recordings to answers, of windows of streams to scores. */
import { parentPort, workerData } from "node:worker_threads";
import { numChannelsOf, type SampleFormat } from "../audio/sample-format.js";
import { isFinitePrediction } from "../inference/finite.js";
import { predictTogether, recordingTimes } from "../inference/predict.js";
import { type RestoredModel, restoreModel } from "../inference/restore.js";
import { sampleFormatOf } from "../inference/sample-format.js";
import { timelineModel, type WindowModel } from "../inference/timeline/model-timelines.js";
import { streamModel } from "../streaming/stream-model.js";
import type { StreamModel } from "../streaming/stream-state.js";
import type { Answer, TaskDescription } from "../tasks/answer.js";
import { packError, type SentError } from "../thread-error.js";
import { scoreTogether } from "./score-together.js";

export interface PredictWorkerData {
  /** The folder of a checkpoint. */
  path: string;
  overrides: readonly string[];
  /** Hop of streams in seconds; by default half a window. */
  hopSec?: number | undefined;
}

/** Description of the served model. */
export interface ServedModel {
  /** Folder of the checkpoint. */
  checkpoint: string;
  name: string;
  task: TaskDescription;
  format: Required<SampleFormat>;
  clipSec: number;
  /** null for a task whose answers have no place in time. */
  stream: StreamModel | null;
  /** Device and precision that it computes on, in words. */
  hardware: readonly string[];
}

/** The result for one input, by the kind of work. */
export interface WorkResults {
  /** null where the prediction is not finite. */
  predict: Answer | null;
  score: Float32Array; // [C, F]
}

export type WorkName = keyof WorkResults;

/** Inputs to compute together. */
export interface PredictWork {
  name: WorkName;
  inputs: readonly Float32Array[];
}

export type PredictMessage =
  | { ready: ServedModel }
  /** One for each input. */
  | { results: WorkResults[WorkName][] }
  | { error: SentError };

if (parentPort !== null) {
  const port = parentPort;
  const { path, overrides, hopSec } = workerData as PredictWorkerData;
  const send = (message: PredictMessage) => port.postMessage(message);
  try {
    const model = restoreModel(path, overrides);
    const { config, task, folder: checkpoint, hardware } = model;
    const format = sampleFormatOf(config);
    // The first batch includes libtorch's one-time set-up, so it is not left to a client's request.
    predictTogether(model, [new Float32Array(numChannelsOf(format.channels))]);
    const timelines = task.events === undefined ? null : timelineModel(model, { hopSec: hopSec ?? null });
    const compute = workers(model, timelines);
    port.on("message", ({ name, inputs }: PredictWork) => {
      try {
        send({ results: compute[name](inputs) });
      } catch (error) {
        send({ error: packError(error) });
      }
    });
    send({
      ready: {
        ...{ checkpoint, name: config.name, task: task.describe() },
        ...{ format, clipSec: config.data.clip_sec, hardware: hardware.notes },
        stream: timelines === null ? null : streamModel(format, timelines, timelines.rules),
      },
    });
  } catch (error) {
    send({ error: packError(error) });
  }
}

type Compute = { [Name in WorkName]: (inputs: readonly Float32Array[]) => WorkResults[Name][] };

/** @param timelines null for a model that scores no streams: it is asked for none */
function workers(model: RestoredModel, timelines: WindowModel | null): Compute {
  const numChannels = numChannelsOf(model.config.data.channels);
  return {
    predict: (recordings) =>
      predictTogether(model, recordings).map(({ outputs }, i) =>
        isFinitePrediction(outputs)
          ? model.task.answer(outputs, recordingTimes(model, recordings[i]!.length / numChannels))
          : null,
      ),
    score: (windows) => scoreTogether(timelines!.score, windows),
  };
}
