import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmbeddingsItem } from "../../items.js";
import { packageRoot } from "../../package-root.js";
import { correctIn } from "../correct-in.js";
import { numberScale } from "../number-scale.js";

/** The placeholder of the data in the page. */
const PLACE = '>"DATA"<';

/**
 * Builds a map of embeddings as one self-contained page: points coloured by label, crosses for wrong predictions; hovering over a point shows the clip's name and plays it. Without the sound file the map is silent.
 */
export function mapPage(item: EmbeddingsItem, runFolder: string): string {
  const { evaluatedAtStep: step, names, labels, predicted, x, y } = item;
  const data = {
    ...{ step, names, labels, predicted, x, y },
    ...{ isCorrect: correctIn(item), scale: numberScale(labels), sounds: soundsOf(item, runFolder) },
  };
  // Escaped so that no name closes the script element.
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  const [before, after] = readFileSync(join(packageRoot, "web", "embedding-map.html"), "utf8").split(PLACE);
  return `${before}>${json}<${after}`;
}

function soundsOf({ sounds }: EmbeddingsItem, runFolder: string): unknown {
  if (sounds === null || sounds === undefined) return null;
  try {
    const { path, ...rest } = sounds;
    return { ...rest, base64: readFileSync(join(runFolder, path)).toString("base64") };
  } catch {
    return null;
  }
}
