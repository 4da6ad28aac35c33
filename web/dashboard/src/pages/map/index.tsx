import { useMemo } from "preact/hooks";
import type { Neighbours } from "../../../../../src/dashboard/api.js";
import { ClipBrowser } from "../../clips/clip-browser.js";
import { ClipPage } from "../../clips/clip-page.js";
import { partOf, placeOf } from "../../clips/clip-parts.js";
import type { ClipSet } from "../../clips/clip-set.js";
import { CorrectionBar } from "../../clips/correction-bar.js";
import type { Corrections } from "../../clips/corrections.js";
import { EvaluationBar } from "../../clips/evaluation-bar.js";
import { getJson } from "../../data/client.js";
import { useApi } from "../../data/use-api.js";
import { formatCount } from "../../format/numbers.js";
import { filterRows, NO_FILTER } from "../../predictions/filter.js";
import { ErrorBox } from "../../shell/boxes.js";
import type { PageProps } from "../../shell/pages.js";
import { param, setParams } from "../../shell/router.js";
import { cssColor, isDark } from "../../shell/theme.js";
import { type ColourBy, colourPlaces, paletteOf, toPixel, waysToColour } from "./colours.js";
import { Legend } from "./legend.js";
import { neighboursAddress } from "./map-address.js";
import { outlineText } from "./map-state.js";
import { MapView } from "./map-view.js";
import { clipsInside, useMap, useOutline } from "./use-map.js";
import { WeightsNote } from "./weights-note.js";
import "./map.css";

/** All clips by their embeddings: those near each other are alike to the model. */
export default function MapPage({ run }: PageProps) {
  return (
    <ClipPage
      run={run}
      joins
      render={(set, corrections) => <MapOfClips set={set} corrections={corrections} />}
    />
  );
}

const NUM_NEIGHBOURS = 12;

function MapOfClips({ set, corrections }: { set: ClipSet; corrections: Corrections }) {
  const { evaluation, parts, generation } = set;
  const splits = parts.map((part) => part.set.split);
  const map = useMap(set);
  const { outline, clips: lasso } = useOutline(set);
  const ways = waysToColour(evaluation, splits);
  const by = ways.find((way) => way === param("colour")) ?? ways[0]!;
  const [isWrongOnly, label, near] = [param("wrong") === "1", param("label"), param("near")];
  const only = splits.length > 1 && splits.includes(param("only")) ? param("only") : "";
  const dark = isDark.value;
  const nearAddress = near === "" ? null : neighboursAddress(set, Number(near), NUM_NEIGHBOURS);
  const neighbours = useApi(nearAddress === null ? null : `${nearAddress} ${generation}`, (signal) =>
    getJson<Neighbours>(`${nearAddress}&generation=${generation}`, signal),
  );
  const shown = useMemo(() => {
    const filter = { ...NO_FILTER, isWrongOnly, label: label === "" ? null : label };
    const rows = filterRows(evaluation, filter, "hardest", () => "");
    return only === "" ? rows : rows.filter((row) => evaluation.splitOf(row) === only);
  }, [evaluation, isWrongOnly, label, only]);
  const colour = useMemo(() => {
    const rows = new Set(shown);
    return colourPlaces(evaluation, by, splits, (row) => rows.has(row));
  }, [evaluation, by, shown, splits.join()]);
  const names = by === "split" ? splits : evaluation.meta.labels;
  const palette = useMemo(
    () =>
      paletteOf(
        by,
        names.length,
        dark,
        Array.from({ length: 10 }, (_, i) => cssColor(`--run-${i}`)),
      ),
    [by, names.length, dark],
  );
  const pixels = useMemo(() => Uint32Array.from(palette, toPixel), [palette]);
  const nearClips =
    near === ""
      ? []
      : [
          Number(near),
          ...(neighbours.data?.clips ?? []).flatMap((one) => placeOf(set, one.split, one.clip) ?? []),
        ];
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
              names={names}
              palette={palette}
              chosen={by === "split" ? only : label}
              onChoose={(one) =>
                setParams(
                  by === "split"
                    ? { only: one === only ? null : one }
                    : { label: one === label ? null : one },
                )
              }
            />
            <WeightsNote set={set} map={map.map} />
          </div>
          <div class="map-side">
            <div class="row">
              <h2>{title}</h2>
              <span class="muted small" role="status">
                {formatCount(rows.length)} {rows.length === 1 ? "clip" : "clips"}
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
              more={(clip) => (
                <div class="row">
                  {String(clip) !== near && (
                    <button type="button" onClick={() => setParams({ near: String(clip) })}>
                      Nearest clips of this one
                    </button>
                  )}
                  <a class="button" href={listenAddress(set, clip)}>
                    Open in Listen
                  </a>
                </div>
              )}
            />
          </div>
        </div>
      )}
    </div>
  );
}

function listenAddress(set: ClipSet, clip: number): string {
  const { set: own, clip: place } = partOf(set, clip);
  const query = new URLSearchParams({ split: own.split, step: String(own.step), clip: String(place) });
  return `/runs/${set.run}/listen?${query}`;
}

const TITLES: Record<ColourBy, string> = {
  split: "split",
  label: "true label",
  prediction: "prediction",
  verdict: "correct or wrong",
  loss: "loss",
  value: "true value",
};
