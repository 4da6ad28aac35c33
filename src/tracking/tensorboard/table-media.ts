import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pngSize } from "../../audio/png.js";
import { readWavInfo } from "../../audio/wav.js";
import type { TableItem } from "../items.js";
import { audioEvent, imageEvent, type Moment } from "./events.js";

/**
 * The sounds and pictures of a table, each under the name of its row's first cell and its column, so that one clip's
 * are together over all steps.
 *
 * @param onMissing told what could not be read
 */
export function tableMedia(
  runFolder: string,
  moment: Moment,
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
        return [column.type === "audio" ? sound(moment, tag, file) : picture(moment, tag, file)];
      } catch (error) {
        onMissing(`${name}: left out: ${(error as Error).message}`);
        return [];
      }
    }),
  );
}

function sound(moment: Moment, name: string, file: string): Uint8Array {
  const { sampleRateHz, numChannels, numFrames } = readWavInfo(file);
  return audioEvent(moment, { name, wav: readFileSync(file), sampleRateHz, numChannels, numFrames });
}

function picture(moment: Moment, name: string, file: string): Uint8Array {
  const png = readFileSync(file);
  const size = pngSize(png);
  if (size === null) throw new Error(`${file}: expected a PNG`);
  return imageEvent(moment, name, { ...size, png });
}

/** The folder that all paths begin with, with its slash; empty for none. */
function sharedFolder(paths: readonly string[]): string {
  const isShared = (folder: string): boolean => paths.every((path) => path.startsWith(`${folder}/`));
  let folder = dirname(paths[0] ?? "");
  while (folder !== dirname(folder) && !isShared(folder)) folder = dirname(folder);
  return isShared(folder) ? `${folder}/` : "";
}
