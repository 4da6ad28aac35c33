/// <reference types="node" preserve="true" />
/** Woodshed as a library: everything that the command line is made of. */

import { provideLibrary } from "./components/host.js";
import * as library from "./index.js";

export { z } from "zod";
export { type Audio, type AudioInfo, decodeAudio, readAudio, readAudioInfo } from "./audio/read-audio.js";
export type { ChannelChoice } from "./audio/reader.js";
export { resample } from "./audio/resample.js";
export type { SampleFormat } from "./audio/sample-format.js";
export type { Resampling } from "./audio/sinc-kernel.js";
export type { FilePart } from "./audio/source.js";
export { decodeWav, encodeWav16, readWav, readWavInfo, type WavInfo } from "./audio/wav.js";
export {
  type Augmentation,
  type AugmentationDefinition,
  defineAugmentation,
  type Example,
  type FeatureAugmentation,
  type FeatureAugmentationDefinition,
} from "./augment/define.js";
export * from "./checkpoint/index.js";
export { type ColumnFile, decodeColumns, encodeColumns, type NamedColumn } from "./columns.js";
export type { Conflict, Frozen, Named, OwnChoice, OwnInput } from "./components/component.js";
export type { Definition } from "./components/definition.js";
export {
  type ConfigSources,
  defineRecipe,
  type LoadedConfig,
  loadConfig,
  loadValues,
  overrideConfig,
  parseConfig,
} from "./config/load.js";
export type { Config, ConfigInput } from "./config/schema.js";
export type { AnnotationParts } from "./data/annotation-defaults.js";
export type {
  ColumnNames,
  FormatName,
  Reading,
  SourceReport,
  WindowOptions,
} from "./data/annotation-files/reading.js";
export type { Annotations, Row, SeveralLabels, TaskState } from "./data/annotations.js";
export type { Decoding } from "./data/batch-ring.js";
export type { Clip } from "./data/clip.js";
export { type Dataset, type DatasetOptions, openDataset } from "./data/dataset.js";
export type { Augment } from "./data/decode.js";
export {
  type DatasetDefinition,
  type DecodedSound,
  defineDataset,
  type SplitRows,
} from "./data/define-dataset.js";
export {
  type BatchLimits,
  EvaluationLoader,
  type EvaluationLoaderOptions,
  type WindowBatch,
} from "./data/evaluation-loader.js";
export type {
  BadRecording,
  Examination,
  ExaminedClips,
  LeftOut,
  RecordingReport,
} from "./data/examination/report.js";
export type { Warn } from "./data/files.js";
export {
  type Batch,
  type BatchByDuration,
  type EpochOrder,
  Loader,
  type LoaderOptions,
} from "./data/loader.js";
export * from "./data/rows/index.js";
export type { BatchSplit, MicroBatch } from "./data/sampler.js";
export type { TargetColumn, TargetTable } from "./data/targets.js";
export { createWindowing, type Windowing } from "./data/windows.js";
export * from "./distributed/index.js";
export * from "./embedding/index.js";
export * from "./errors.js";
export type { ClipEmbeddings } from "./evaluation/embeddings.js";
export { type EvaluateOptions, type Evaluation, evaluate } from "./evaluation/evaluate.js";
export type { Split } from "./evaluation/evaluator.js";
export { type ExportOnnxOptions, exportOnnx, type OnnxExport } from "./export/onnx/index.js";
export type { OnnxValueInfo } from "./export/onnx/model.js";
export type { FrontEndContext, FrontEndOptions } from "./front-ends/front-end-options.js";
export {
  defineFrontEnd,
  FrontEnd,
  type FrontEndDefinition,
  LogMel,
  type LogMelOptions,
} from "./front-ends/index.js";
export type { BuiltModel } from "./inference/build-model.js";
export type { Network } from "./inference/forward.js";
export type { Hardware } from "./inference/hardware.js";
export { evaluationLoader } from "./inference/loaders.js";
export { type ModelOutputs, type Prediction, predictFile, predictSamples } from "./inference/predict.js";
export { type RestoredModel, restoreModel } from "./inference/restore.js";
export type * from "./items.js";
export * from "./loops/index.js";
export type { Statistics } from "./metrics/bootstrap.js";
export { ConfusionMatrix } from "./metrics/confusion-matrix.js";
export { type Collars, collarMetrics } from "./metrics/events/collars.js";
export type { EventScores } from "./metrics/events/event-counts.js";
export { exactPsds } from "./metrics/events/exact-psds.js";
export { frameAveragePrecision } from "./metrics/events/frames.js";
export { type IntersectionCriterion, intersectionScores } from "./metrics/events/intersection.js";
export { PSDS_1, PSDS_2, type Psds, type PsdsScenario } from "./metrics/events/psds.js";
export type { DetectedRecording, ScoredRecording } from "./metrics/events/recording.js";
export { segmentMetrics } from "./metrics/events/segments.js";
export * from "./models/index.js";
export * from "./nn/index.js";
export * from "./optim/index.js";
export type * from "./predictions.js";
export * from "./registry/index.js";
export * from "./search/index.js";
export { resolveModel } from "./serving/resolve.js";
export { type Access, PredictionServer, type RequestLimits, type ServeOptions } from "./serving/server.js";
export type { StreamLimits, StreamSettings } from "./serving/stream-limits.js";
export type { StreamEvent, StreamOffset, StreamOnset } from "./streaming/live-events.js";
export type { StreamOptions } from "./streaming/stream-model.js";
export type { ScoredFrame, StreamResult } from "./streaming/stream-state.js";
export { StreamingPredictor } from "./streaming/streaming-predictor.js";
export type { Answer, AnswerValue, TaskDescription } from "./tasks/answer.js";
export { defineTask, type TaskDefinition } from "./tasks/define.js";
export { type ClipLoss, defineLoss, type LossContext, type LossDefinition } from "./tasks/define-loss.js";
export { LinearHead } from "./tasks/linear-head.js";
export { meanLoss } from "./tasks/mean-loss.js";
export type * from "./tasks/task.js";
export type { Functions } from "./tensor/functions.generated.js";
export * from "./tensor/index.js";
export { NativeObject } from "./tensor/operator.js";
export type { Operators } from "./tensor/operators.generated.js";
export { op, ops } from "./tensor/ops.js";
export type { Scalar, TensorList } from "./tensor/values.js";
export type { DecodeTimes } from "./timing/decode-clock.js";
export type { FeedTrackerOptions } from "./tracking/feed-tracker.js";
export { JsonLinesLogger, type JsonLinesLoggerOptions } from "./tracking/jsonl/logger.js";
export { type PlacedLine, readJsonLines } from "./tracking/jsonl/read.js";
export { MlflowTracker, type MlflowTrackerOptions } from "./tracking/mlflow/tracker.js";
export type { SinkLoggerOptions } from "./tracking/sinks/logger.js";
export { RunRecorder, type RunRecorderOptions } from "./tracking/store/recorder.js";
export {
  type EventLevel,
  type Metric,
  type RunEvent,
  type RunRecord,
  RunStore,
  type StepTimes,
} from "./tracking/store/store.js";
export { TensorBoardLogger } from "./tracking/tensorboard/logger.js";
export type { FinishStatus, Provenance, RunInfo, Tracker, WantedItems } from "./tracking/tracker.js";
export { Trackers, type TrackersOptions } from "./tracking/trackers.js";
export { WandBLogger } from "./tracking/wandb/logger.js";
export type { WandBLoggerOptions, WandBRunAttributes, WandBUploads } from "./tracking/wandb/options.js";
export { ClipMasks } from "./train/clip-masks.js";
export type { InitReport } from "./train/init.js";
export type { LoopObserver, LoopResult } from "./train/loop.js";
export {
  type RunObserver,
  type RunOptions,
  type RunResult,
  type RunStart,
  runTraining,
} from "./train/run.js";
export type { SavedFiles } from "./train/saved-files.js";
export type { EvaluationReport, StopCheck } from "./train/stop.js";
export { readWeights, type WeightSource } from "./weights/source.js";

provideLibrary(library);
