/** The results of all folds together, and their files. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { foldsPage } from "./page.js";
import type { FoldPlan } from "./plan.js";
import { type PoolingOptions, poolFolds, writePredictions } from "./pooled.js";
import { type FoldResult, type Spread, spreadOf } from "./results.js";

/** The result of a cross-validation, as `--json` prints it. JSON has no NaN: null stands for it. */
export interface FoldsSummary {
  /** Folder of the runs and these files. */
  folder: string;
  numClips: number;
  folds: readonly (Omit<FoldResult, "losses" | "run"> & { run: string })[];
  /** By metric, over folds. */
  metrics: Readonly<Record<string, Spread>>;
  /** Metrics of the predictions of all clips. */
  pooled: Readonly<Record<string, unknown>>;
}

/** Paths of the files. */
export interface FoldsFiles {
  results: string;
  page: string;
  predictions: string;
}

export function filesOf({ folder }: FoldPlan): FoldsFiles {
  return {
    results: join(folder, "results.json"),
    page: join(folder, "report.html"),
    predictions: join(folder, "predictions.jsonl"),
  };
}

/**
 * Evaluates all clips and writes the files; returns what an earlier command wrote for the same runs.
 *
 * @returns null if the signal stopped it
 */
export async function finishFolds(
  plan: FoldPlan,
  results: readonly FoldResult[],
  options: PoolingOptions,
): Promise<FoldsSummary | null> {
  const files = filesOf(plan);
  const runs = results.map(({ run }) => basename(run));
  const before = readSummary(files);
  if (before?.folds.map(({ run }) => run).join() === runs.join()) return before;
  const pooled = await poolFolds(plan, results, options);
  if (pooled === null) return null;
  const { summary, task } = pooled;
  const names = task.metrics.evaluation.map(({ name }) => name);
  const found: FoldsSummary = {
    ...{ folder: plan.folder, numClips: plan.clips.length },
    folds: results.map(({ losses: _, ...result }, i) => ({ ...result, run: runs[i]! })),
    metrics: Object.fromEntries(names.map((name) => [name, spreadOf(results, name)])),
    pooled: { ...summary.metrics, ...summary.json() },
  };
  writePredictions(files.predictions, plan, results, pooled);
  writeFileSync(files.page, foldsPage(plan, results, pooled));
  // Last: its presence says that the other files are complete.
  writeFileSync(`${files.results}.new`, `${JSON.stringify(found, null, 2)}\n`);
  renameSync(`${files.results}.new`, files.results);
  return JSON.parse(readFileSync(files.results, "utf8")) as FoldsSummary;
}

function readSummary({ results, page, predictions }: FoldsFiles): FoldsSummary | null {
  if (![results, page, predictions].every((path) => existsSync(path))) return null;
  return JSON.parse(readFileSync(results, "utf8")) as FoldsSummary;
}
