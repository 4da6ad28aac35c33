import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { CheckpointReader, findCheckpoint, runOf } from "../../checkpoint/index.js";
import { linkTarget } from "../../checkpoint/links.js";
import type { ConfusionMatrixItem } from "../../items.js";
import { RUN_FILE } from "../../tracking/store/database.js";
import { type RunRecord, RunStore } from "../../tracking/store/store.js";

/** The source of a version: a checkpoint and its run's record. */
export interface VersionSource {
  reader: CheckpointReader;
  /** null for a checkpoint outside of its run, such as a copied or averaged one. */
  runFolder: string | null;
  record: RunRecord | null;
  metrics: Record<string, number>;
  confusion: { split: string; counts: number[][] } | null;
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
    return { reader, runFolder: null, record: null, metrics: own, confusion: null };
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
