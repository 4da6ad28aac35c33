import { findDifferences } from "../../config/differences.js";
import type { Clip } from "../../data/clip.js";
import { ConfigError } from "../../errors.js";
import { pairedIntervals } from "../../metrics/bootstrap.js";
import { METRICS_ALONE } from "../../tasks/comparison.js";
import { lossLast } from "../../tasks/metrics.js";
import type { ComparisonReport, MetricDeclaration } from "../../tasks/task.js";
import { type Candidate, latencies, runOn } from "./candidate.js";
import { type Intervals, intervalVerdict } from "./intervals.js";

export interface CompareOptions {
  clips: readonly Clip[];
  /** By default `all`; `shared`, for models that predict labels, compares on the labels that both have. */
  labels?: "all" | "shared";
  /** By default 2000. */
  numSamples?: number;
  seed?: number;
  /** Called with the number of clips done, counted for both models. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

export interface Side {
  name: string;
  model: string;
  numParameters: number;
  bytes: number;
  /** Latency of one clip on this machine. */
  latencyMs: number;
}

export interface Comparison {
  a: Side;
  b: Side;
  /** The compared clips. */
  clips: readonly Clip[];
  configuration: { key: string; a: unknown; b: unknown }[];
  /** The task's metrics, the loss last. */
  metrics: readonly MetricDeclaration[];
  intervals: Intervals;
  numSamples: number;
  /** Describes which model is better. */
  verdict: string;
  /** The task's part. */
  report: ComparisonReport;
}

/**
 * Runs both models on the same clips.
 *
 * @throws DataError for clips that cannot be read
 * @throws ConfigError for models of different tasks, and for clips on which a model cannot be judged
 */
export async function compareModels(
  a: Candidate,
  b: Candidate,
  options: CompareOptions,
): Promise<Comparison> {
  const { numSamples = 2000, seed = 0, onProgress, signal } = options;
  assertSameTask(a, b);
  const { task } = a.model;
  const chosen = (task.comparison ?? METRICS_ALONE).choose(
    { a: { name: a.name, ...a.model }, b: { name: b.name, ...b.model } },
    options.clips,
    options.labels ?? "all",
  );
  const { clips } = chosen;
  const total = 2 * clips.length;
  const report = chosen.report({
    a: await runOn(a, clips, (done) => onProgress?.(done, total), signal),
    b: await runOn(b, clips, (done) => onProgress?.(clips.length + done, total), signal),
  });
  signal?.throwIfAborted();
  const metrics = lossLast(task.metrics.evaluation);
  const intervals = pairedIntervals(clips.length, report.metrics.a, report.metrics.b, { numSamples, seed });
  const latencyMs = latencies(a, b);
  return {
    a: sideOf(a, latencyMs.a),
    b: sideOf(b, latencyMs.b),
    clips,
    configuration: findDifferences(a.config, b.config).map(({ key, before, now }) => ({
      key,
      a: before,
      b: now,
    })),
    ...{ metrics, intervals, numSamples },
    verdict: report.verdict ?? intervalVerdict(metrics, intervals),
    report,
  };
}

/** @throws ConfigError for models of different tasks */
export function assertSameTask(a: Candidate, b: Candidate): void {
  const [ofA, ofB] = [a.model.task.name, b.model.task.name];
  if (ofA !== ofB)
    throw new ConfigError(
      "TASK",
      `a (${a.name}) is a model of the task ${ofA}, b (${b.name}) one of the task ${ofB}: compare models of the same task`,
    );
}

function sideOf({ name, model, numParameters, bytes }: Candidate, latencyMs: number): Side {
  return { name, model: model.model.constructor.name, numParameters, bytes, latencyMs };
}
