/// <reference types="node" preserve="true" />
/** Woodshed as a library: everything that the command line is made of. */

import { provideLibrary } from "./components/host.js";
import * as library from "./index.js";

export { z } from "zod";
export { resample } from "./audio/resample.js";
export { type Audio, decodeWav, encodeWav16, readWav, readWavInfo } from "./audio/wav.js";
export {
  type Augmentation,
  type AugmentationDefinition,
  defineAugmentation,
  type Example,
} from "./augment/define.js";
export * from "./checkpoint/index.js";
export type { Conflict } from "./components/component.js";
export {
  defineRecipe,
  type LoadedConfig,
  loadConfig,
  loadValues,
  overrideConfig,
  parseConfig,
} from "./config/load.js";
export type { Config, ConfigInput } from "./config/schema.js";
export type { Annotations, Row, TaskState } from "./data/annotations.js";
export type { Clip } from "./data/clip.js";
export { type Dataset, type DatasetOptions, openDataset } from "./data/dataset.js";
export {
  type DatasetDefinition,
  type DecodedSound,
  defineDataset,
  type SplitRows,
} from "./data/define-dataset.js";
export {
  EvaluationLoader,
  type EvaluationLoaderOptions,
  type WindowBatch,
} from "./data/evaluation-loader.js";
export { type Batch, Loader, type LoaderOptions } from "./data/loader.js";
export * from "./data/rows/index.js";
export * from "./distributed/index.js";
export * from "./embedding/index.js";
export * from "./errors.js";
export { type Evaluation, evaluate } from "./evaluation/evaluate.js";
export { type ExportOnnxOptions, exportOnnx, type OnnxExport } from "./export/onnx/index.js";
export type { FrontEndContext } from "./front-ends/front-end-options.js";
export {
  defineFrontEnd,
  FrontEnd,
  type FrontEndDefinition,
  LogMel,
  type LogMelOptions,
} from "./front-ends/index.js";
export { evaluationLoader } from "./inference/loaders.js";
export { type ModelOutputs, type Prediction, predictFile, predictSamples } from "./inference/predict.js";
export { type RestoredModel, restoreModel } from "./inference/restore.js";
export type { Item, LoggedItem } from "./items.js";
export * from "./loops/index.js";
export { ConfusionMatrix } from "./metrics/confusion-matrix.js";
export * from "./models/index.js";
export * from "./nn/index.js";
export * from "./optim/index.js";
export * from "./registry/index.js";
export * from "./search/index.js";
export { resolveModel } from "./serving/resolve.js";
export { type Access, PredictionServer, type RequestLimits, type ServeOptions } from "./serving/server.js";
export type { Answer, AnswerValue, TaskDescription } from "./tasks/answer.js";
export { defineTask, type TaskDefinition } from "./tasks/define.js";
export { type ClipLoss, defineLoss, type LossContext, type LossDefinition } from "./tasks/define-loss.js";
export { LinearHead } from "./tasks/linear-head.js";
export { meanLoss } from "./tasks/mean-loss.js";
export type * from "./tasks/task.js";
export * from "./tensor/index.js";
export { NativeObject } from "./tensor/operator.js";
export { op, ops } from "./tensor/ops.js";
export { JsonLinesLogger, type JsonLinesLoggerOptions } from "./tracking/jsonl/logger.js";
export { readJsonLines } from "./tracking/jsonl/read.js";
export { MlflowTracker, type MlflowTrackerOptions } from "./tracking/mlflow/tracker.js";
export { RunRecorder } from "./tracking/store/recorder.js";
export { RunStore } from "./tracking/store/store.js";
export { TensorBoardLogger } from "./tracking/tensorboard/logger.js";
export type { FinishStatus, Provenance, RunInfo, Tracker, WantedItems } from "./tracking/tracker.js";
export { Trackers } from "./tracking/trackers.js";
export { WandBLogger } from "./tracking/wandb/logger.js";
export type { WandBLoggerOptions, WandBRunAttributes, WandBUploads } from "./tracking/wandb/options.js";
export { ClipMasks } from "./train/clip-masks.js";
export { type RunObserver, type RunResult, runTraining } from "./train/run.js";

provideLibrary(library);
