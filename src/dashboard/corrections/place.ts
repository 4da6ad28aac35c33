/** Decides where the corrections of a set are kept, and whether there may be any. */
import { statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { Annotations } from "../../data/annotations.js";
import { annotationsOf } from "../../tasks/annotations.js";
import type { Clips } from "../reading/clips.js";

export interface CorrectionsPlace {
  /** The manifest or the folder that the clips come from. */
  manifest: string;
  /** The folder that paths in the file are relative to. */
  folder: string;
  /** The file of corrections, beside the manifest or in the folder of clips. */
  file: string;
  annotations: Annotations;
}

export type FoundPlace = { place: CorrectionsPlace } | { refusedBecause: string };

export function findPlace(set: Clips, task: unknown): FoundPlace {
  const refuse = (refusedBecause: string): FoundPlace => ({ refusedBecause });
  if (!set.isOurs)
    return refuse(
      "this run was trained on another machine, or by another user. Correct them where it was trained",
    );
  const { name, use } = (task ?? {}) as { name?: unknown; use?: unknown };
  if (use !== undefined || typeof name !== "string")
    return refuse("the task is code of your own, whose annotations the dashboard cannot read");
  const annotations = annotationsOf({ task } as Parameters<typeof annotationsOf>[0]);
  if (set.clips.some(({ range }) => range !== undefined))
    return refuse("the clips are in tar shards; correct their annotations before packing them");
  if (set.clips.some(({ file }) => file === null))
    return refuse("the clips come from a data set of your own, which has no files");
  const manifest = set.source ?? commonManifest(set);
  if (manifest === null) return refuse("the clips name no manifest and no folder of their own");
  const found = statSync(manifest, { throwIfNoEntry: false });
  if (found === undefined) return refuse(`${manifest}: it was moved or removed`);
  return {
    place: found.isDirectory()
      ? { manifest, folder: manifest, file: join(manifest, "corrections.jsonl"), annotations }
      : { manifest, folder: dirname(manifest), file: `${manifest}.corrections.jsonl`, annotations },
  };
}

/** The manifest that all clips name: a built-in data set has one without a path in the recipe. */
function commonManifest({ clips }: Clips): string | null {
  const names = new Set(clips.map(({ line = "" }) => line.replace(/:\d+$/, "")));
  const [name = ""] = names;
  return names.size === 1 && isAbsolute(name) ? name : null;
}
