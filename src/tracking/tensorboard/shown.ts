import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readWavInfo } from "../../audio/wav.js";
import type { ShownItem, TableItem } from "../items.js";
import { audioEvent, imageEvent, type Moment, type Sound, textEvent } from "./events.js";
import { confusionMarkdown, modelMarkdown, tableMarkdown } from "./markdown.js";
import { confusionPicture, curvesPicture, embeddingsPicture } from "./pictures.js";
import type { Raster } from "./raster.js";

/**
 * The events that show an item: figures as pictures, tables as text, with the sounds of their audio columns.
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
      const text = textEvent(moment, name, tableMarkdown(item));
      const sounds = soundsOf(runFolder, name, item, (message) => onMissing(`${name}: ${message}`));
      return sounds.length === 0 ? [text] : [text, audioEvent(moment, sounds)];
    }
    case "model":
      return [textEvent(moment, name, modelMarkdown(item))];
  }
}

function picture(moment: Moment, name: string, raster: Raster): Uint8Array {
  return imageEvent(moment, name, { width: raster.width, height: raster.height, png: raster.png() });
}

/** Under the name of the row's first cell, so that one clip's sounds are together over all steps. */
function soundsOf(
  runFolder: string,
  name: string,
  { columns, rows }: TableItem,
  onMissing: (message: string) => void,
): Sound[] {
  const shared = sharedFolder(rows.map(([first]) => String(first)));
  return rows.flatMap((row) =>
    columns.flatMap(({ type }, i) => {
      const path = row[i] ?? null;
      if (type !== "audio" || path === null) return [];
      const file = join(runFolder, String(path));
      try {
        const { sampleRateHz, numChannels, numFrames } = readWavInfo(file);
        const place = `${name}/${String(row[0]).slice(shared.length)}`;
        return [{ name: place, wav: readFileSync(file), sampleRateHz, numChannels, numFrames }];
      } catch (error) {
        onMissing(`a sound is left out: ${(error as Error).message}`);
        return [];
      }
    }),
  );
}

/** The folder that all paths begin with, with its slash; empty for none. */
function sharedFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0] ?? "");
  while (folder !== dirname(folder) && !paths.every((path) => path.startsWith(`${folder}/`)))
    folder = dirname(folder);
  return paths.length > 0 && paths.every((path) => path.startsWith(`${folder}/`)) ? `${folder}/` : "";
}
