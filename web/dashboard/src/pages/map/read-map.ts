import type { ColumnFile } from "../../../../../src/columns.js";
import type { MapMeta } from "../../../../../src/dashboard/api.js";
import { Recent } from "../../../../../src/recent.js";
import { getColumns } from "../../data/client.js";
import type { Points } from "../../scatter/grid.js";

/** Positions by the clip's place in the set; NaN for clips that are not on the map. */
export interface ClipMap {
  points: Points;
  meta: MapMeta;
}

const PAUSE_MS = 400;
const recent = new Recent<ClipMap>(64 * 2 ** 20, ({ points }) => 8 * points.x.length);

/** Reads a map, which the server may compute first. @param generation of the run: a resume replaces evaluations */
export async function readMap(
  address: string,
  generation: number,
  numClips: number,
  signal: AbortSignal,
  onComputing: (fraction: number) => void,
): Promise<ClipMap> {
  const known = recent.get(`${address} ${generation}`);
  if (known !== undefined) return known;
  for (;;) {
    const file = await getColumns<MapMeta>(`${address}&generation=${generation}`, signal, onComputing);
    if (file !== null) {
      const map = clipMap(file, numClips);
      recent.set(`${address} ${generation}`, map);
      return map;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    signal.throwIfAborted();
  }
}

function clipMap({ meta, columns }: ColumnFile<MapMeta>, numClips: number): ClipMap {
  const [clip, x, y] = ["clip", "x", "y"].map((name) => columns.find((one) => one.name === name)!.values);
  const points = {
    x: new Float32Array(numClips).fill(Number.NaN),
    y: new Float32Array(numClips).fill(Number.NaN),
  };
  for (let i = 0; i < clip!.length; i++) {
    points.x[clip![i]!] = x![i]!;
    points.y[clip![i]!] = y![i]!;
  }
  return { points, meta };
}
