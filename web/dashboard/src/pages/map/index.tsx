import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Neighbours } from "../../../../../src/dashboard/api.js";
import { ClipBrowser } from "../../clips/clip-browser.js";
import { ClipPage } from "../../clips/clip-page.js";
import type { ClipSet } from "../../clips/clip-set.js";
import { CorrectionBar } from "../../clips/correction-bar.js";
import type { Corrections } from "../../clips/corrections.js";
import { EvaluationBar } from "../../clips/evaluation-bar.js";
import { type ApiError, getJson, isRemoved } from "../../data/client.js";
import { useApi } from "../../data/use-api.js";
import { filterRows, NO_FILTER } from "../../predictions/filter.js";
import { GridIndex } from "../../scatter/grid.js";
import type { Place } from "../../scatter/view.js";
import { ErrorBox } from "../../shell/boxes.js";
import type { PageProps } from "../../shell/pages.js";
import { param, setParams } from "../../shell/router.js";
import { cssColor, isDark } from "../../shell/theme.js";
import { type ColourBy, colourPlaces, paletteOf, toPixel, waysToColour } from "./colours.js";
import { Legend } from "./legend.js";
import { outlineText, parseOutline } from "./map-state.js";
import { MapView } from "./map-view.js";
import { type ClipMap, readMap } from "./read-map.js";
import "./map.css";

/** All clips by their embeddings: those near each other are alike to the model. */
export default function MapPage({ run }: PageProps) {
  return (
    <ClipPage run={run} render={(set, corrections) => <MapOfClips set={set} corrections={corrections} />} />
  );
}

const NUM_NEIGHBOURS = 12;

