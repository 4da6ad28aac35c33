/** Finds where a run's time goes, from the stages that every run records. */
import { availableParallelism, totalmem } from "node:os";
import { figuresOf, type RecordedFigures } from "../../bottlenecks/figures.js";
import { extentOf } from "../../bottlenecks/verdict/finding.js";
import { diagnose } from "../../bottlenecks/verdict/verdict.js";
import { overrideConfig } from "../../config/load.js";
import type { Config } from "../../config/schema.js";
import { defaultNumWorkers } from "../../data/loader.js";
import { TIME_NAMES } from "../../timing/stages.js";
import { isStep, numberOf, type RecordReader } from "./record-reader.js";

/** The newest steps are enough, and a record may have millions. */
const MOST_STEPS = 4000;

/** Returns `data: reading from disk (61 % of each step); ...`; null if the record does not tell. */
export function verdictOf(record: RecordReader, recorded: unknown): string | null {
  if (!record.hasStepTimes) return null;
  try {
    const config = overrideConfig(recorded as Config, []);
    const { workers } = config.data;
    const figures = figuresOf(recordedFigures(record), config, {
      // The trainer's machine may be another one, and no verdict of a page names its units.
      machine: { numCores: availableParallelism(), memoryBytes: totalmem(), bf16Unit: null, numGpus: 0 },
      numWorkers: workers === "auto" ? defaultNumWorkers(config.training.distributed.world_size) : workers,
    });
    const [finding] = figures === null ? [] : diagnose(figures).findings;
    if (finding === undefined) return null;
    const change = finding.changes[0];
    return [
      `${finding.title} (${extentOf(finding)})`,
      ...(change === undefined ? [] : [`try ${change.key}=${change.value}`]),
    ].join("; ");
  } catch {
    // A configuration of an earlier version, or of a training loop of one's own.
    return null;
  }
}

function recordedFigures(record: RecordReader): RecordedFigures {
  return {
    metricNames: () => record.metricNames(),
    metrics: (name = "") =>
      record
        .newest(name, MOST_STEPS)
        .reverse()
        .map((point) => ({ ...point, name })),
    stepTimes: () =>
      record
        .all(`SELECT * FROM step_times ORDER BY step DESC LIMIT ${MOST_STEPS}`)
        .reverse()
        .flatMap((row) =>
          isStep(row["step"])
            ? [
                {
                  step: row["step"],
                  times: Float64Array.from(TIME_NAMES, (name) => numberOf(row[name]) || 0),
                },
              ]
            : [],
        ),
  };
}
