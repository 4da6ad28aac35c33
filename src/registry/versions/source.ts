import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { CheckpointReader, findCheckpoint, runOf } from "../../checkpoint/index.js";
import { linkTarget } from "../../checkpoint/links.js";
import type { ConfusionMatrixItem } from "../../tracking/items.js";
import { RUN_FILE } from "../../tracking/store/database.js";
import { type RunRecord, RunStore } from "../../tracking/store/store.js";

/** What is registered: a checkpoint, and what its run's record says of it. */
export interface VersionSource {
  reader: CheckpointReader;
  /** null for a checkpoint that was copied out of its run, or averaged. */
  runFolder: string | null;
  record: RunRecord | null;
  metrics: Record<string, number>;
  confusion: { split: string; counts: number[][] } | null;
}

/**
 * @param path a run's folder (its best checkpoint), or a checkpoint's
 * @throws CheckpointError for what is no checkpoint, or a damaged one
 */
export function readSource(path: string): VersionSource {
  const reader = new CheckpointReader(findCheckpoint(path));
  reader.verify(reader.weightsFile);
  const { metrics, metricsStep, position } = reader.manifest;
  const own = metricsStep === position.step ? metrics : {};
  const run = runOf(reader.folder);
  if (run === null || !existsSync(join(run, RUN_FILE)))
    return { reader, runFolder: null, record: null, metrics: own, confusion: null };
  using store = RunStore.open(run);
  // The test is of the best checkpoint, or of the only one there is.
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
    confusion:
      (isTested ? findConfusion(store, "test") : null) ?? findConfusion(store, "validation", position.step),
  };
}

function findConfusion(store: RunStore, split: string, step?: number): VersionSource["confusion"] {
  const shown = store
    .items()
    .filter((one) => one.name === `${split}/confusion_matrix` && (step === undefined || one.step === step))
    .at(-1);
  if (shown === undefined) return null;
  const { counts } = shown.item as ConfusionMatrixItem;
  return { split, counts: counts.map((row) => [...row]) };
}
