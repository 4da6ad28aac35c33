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
import { judge } from "./verdict/verdict.js";

export interface FixOptions {
  /** Of each measurement. */
  seconds: number;
  minSteps: number;
  /** Larger batches are tried as well. */
  allowBatchSize: boolean;
  observer?: RunObserver;
  onTry?: (line: string) => void;
  signal: AbortSignal;
}

export interface Tried {
  change: string;
  why: string;
  expectedGain: number;
  /** Measured; null where it could not be, and `note` says why. */
  gain: number | null;
  isKept: boolean;
  note: string | null;
}

export interface Fixed {
  before: RunFigures;
  after: RunFigures;
  tried: Tried[];
  /** Overrides that helped, in order. */
  kept: string[];
}

/** Less is within the noise of two measurements. */
const LEAST_GAIN = 1.05;
/** So much is no noise: one measurement is enough; less is measured twice, and the mean counts. */
const CLEAR_GAIN = 1.2;
const MOST_TRIES = 12;
/** A first epoch that fills the cache is waited for so long. */
const LONGEST_FILL_SEC = 180;

/**
 * Tries the verdict's changes one by one, each on top of what was kept before, and keeps those that make training faster
 * by a measured 5 %. After each that helps, the verdict is made anew.
 */
export async function fix(config: Config, options: FixOptions): Promise<Fixed> {
  const { onTry, allowBatchSize } = options;
  const before = await measureFully(config, options, null);
  onTry?.(`as it is: ${Math.round(before.clipsPerSec)} clips/s`);
  let current = { config, figures: before };
  const tried: Tried[] = [];
  const kept: string[] = [];
  while (tried.length < MOST_TRIES) {
    const done = new Set(tried.map(({ change }) => change));
    const isAllowed = ({ key, isSafe }: Change): boolean =>
      isSafe || (allowBatchSize && key === "training.batch_size");
    const next = judge(current.figures).changes.find((one) => isAllowed(one) && !done.has(overrideOf(one)));
    if (next === undefined) break;
    const change = overrideOf(next);
    const attempt = await tryChange(current, next, options);
    const isKept = attempt.figures !== null && attempt.gain >= LEAST_GAIN;
    const gain = attempt.figures === null ? null : attempt.gain;
    tried.push({ change, why: next.why, expectedGain: next.gain, gain, isKept, note: attempt.note });
    onTry?.(
      `${change}: ${gain === null ? attempt.note : `${gain.toFixed(2)}x, ${isKept ? "kept" : "not kept"}`}`,
    );
    if (!isKept) continue;
    kept.push(change);
    current = { config: overrideConfig(current.config, [change]), figures: attempt.figures! };
  }
  return { before, after: current.figures, tried, kept };
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
  if (change.key === "data.cache_gb" && (stepsPerEpoch === null || fillSec > LONGEST_FILL_SEC))
    return failed(`not tried: an epoch, after which it helps, takes ${Math.round(fillSec)} s`);
  try {
    const config = overrideConfig(current.config, [overrideOf(change)]);
    const figures = await measureFully(config, options, current.figures);
    let gain = figures.clipsPerSec / current.figures.clipsPerSec;
    if (gain < CLEAR_GAIN) {
      // Both again, one after the other: what else the machine does changes slowly.
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

/** Figures of steady state; what no short run shows is taken from `before`. */
async function measureFully(
  config: Config,
  options: FixOptions,
  before: RunFigures | null,
): Promise<RunFigures> {
  const { seconds, minSteps, observer, signal } = options;
  // The first epoch fills the cache.
  const fills = config.data.cache_gb > 0 ? (before?.stepsPerEpoch ?? null) : null;
  const { figures, start, folder } = await measure(config, {
    ...{ seconds, minSteps, signal },
    ...(observer === undefined ? {} : { observer }),
    ...(fills === null ? {} : { skipSteps: Math.ceil(fills) + 2 }),
  });
  rmSync(folder, { recursive: true, force: true });
  const scaling =
    options.allowBatchSize && start !== null
      ? await measureScaling(config, start.data.labels.length, start.hardware, signal)
      : null;
  const whole = { ...figures, scaling };
  return figures.evaluationMs === null && before?.evaluationMs
    ? withEvaluation(whole, before.evaluationMs)
    : whole;
}

/** With what an evaluation took in another measurement of the same model and clips. */
function withEvaluation(figures: RunFigures, evaluationMs: number): RunFigures {
  const { stepsPerEpoch, config, times } = figures;
  if (stepsPerEpoch === null) return figures;
  const evaluation = evaluationMs / (stepsPerEpoch * config.training.evaluate_every_epochs);
  const stepMs = figures.stepMs - times.evaluation + evaluation;
  const clipsPerSec = (1000 * clipsOfStep(config, figures.numTrainClips, stepsPerEpoch)) / stepMs;
  return { ...figures, evaluationMs, times: { ...times, evaluation }, stepMs, clipsPerSec };
}

/**
 * Writes a recipe that extends the one given by the command line's overrides and what was kept. Nothing is written over.
 *
 * @returns its path
 */
export function writeBetterRecipe(recipe: string, overrides: readonly string[], fixed: Fixed): string {
  const stem = join(dirname(recipe), `${basename(recipe, extname(recipe))}.tuned`);
  let path = `${stem}.yaml`;
  for (let i = 2; existsSync(path); i++) path = `${stem}-${i}.yaml`;
  const values = merge(readOverrides(overrides).values, readOverrides(fixed.kept).values);
  const lines = fixed.tried
    .filter(({ isKept }) => isKept)
    .map(({ change, gain, why }) => `#   ${change}: ${gain!.toFixed(2)}x; ${why}`);
  const speeds = [fixed.before, fixed.after].map(({ clipsPerSec }) => Math.round(clipsPerSec));
  const head = [
    `# ${basename(recipe)} as \`woodshed profile --fix\` made it faster on one machine: ${speeds[0]} clips/s before, ${speeds[1]} after.`,
    ...lines,
  ].join("\n");
  writeFileSync(path, `${head}\n${stringify({ extends: `./${basename(recipe)}`, ...values })}`, {
    flag: "wx",
  });
  return path;
}
