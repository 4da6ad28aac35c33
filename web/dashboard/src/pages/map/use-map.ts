/** Maps that the page shows, and the clips of an outline. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { ALL_SPLITS, type ClipSet, versionOf } from "../../clips/clip-set.js";
import type { ApiError } from "../../data/client.js";
import { useApi } from "../../data/use-api.js";
import { GridIndex } from "../../scatter/grid.js";
import type { Place } from "../../scatter/view.js";
import { param } from "../../shell/router.js";
import { mapAddress } from "./map-address.js";
import { parseOutline } from "./map-state.js";
import { type ClipMap, type MappedClips, readMap } from "./read-map.js";

export const clipsInside = ({ points }: ClipMap, places: readonly Place[]): ReadonlySet<number> =>
  new Set(new GridIndex(points).inside(places));

/** The outline of the address: its clips, and its places if they are on the map of the shown evaluation. */
export function useOutline(set: ClipSet): {
  outline: readonly Place[];
  clips: ReadonlySet<number> | null;
} {
  const text = param("outline");
  const outline = useMemo(() => parseOutline(text), [text]);
  const { generation } = versionOf(set.run);
  const address = mapAddress(set, outline?.step ?? 0);
  const { data } = useApi(outline === null ? null : `${address} ${generation} ${text}`, async (signal) => {
    const map = await readMap(address, generation, mappedClips(set), signal, () => {});
    return { text, clips: clipsInside(map, outline!.places) };
  });
  return {
    outline: outline?.step === set.step ? outline.places : NOWHERE,
    clips: outline !== null && data?.text === text ? data.clips : null,
  };
}

const NOWHERE: readonly Place[] = [];

function mappedClips({ split, ranges, evaluation }: ClipSet): MappedClips {
  const { numClips } = evaluation.meta;
  if (split !== ALL_SPLITS) return { count: numClips, placeOf: (_, clip) => (clip < numClips ? clip : null) };
  const byName = new Map(ranges.map((range) => [range.split, range]));
  return {
    count: numClips,
    placeOf(of, clip) {
      const range = byName.get(of ?? "");
      return range !== undefined && clip < range.count ? range.first + clip : null;
    },
  };
}

export interface MapState {
  map: ClipMap | null;
  /** The share that is computed; null when nothing is. */
  fraction: number | null;
  error: ApiError | null;
}

/** The map of the shown evaluation; the one before stays until it is there. */
export function useMap(set: ClipSet): MapState {
  const state = useSignal<MapState>({ map: null, fraction: 0, error: null });
  const { generation } = versionOf(set.run);
  const address = mapAddress(set, set.step);
  const clips = mappedClips(set);
  const split = set.split === ALL_SPLITS ? null : set.split;
  useEffect(() => {
    const gone = new AbortController();
    const before = state.peek().map;
    const kept = before?.meta.split === split ? before : null;
    state.value = { map: kept, fraction: 0, error: null };
    readMap(address, generation, clips, gone.signal, (fraction) => {
      if (!gone.signal.aborted) state.value = { ...state.peek(), fraction };
    }).then(
      (map) => {
        if (!gone.signal.aborted) state.value = { map, fraction: null, error: null };
      },
      (error: ApiError) => {
        if (!gone.signal.aborted) state.value = { map: kept, fraction: null, error };
      },
    );
    return () => gone.abort();
  }, [address, generation, clips.count]);
  return state.value;
}
