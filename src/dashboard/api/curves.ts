/** Curves and times of stages, as columns. */

/**
 * Curves as buckets of a power-of-two number of steps, counted from step 0: a bucket is the same however far one zooms, and only
 * the last one changes as a run continues. A level of 0 has a row for every step.
 *
 * For series i, columns `i/step` (first step of the bucket, float64), `i/first`, `i/last`, `i/min`, `i/max`, `i/mean` (float64),
 * `i/count`, `i/nan` (values, and those that are NaN or infinite; int32) and `i/time` (Unix time of the first, float64, ms).
 */
export interface CurvesMeta {
  series: readonly {
    run: string;
    metric: string;
    /** Buckets have 2^level steps. */
    level: number;
    generation: number;
    /** The newest step of the series; -1 for none. */
    lastStep: number;
  }[];
}

/** Mean milliseconds of a step's stages: columns `step` (float64), and one float32 column for each stage. */
export interface StagesMeta {
  stages: readonly string[];
  /** Steps of each row. */
  stepsPerRow: number;
}
