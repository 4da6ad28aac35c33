import { bundlePath } from "../../package-root.js";
import { rendererVersions } from "../instruments/soundfonts.js";
import {
  hashPlan,
  type OfSplits,
  ofSplits,
  type PrepareOptions,
  prepareFolder,
  type RenderedFolder,
} from "../rendering/folder.js";
import { type RenderOptions, renderInThreads } from "../rendering/threads.js";
import { type EventSpan, formatTable } from "./events.js";
import { planScenes, type Scene, scenePath } from "./plan.js";
import { sceneBytes } from "./scene.js";
import type { SceneTask } from "./worker.js";

/** Increase it with a change to the rendering that does not change the plan. */
const RENDER_VERSION = 1;

/**
 * Renders the soundscapes below `root` and writes their tables of DCASE strong labels, `train.tsv`, `validation.tsv` and
 * `test.tsv`, whose paths it returns. Leaves a complete folder unchanged; renders an incomplete one, or one of another plan, again.
 *
 * @throws DataError naming the scene that cannot be rendered; the signal's reason if aborted
 */
export function prepareSoundscapes(root: string, options: PrepareOptions = {}): Promise<OfSplits> {
  return prepareScenes(root, planScenes(), options);
}

/** Does the same as `prepareSoundscapes` for any list of scenes. */
export function prepareScenes(
  root: string,
  scenes: readonly Scene[],
  options: PrepareOptions = {},
): Promise<OfSplits> {
  const folder: RenderedFolder = {
    root,
    names: ofSplits((split) => `${split}.tsv`),
    stampName: "soundscapes.json",
    version: RENDER_VERSION,
    plan: hashPlan([rendererVersions(), scenes]),
    recordingsIn: (split) =>
      scenes
        .filter((scene) => scene.split === split)
        .map((scene) => ({ path: scenePath(scene), bytes: sceneBytes(scene) })),
  };
  return prepareFolder(folder, options, async (how) => {
    const events = await renderScenes(root, scenes, how);
    const rows = scenes.map((scene, i) => ({ ...scene, path: scenePath(scene), events: events[i]! }));
    return ofSplits((split) => formatTable(rows.filter((row) => row.split === split)));
  });
}

function renderScenes(
  root: string,
  scenes: readonly Scene[],
  options: RenderOptions,
): Promise<EventSpan[][]> {
  const fonts = [...new Set(scenes.map(({ soundfont }) => soundfont))];
  // Sorted by SoundFont, so that a thread opens each one once.
  const tasks = scenes
    .map((scene, place): SceneTask => ({ place, scene }))
    .sort((a, b) => fonts.indexOf(a.scene.soundfont) - fonts.indexOf(b.scene.soundfont));
  const module = bundlePath("data/soundscapes/worker");
  return renderInThreads({ module, root, tasks, numRecordings: scenes.length }, options);
}
