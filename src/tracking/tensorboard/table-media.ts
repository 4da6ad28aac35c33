import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pngSize } from "../../audio/png.js";
import { readAudioInfo } from "../../audio/read-audio.js";
import type { TableItem } from "../../items.js";
import { audioEvent, type EventTime, imageEvent } from "./events.js";

/**
 * Returns the sounds and pictures of a table, each named by the first cell of its row and its column, so that those of
 * one clip are shown together over all steps.
 *
 * @param onMissing receives the reason for each file that cannot be read
 */
export function tableMedia(
  runFolder: string,
  time: EventTime,
  name: string,
  { columns, rows }: TableItem,
  onMissing: (message: string) => void,
): Uint8Array[] {
  const shared = sharedFolder(rows.map(([first]) => String(first)));
  return rows.flatMap((row) =>
    columns.flatMap((column, i) => {
      const path = row[i] ?? null;
      if (path === null || (column.type !== "audio" && column.type !== "image")) return [];
      const file = join(runFolder, String(path));
      const tag = `${name}/${String(row[0]).slice(shared.length)}/${column.name}`;
      try {
        return [column.type === "audio" ? sound(time, tag, file) : picture(time, tag, file)];
      } catch (error) {
        onMissing(`${name}: left out: ${(error as Error).message}`);
        return [];
      }
    }),
  );
}

function sound(time: EventTime, name: string, file: string): Uint8Array {
  const { sampleRateHz, numChannels, numFrames } = readAudioInfo(file);
  return audioEvent(time, { name, wav: readFileSync(file), sampleRateHz, numChannels, numFrames });
}

function picture(time: EventTime, name: string, file: string): Uint8Array {
  const png = readFileSync(file);
  const size = pngSize(png);
  if (size === null) throw new Error(`${file}: expected a PNG`);
  return imageEvent(time, name, { ...size, png });
}

/** Returns the common folder of all paths, with its slash; empty if they have none. */
function sharedFolder(paths: readonly string[]): string {
  const isShared = (folder: string): boolean => paths.every((path) => path.startsWith(`${folder}/`));
  let folder = dirname(paths[0] ?? "");
  while (folder !== dirname(folder) && !isShared(folder)) folder = dirname(folder);
  return isShared(folder) ? `${folder}/` : "";
}
