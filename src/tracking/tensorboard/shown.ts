import type { ShownItem } from "../items.js";
import { modelText } from "../model-text.js";
import { imageEvent, type Moment, textEvent } from "./events.js";
import { confusionMarkdown, tableMarkdown } from "./markdown.js";
import { confusionPicture, curvesPicture, embeddingsPicture } from "./pictures.js";
import type { Raster } from "./raster.js";
import { tableMedia } from "./table-media.js";

/**
 * The events that show an item: figures as pictures, tables as text, their sounds and pictures beside it.
 *
 * @param onMissing told what could not be read: the rest is shown without it
 */
export function shownEvents(
  runFolder: string,
  { step, name, timeMs, item }: ShownItem,
  onMissing: (message: string) => void,
): Uint8Array[] {
  const moment = { step, timeMs };
  switch (item.kind) {
    case "confusion_matrix": {
      const raster = confusionPicture(item);
      // A tag has one kind of value in TensorBoard.
      const text = textEvent(moment, `${name}/counts`, confusionMarkdown(item));
      return raster === null ? [text] : [picture(moment, name, raster), text];
    }
    case "curves":
      return [picture(moment, name, curvesPicture(item))];
    case "embeddings":
      return [picture(moment, name, embeddingsPicture(item))];
    case "table": {
      const media = tableMedia(runFolder, moment, name, item, onMissing);
      return [textEvent(moment, name, tableMarkdown(item)), ...media];
    }
    case "model":
      return [textEvent(moment, name, asCode(modelText(item)))];
    case "figure": // TensorBoard does not draw those of Plotly.
    case "files":
      return [];
  }
}

function picture(moment: Moment, name: string, raster: Raster): Uint8Array {
  return imageEvent(moment, name, { width: raster.width, height: raster.height, png: raster.png() });
}

/** Markdown that is shown as it is. */
export function asCode(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}
