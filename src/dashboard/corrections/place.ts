/** Decides where the corrections of a set are kept, and whether there may be any. */
import { statSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { Annotations } from "../../data/annotations.js";
import type { CorrectedClip } from "../../data/corrections/lines.js";
import type { PredictedClip } from "../../predictions.js";
import { annotationsOf } from "../../tasks/annotations.js";
import type { Clips } from "../reading/clips.js";
import { isObject } from "../reading/flat-config.js";

export interface CorrectionsPlace {
  /** The manifest or the folder that the clips come from; null for shards and rows, which no manifest can list. */
  manifest: string | null;
  /** The folder that paths in the file are relative to. */
  folder: string;
  /** The file of corrections: beside the manifest, in the folder of clips or shards, or beside the runs. */
  file: string;
  annotations: Annotations;
}

export type FoundPlace = { place: CorrectionsPlace } | { refusedBecause: string };

/** A clip as its corrections name it. */
export interface NamedClip extends CorrectedClip {
  /** A row of a data set of the user's: `file` is its name. */
  isRow: boolean;
}

export const namedClip = ({ name, file, range, startSec, durationSec }: PredictedClip): NamedClip => ({
  ...{ file: file ?? name, member: range?.member, startSec, durationSec, isRow: file === null },
});

/** @param runFolder that the set was recorded in */
export function findPlace(set: Clips, config: unknown, runFolder: string): FoundPlace {
  const refuse = (refusedBecause: string): FoundPlace => ({ refusedBecause });
  if (!set.isOurs)
    return refuse(
      "this run was trained on another machine, or by another user. Correct them where it was trained",
    );
  const task = isObject(config) ? config["task"] : undefined;
  const { name, use } = (task ?? {}) as { name?: unknown; use?: unknown };
  if (use !== undefined || typeof name !== "string")
    return refuse(
      "the task is code of your own, whose annotations the dashboard cannot read; correct them in the data set",
    );
  const annotations = annotationsOf({ task } as Parameters<typeof annotationsOf>[0]);
  const first = set.clips[0];
  if (first === undefined) return refuse("the set has no clips");
  // The module may be a package's: what belongs to this project is beside its runs.
  if (set.clips.every(({ file }) => file === null)) {
    const folder = dirname(runFolder);
    const file = join(folder, `${moduleName(config)}.corrections.jsonl`);
    return { place: { manifest: null, folder, file, annotations } };
  }
  const isPacked = set.clips.every(({ range }) => range !== undefined);
  const isMixed = set.clips.some(({ file, range }) => file === null || (range !== undefined) !== isPacked);
  if (isMixed) return refuse("its clips are of several kinds of data sets");
  const source = set.source ?? (isPacked ? null : commonManifest(set));
  const found = source === null ? undefined : statSync(source, { throwIfNoEntry: false });
  const besides = (path: string): CorrectionsPlace => ({
    ...{ manifest: isPacked ? null : path, folder: dirname(path) },
    ...{ file: `${path}.corrections.jsonl`, annotations },
  });
  const inside = (folder: string): CorrectionsPlace => ({
    ...{ manifest: isPacked ? null : folder, folder, file: join(folder, "corrections.jsonl"), annotations },
  });
  if (found !== undefined) return { place: found.isDirectory() ? inside(source!) : besides(source!) };
  // A pattern of shards is no file.
  if (isPacked && statSync(dirname(first.file!), { throwIfNoEntry: false })?.isDirectory())
    return { place: inside(dirname(first.file!)) };
  return refuse(
    source === null
      ? "the clips name no manifest and no folder of their own"
      : `${source}: it was moved or removed`,
  );
}

/** The file name of the module that makes the rows. */
function moduleName(config: unknown): string {
  const data = isObject(config) ? config["data"] : undefined;
  const dataset = isObject(data) ? data["dataset"] : undefined;
  const use = isObject(dataset) ? dataset["use"] : undefined;
  const name = basename(typeof use === "string" ? use : "dataset").replace(/[^\w.-]/g, "_");
  return name.replace(/^\.+/, "").slice(0, 100) || "dataset";
}

/** The manifest that all clips name: a built-in data set has one without a path in the recipe. */
function commonManifest({ clips }: Clips): string | null {
  const names = new Set(clips.map(({ line = "" }) => line.replace(/:\d+$/, "")));
  const [name = ""] = names;
  return names.size === 1 && isAbsolute(name) ? name : null;
}
