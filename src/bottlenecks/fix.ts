import { existsSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { stringify } from "yaml";
import { overrideConfig } from "../config/load.js";
import { readOverrides } from "../config/overrides.js";
import type { Config } from "../config/schema.js";
import { merge } from "../config/values.js";
import type { RunObserver } from "../train/run.js";
import { clipsOfStep, type RunFigures } from "./figures.js";
import { measure } from "./measure.js";
import { measureScaling } from "./scaling.js";
import type { Change } from "./verdict/finding.js";
import { diagnose } from "./verdict/verdict.js";

export interface FixOptions {
  /** Length of each measurement. */
  seconds: number;
  minSteps: number;
  /** Tries larger batches too, which affects results. */
  allowBatchSize: boolean;
  observer?: RunObserver;
  onAttempt?: (line: string) => void;
  /** Measures a configuration; by default by training it. Tests pass fixed figures. */
  measureConfig?: (config: Config, before: RunFigures | null) => Promise<RunFigures>;
  signal: AbortSignal;
}

export interface FixAttempt {
  change: string;
  why: string;
  expectedGain: number;
  /** Measured factor; null if it could not be measured, for the reason in `note`. */
  gain: number | null;
  isKept: boolean;
  note: string | null;
}

export interface FixResult {
  before: RunFigures;
  after: RunFigures;
  attempts: FixAttempt[];
  /** Overrides that helped, in order. */
  kept: string[];
}

/** A smaller gain is within the noise of two measurements. */
const LEAST_GAIN = 1.05;
/** A larger gain needs one measurement; a smaller one is measured twice and averaged. */
const CLEAR_GAIN = 1.2;
const MOST_ATTEMPTS = 12;
/** Longest first epoch, which fills the cache, that is waited for. */
const LONGEST_FILL_SEC = 180;

/**
 * Tries the verdict's changes one by one, each on top of those kept before, and keeps those with a measured gain of 5 % or
 * more. After each change that helps, the figures are diagnosed again.
 */
export async function fix(config: Config, options: FixOptions): Promise<FixResult> {
  const { onAttempt, allowBatchSize } = options;
  const before = await measureFully(config, options, null);
  onAttempt?.(`unchanged: ${Math.round(before.clipsPerSec)} clips/s`);
  let current = { config, figures: before };
  const attempts: FixAttempt[] = [];
  const kept: string[] = [];
  while (attempts.length < MOST_ATTEMPTS) {
    const done = new Set(attempts.map(({ change }) => change));
    const isAllowed = ({ key, isSafe }: Change): boolean =>
      isSafe || (allowBatchSize && key === "training.batch_size");
    const next = diagnose(current.figures).changes.find(
      (one) => isAllowed(one) && !done.has(overrideOf(one)),
    );
    if (next === undefined) break;
    const change = overrideOf(next);
    const attempt = await tryChange(current, next, options);
    const isKept = attempt.figures !== null && attempt.gain >= LEAST_GAIN;
    const gain = attempt.figures === null ? null : attempt.gain;
    attempts.push({ change, why: next.why, expectedGain: next.gain, gain, isKept, note: attempt.note });
    onAttempt?.(
      `${change}: ${gain === null ? attempt.note : `${gain.toFixed(2)}x, ${isKept ? "kept" : "not kept"}`}`,
    );
    if (!isKept) continue;
    kept.push(change);
    current = { config: overrideConfig(current.config, [change]), figures: attempt.figures! };
  }
  return { before, after: current.figures, attempts, kept };
}

export function overrideOf({ key, value }: Change): string {
  return `${key}=${value}`;
}

interface Current {
  config: Config;
  figures: RunFigures;
}

interface Attempt {
  figures: RunFigures | null;
  gain: number;
  note: string | null;
}

async function tryChange(current: Current, change: Change, options: FixOptions): Promise<Attempt> {
  const failed = (note: string): Attempt => ({ figures: null, gain: 0, note });
  const { stepsPerEpoch, stepMs } = current.figures;
  const fillSec = ((stepsPerEpoch ?? 0) * stepMs) / 1000;
  if (change.key.startsWith("data.cache_") && (stepsPerEpoch === null || fillSec > LONGEST_FILL_SEC))
    return failed(`not tried: it helps after the first epoch, which takes ${Math.round(fillSec)} s`);
  try {
    const config = overrideConfig(current.config, [overrideOf(change)]);
    const figures = await measureFully(config, options, current.figures);
    let gain = figures.clipsPerSec / current.figures.clipsPerSec;
    if (gain < CLEAR_GAIN) {
      // Measures both again, one after the other: the load of the machine changes slowly.
      const again = await measureFully(current.config, options, current.figures);
      const changed = await measureFully(config, options, current.figures);
      gain = Math.sqrt(gain * (changed.clipsPerSec / again.clipsPerSec));
    }
    return { figures, gain, note: null };
  } catch (error) {
    options.signal.throwIfAborted();
    return failed(`failed: ${(error as Error).message}`);
  }
}

/** Measures steady state; figures that a short run lacks are taken from `before`. */
async function measureFully(
  config: Config,
  options: FixOptions,
  before: RunFigures | null,
): Promise<RunFigures> {
  const { seconds, minSteps, observer, signal, measureConfig } = options;
  if (measureConfig !== undefined) return measureConfig(config, before);
  // The first epoch fills the cache.
  const { cache_gb: cacheGb, cache_on: cacheOn } = config.data;
  const fills = cacheGb > 0 || cacheOn !== null ? (before?.stepsPerEpoch ?? null) : null;
  const { figures, start, folder } = await measure(config, {
    ...{ seconds, minSteps, signal },
    ...(observer === undefined ? {} : { observer }),
    ...(fills === null ? {} : { skipSteps: Math.ceil(fills) + 2 }),
  });
  rmSync(folder, { recursive: true, force: true });
  const scaling =
    options.allowBatchSize && start !== null
      ? await measureScaling(config, start.data, start.hardware, signal)
      : null;
  const whole = { ...figures, scaling };
  return figures.evaluationMs === null && before?.evaluationMs
    ? withEvaluation(whole, before.evaluationMs)
    : whole;
}

/** Adds the time of an evaluation from another measurement of the same model and clips. */
function withEvaluation(figures: RunFigures, evaluationMs: number): RunFigures {
  const { stepsPerEpoch, config, times } = figures;
  if (stepsPerEpoch === null) return figures;
  const evaluation = evaluationMs / (stepsPerEpoch * config.training.evaluate_every_epochs);
  const stepMs = figures.stepMs - times.evaluation + evaluation;
  const clipsPerSec = (1000 * clipsOfStep(config, figures.numTrainClips, stepsPerEpoch)) / stepMs;
  return { ...figures, evaluationMs, times: { ...times, evaluation }, stepMs, clipsPerSec };
}

/**
 * Writes a recipe that extends the original one with the command line's overrides and the kept changes. Existing files are
 * never overwritten.
 *
 * @returns the path
 */
export function writeBetterRecipe(recipe: string, overrides: readonly string[], result: FixResult): string {
  const stem = join(dirname(recipe), `${basename(recipe, extname(recipe))}.tuned`);
  let path = `${stem}.yaml`;
  for (let i = 2; existsSync(path); i++) path = `${stem}-${i}.yaml`;
  const values = merge(readOverrides(overrides).values, readOverrides(result.kept).values);
  const lines = result.attempts
    .filter(({ isKept }) => isKept)
    .map(({ change, gain, why }) => `#   ${change}: ${gain!.toFixed(2)}x; ${why}`);
  const speeds = [result.before, result.after].map(({ clipsPerSec }) => Math.round(clipsPerSec));
  const head = [
    `# ${basename(recipe)} as \`woodshed profile --fix\` made it faster on one machine: ${speeds[0]} clips/s before, ${speeds[1]} after.`,
    ...lines,
  ].join("\n");
  writeFileSync(path, `${head}\n${stringify({ extends: `./${basename(recipe)}`, ...values })}`, {
    flag: "wx",
  });
  return path;
}
