import type { LoggedItem } from "../../items.js";
import { modelText } from "../model-text.js";
import { type EventTime, imageEvent, textEvent } from "./events.js";
import { figurePicture } from "./figure-picture.js";
import { confusionMarkdown, tableMarkdown } from "./markdown.js";
import { confusionPicture, curvesPicture, embeddingsPicture } from "./pictures.js";
import type { Raster } from "./raster.js";
import { tableMedia } from "./table-media.js";

/**
 * Returns the events of an item: figures as images, tables as text, with their sounds and images.
 *
 * @param onMissing receives the reason for each file that cannot be read; the rest is shown without it
 */
export function itemEvents(
  runFolder: string,
  { step, name, timeMs, item }: LoggedItem,
  onMissing: (message: string) => void,
): Uint8Array[] {
  const time = { step, timeMs };
  switch (item.kind) {
    case "confusion_matrix": {
      const raster = confusionPicture(item);
      // A tag has one kind of value in TensorBoard.
      const text = textEvent(time, `${name}/counts`, confusionMarkdown(item));
      return raster === null ? [text] : [picture(time, name, raster), text];
    }
    case "curves":
      return [picture(time, name, curvesPicture(item))];
    case "embeddings":
      return [picture(time, name, embeddingsPicture(item))];
    case "table": {
      const media = tableMedia(runFolder, time, name, item, onMissing);
      return [textEvent(time, name, tableMarkdown(item)), ...media];
    }
    case "model":
      return [textEvent(time, name, asCode(modelText(item)))];
    case "figure": {
      const raster = figurePicture(item);
      return raster === null ? [] : [picture(time, name, raster)];
    }
    case "files":
    case "predictions":
      return [];
  }
}

function picture(time: EventTime, name: string, raster: Raster): Uint8Array {
  return imageEvent(time, name, { width: raster.width, height: raster.height, png: raster.png() });
}

/** Markdown for preformatted text. */
export function asCode(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}
