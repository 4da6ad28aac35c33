import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { CheckpointReader, findCheckpoint, runOf } from "../../checkpoint/index.js";
import { linkTarget } from "../../checkpoint/links.js";
import type { ConfusionMatrixItem, TableItem } from "../../items.js";
import { RUN_FILE } from "../../tracking/store/database.js";
import { type RunRecord, RunStore } from "../../tracking/store/store.js";

/** The source of a version: a checkpoint and its run's record. */
export interface VersionSource {
  reader: CheckpointReader;
  /** null for a checkpoint outside of its run, such as a copied or averaged one. */
  runFolder: string | null;
  record: RunRecord | null;
  metrics: Record<string, number>;
  /** Tables and matrices of an evaluation of these weights, the test's first, newest first. */
  results: readonly EvaluationResult[];
}

/** A table or a matrix of an evaluation, as a model card shows it. */
export interface EvaluationResult {
  split: string;
  /** Named without the split. */
  name: string;
  item: TableItem | ConfusionMatrixItem;
}

/**
 * @param path a run's folder (its best checkpoint), or a checkpoint's
 * @throws CheckpointError for a missing or damaged checkpoint
 */
export function readSource(path: string): VersionSource {
  const reader = new CheckpointReader(findCheckpoint(path));
  reader.verify(reader.weightsFile);
  const { metrics, metricsStep, position } = reader.manifest;
  const own = metricsStep === position.step ? metrics : {};
  const run = runOf(reader.folder);
  if (run === null || !existsSync(join(run, RUN_FILE)))
    return { reader, runFolder: null, record: null, metrics: own, results: [] };
  using store = RunStore.open(run);
  // The test metrics belong to the best checkpoint, or to the only one.
  const best = linkTarget(join(run, "checkpoints"), "best") ?? basename(reader.folder);
  const isTested = basename(reader.folder) === best;
  const tested = isTested
    ? store
        .metricNames()
        .filter((name) => name.startsWith("test/"))
        .map((name) => [name, store.last(name)!.value])
    : [];
  return {
    reader,
    runFolder: run,
    record: store.info(),
    metrics: { ...own, ...Object.fromEntries(tested) },
    results: [
      ...(isTested ? resultsOf(store, "test") : []),
      ...resultsOf(store, "validation", position.step),
    ],
  };
}

function resultsOf(store: RunStore, split: string, step?: number): EvaluationResult[] {
  return store
    .items()
    .filter((one) => one.name.startsWith(`${split}/`) && (step === undefined || one.step === step))
    .reverse()
    .flatMap(({ name, item }) =>
      item.kind === "table" || item.kind === "confusion_matrix"
        ? [{ split, name: name.slice(split.length + 1), item }]
        : [],
    );
}
