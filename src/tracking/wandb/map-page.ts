import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../package-root.js";
import type { EmbeddingsItem } from "../items.js";

/** Where the data goes in the page. */
const PLACE = '>"DATA"<';

/**
 * A map of embeddings as one page without anything from elsewhere: points coloured by label, crosses where the model is
 * wrong; pointing at one names the clip and plays it. A sound file that is not there leaves a silent map.
 */
export function mapPage(item: EmbeddingsItem, runFolder: string): string {
  const { evaluatedAtStep: step, names, labels, predicted, x, y } = item;
  const data = { step, names, labels, predicted, x, y, sounds: soundsOf(item, runFolder) };
  // No word in it ends the script.
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
