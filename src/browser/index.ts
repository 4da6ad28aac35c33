/*
 * `woodshed/browser`: streams of exported models in pages, beside onnxruntime-web. It is bundled to one file, without Node and without
 * other packages.
 */
export { ConfigError, DataError, WoodshedError } from "../errors.js";
export type { StreamEvent, StreamOffset, StreamOnset } from "../streaming/live-events.js";
export type { StreamOptions } from "../streaming/stream-model.js";
export type { ScoredFrame, StreamResult } from "../streaming/stream-state.js";
export { type OnnxRuntime, type OnnxSession, OnnxStream, type OnnxStreamOptions } from "./onnx-stream.js";
