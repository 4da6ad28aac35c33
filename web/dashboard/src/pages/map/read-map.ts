import type { ColumnFile, ColumnValues } from "../../../../../src/columns.js";
import type { MapMeta } from "../../../../../src/dashboard/api.js";
import { Recent } from "../../../../../src/recent.js";
import { getColumns } from "../../data/client.js";
import type { Points } from "../../scatter/grid.js";

/** Positions by the clip's place in the set; NaN for clips that are not on the map. */
export interface ClipMap {
  points: Points;
  meta: MapMeta;
}

/** The clips of a set that a map is of. */
export interface MappedClips {
  count: number;
  /** @param split null for a map of one split @returns null for a clip that the set does not have */
  placeOf: (split: string | null, clip: number) => number | null;
}

const PAUSE_MS = 400;
const recent = new Recent<ClipMap>(64 * 2 ** 20, ({ points }) => 8 * points.x.length);

/** Reads a map, which the server may compute first. @param generation of the run: a resume replaces evaluations */
export async function readMap(
  address: string,
  generation: number,
  clips: MappedClips,
  signal: AbortSignal,
  onComputing: (fraction: number) => void,
): Promise<ClipMap> {
  const known = recent.get(`${address} ${generation}`);
  if (known !== undefined) return known;
  for (;;) {
    const file = await getColumns<MapMeta>(address, signal, onComputing);
    if (file !== null) {
      const map = clipMap(file, clips);
      recent.set(`${address} ${generation}`, map);
      return map;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    signal.throwIfAborted();
  }
}

function clipMap({ meta, columns }: ColumnFile<MapMeta>, { count, placeOf }: MappedClips): ClipMap {
  const column = (name: string): ColumnValues | undefined => columns.find((one) => one.name === name)?.values;
  const [clip, x, y, split] = [column("clip")!, column("x")!, column("y")!, column("split")];
  const points = {
    x: new Float32Array(count).fill(Number.NaN),
    y: new Float32Array(count).fill(Number.NaN),
  };
  for (let i = 0; i < clip.length; i++) {
    const place = placeOf(split === undefined ? null : (meta.splits?.[split[i]!] ?? ""), clip[i]!);
    if (place === null) continue;
    points.x[place] = x[i]!;
    points.y[place] = y[i]!;
  }
  return { points, meta };
}