function MapOfClips({ set, corrections }: { set: ClipSet; corrections: Corrections }) {
  const { evaluation, run, split, step, generation } = set;
  const map = useMap(set);
  const { outline, clips: lasso } = useOutline(set);
  const ways = waysToColour(evaluation);
  const by = ways.find((way) => way === param("colour")) ?? ways[0]!;
  const [isWrongOnly, label, near] = [param("wrong") === "1", param("label"), param("near")];
  const dark = isDark.value;
  const neighbours = useApi(near === "" ? null : `${run} ${split} ${step} ${near} ${generation}`, (signal) =>
    getJson<Neighbours>(
      `/api/runs/${run}/neighbours?split=${encodeURIComponent(split)}&step=${step}&clip=${Number(near)}&count=${NUM_NEIGHBOURS}&generation=${generation}`,
      signal,
    ),
  );
  const shown = useMemo(() => {
    const filter = { ...NO_FILTER, isWrongOnly, label: label === "" ? null : label };
    return filterRows(evaluation, filter, "hardest", () => "");
  }, [evaluation, isWrongOnly, label]);
  const colour = useMemo(() => {
    const rows = new Set(shown);
    return colourPlaces(evaluation, by, (row) => rows.has(row));
  }, [evaluation, by, shown]);
  const palette = useMemo(
    () =>
      paletteOf(
        by,
        evaluation.meta.labels.length,
        dark,
        Array.from({ length: 10 }, (_, i) => cssColor(`--run-${i}`)),
      ),
    [by, evaluation.meta.labels.length, dark],
  );
  const pixels = useMemo(() => Uint32Array.from(palette, toPixel), [palette]);
  const nearClips =
    near === "" ? [] : [Number(near), ...(neighbours.data?.clips ?? []).map(({ clip }) => clip)];
  const rows =
    near !== ""
      ? nearClips.flatMap((clip) => evaluation.rowOf(clip) ?? [])
      : lasso !== null
        ? shown.filter((row) => lasso.has(evaluation.clip[row]!))
        : shown;
  const title =
    near !== "" ? "Nearest clips" : lasso !== null ? "Clips in the outline" : "All clips, hardest first";
  return (
    <div class="clip-page map-page">
      <h1 class="hidden-table">Map</h1>
      <EvaluationBar set={set}>
        <label class="row small">
          colour by
          <select value={by} onChange={(event) => setParams({ colour: event.currentTarget.value })}>
            {ways.map((way) => (
              <option key={way} value={way}>
                {TITLES[way]}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={isWrongOnly}
            onChange={(event) => setParams({ wrong: event.currentTarget.checked ? "1" : null })}
          />
          wrong only
        </label>
        <CorrectionBar corrections={corrections} />
      </EvaluationBar>
      {map.error !== null ? (
        <ErrorBox title="There is no map" message={map.error.message} />
      ) : (
        <div class="map-columns">
          <div>
            <MapView
              set={set}
              map={map.map}
              fraction={map.fraction}
              colour={colour}
              pixels={pixels}
              near={nearClips}
              onClick={(clip) => {
                const one = clip === null ? null : String(clip);
                setParams({ near: one, clip: one, outline: null });
              }}
              outline={outline}
              onLasso={(places) => {
                const drawn = map.map;
                const isEmpty = drawn === null || clipsInside(drawn, places).size === 0;
                const text = isEmpty ? null : outlineText({ step: drawn.meta.step, places });
                setParams({ outline: text, near: null, clip: null });
              }}
            />
            <Legend
              by={by}
              labels={evaluation.meta.labels}
              palette={palette}
              chosen={label}
              onChoose={(one) => setParams({ label: one === label ? null : one })}
            />
          </div>
          <div class="map-side">
            <div class="row">
              <h2>{title}</h2>
              <span class="muted small" role="status">
                {rows.length} clips
              </span>
              {(near !== "" || lasso !== null) && (
                <button
                  type="button"
                  class="quiet"
                  onClick={() => setParams({ near: null, clip: null, outline: null })}
                >
                  All clips
                </button>
              )}
            </div>
            <ClipBrowser
              {...{ set, rows, corrections }}
              label={title}
              opensFirst={false}
              more={(clip) =>
                String(clip) !== near && (
                  <button type="button" onClick={() => setParams({ near: String(clip) })}>
                    Nearest clips of this one
                  </button>
                )
              }
            />
          </div>
        </div>
      )}
    </div>
  );
}

const TITLES: Record<ColourBy, string> = {
  label: "true label",
  prediction: "prediction",
  verdict: "correct or wrong",
  loss: "loss",
  value: "true value",
};

const clipsInside = ({ points }: ClipMap, places: readonly Place[]): ReadonlySet<number> =>
  new Set(new GridIndex(points).inside(places));

/** The outline of the address: its clips, and its places if they are on the map of the shown evaluation. */
function useOutline({ run, split, steps, step, generation, evaluation }: ClipSet): {
  outline: readonly Place[];
  clips: ReadonlySet<number> | null;
} {
  const text = param("outline");
  const parsed = useMemo(() => parseOutline(text), [text]);
  // An address may name an evaluation that the run does not have, or no longer has.
  const outline = parsed !== null && steps.includes(parsed.step) ? parsed : null;
  const address = mapAddress(run, split, outline?.step ?? 0);
  const { data } = useApi(outline === null ? null : `${address} ${generation} ${text}`, async (signal) => {
    const map = await readMap(address, generation, evaluation.meta.numClips, signal, () => {});
    return { text, clips: clipsInside(map, outline!.places) };
  });
  return {
    outline: outline?.step === step ? outline.places : NOWHERE,
    clips: outline !== null && data?.text === text ? data.clips : null,
  };
}

const NOWHERE: readonly Place[] = [];
const mapAddress = (run: string, split: string, step: number): string =>
  `/api/runs/${run}/map?split=${encodeURIComponent(split)}&step=${step}`;

interface MapState {
  map: ClipMap | null;
  /** The share that is computed; null when nothing is. */
  fraction: number | null;
  error: ApiError | null;
}

/** The map of the shown evaluation; the one before stays until it is there. */
function useMap({ run, split, step, generation, evaluation }: ClipSet): MapState {
  const state = useSignal<MapState>({ map: null, fraction: 0, error: null });
  const address = mapAddress(run, split, step);
  const numClips = evaluation.meta.numClips;
  useEffect(() => {
    const gone = new AbortController();
    const before = state.peek().map;
    const kept = before?.meta.split === split ? before : null;
    state.value = { map: kept, fraction: 0, error: null };
    readMap(address, generation, numClips, gone.signal, (fraction) => {
      if (!gone.signal.aborted) state.value = { ...state.peek(), fraction };
    }).then(
      (map) => {
        if (!gone.signal.aborted) state.value = { map, fraction: null, error: null };
      },
      (error: ApiError) => {
        if (!gone.signal.aborted && !isRemoved(error)) state.value = { map: kept, fraction: null, error };
      },
    );
    return () => gone.abort();
  }, [address, generation, numClips]);
  return state.value;
}
