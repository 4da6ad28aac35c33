import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { player } from "../../audio/player.js";
import { Verdict } from "../../clips/clip-card.js";
import { partOf } from "../../clips/clip-parts.js";
import { type ClipSet, shortName, soundAddress } from "../../clips/clip-set.js";
import { ScatterCanvas } from "../../scatter/scatter-canvas.js";
import type { Place } from "../../scatter/view.js";
import { useKeys } from "../../shell/keys.js";
import { param, setParams } from "../../shell/router.js";
import { cssColor, isDark } from "../../shell/theme.js";
import { parseVisible, visibleText } from "./map-state.js";
import type { ClipMap } from "./read-map.js";

export interface MapViewProps {
  set: ClipSet;
  /** null before the first is there. */
  map: ClipMap | null;
  fraction: number | null;
  colour: Uint8Array<ArrayBuffer>;
  pixels: Uint32Array<ArrayBuffer>;
  /** A clip and its nearest ones. */
  near: readonly number[];
  onClick: (clip: number | null) => void;
  /** To draw: empty for none. */
  outline: readonly Place[];
  onLasso: (outline: readonly Place[]) => void;
}

/** A person moves the map many times a second. */
const ADDRESS_DELAY_MS = 250;
/** Share of the canvas that a key moves the map by. */
const PAN_SHARE = 0.2;

function play(set: ClipSet, clip: number): void {
  const { set: own, clip: place } = partOf(set, clip);
  if (own.clips.silentBecause === null)
    void player.play(soundAddress(own.run, own.split, place)).catch(() => {});
}

/** The canvas: hovering plays, dragging moves, the wheel zooms, an outline lists its clips. */
export function MapView(props: MapViewProps) {
  const { set, map, fraction, colour, pixels, near, outline } = props;
  const below = useRef<HTMLCanvasElement>(null);
  const above = useRef<HTMLCanvasElement>(null);
  const scatter = useRef<ScatterCanvas | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const hovered = useSignal<{ clip: number; x: number; y: number } | null>(null);
  const isLasso = useSignal(false);
  const isSilent = param("silent") === "1";
  const silent = useRef(isSilent);
  silent.current = isSilent;

  const shownView = useRef("");

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const canvas = new ScatterCanvas(below.current!, above.current!, {
      onHover(clip, { x, y }) {
        if (clip === (hovered.peek()?.clip ?? null)) return;
        hovered.value = clip === null ? null : { clip, x, y };
        if (silent.current || !player.isAllowed) return;
        if (clip === null) player.stop();
        else play(latest.current.set, clip);
      },
      onClick(clip) {
        latest.current.onClick(clip);
        if (clip !== null) play(latest.current.set, clip);
      },
      onLasso: (drawn) => latest.current.onLasso(drawn),
      onView(visible) {
        clearTimeout(timer);
        timer = setTimeout(() => {
          shownView.current = visibleText(visible);
          setParams({ view: shownView.current });
        }, ADDRESS_DELAY_MS);
      },
    });
    scatter.current = canvas;
    return () => {
      clearTimeout(timer);
      canvas.close();
    };
  }, []);
  const view = param("view");
  useEffect(() => {
    // Of this view itself, the address has rounded numbers.
    if (view !== shownView.current) scatter.current!.setVisible(parseVisible(view));
    shownView.current = view;
  }, [view]);
  useEffect(() => scatter.current!.setOutline(outline), [outline]);
  useEffect(() => {
    if (map !== null) scatter.current!.setPoints(map.points, true);
  }, [map]);
  const dark = isDark.value;
  useEffect(() => {
    scatter.current!.setColours(colour, pixels, cssColor("--text"));
  }, [colour, pixels, dark]);
  const selected = param("clip");
  const nearKey = near.join();
  useEffect(() => {
    const rings = near.map((point) => ({ point, colour: cssColor("--accent"), isStrong: false }));
    const own =
      selected === "" ? [] : [{ point: Number(selected), colour: cssColor("--text"), isStrong: true }];
    scatter.current!.setRings([...rings, ...own]);
  }, [nearKey, selected, dark]);
  const toggleLasso = (): void => {
    isLasso.value = !isLasso.value;
    scatter.current!.isLasso = isLasso.value;
  };
  useKeys([
    { key: "o", label: "draw an outline, or move the map", run: toggleLasso },
    { key: "+", label: "zoom in", run: () => scatter.current!.zoom(1.4) },
    { key: "-", label: "zoom out", run: () => scatter.current!.zoom(1 / 1.4) },
    { key: "Shift+ArrowLeft", label: "move the map", run: () => scatter.current!.pan(-PAN_SHARE, 0) },
    { key: "Shift+ArrowRight", label: "move the map", run: () => scatter.current!.pan(PAN_SHARE, 0) },
    { key: "Shift+ArrowUp", label: "move the map", run: () => scatter.current!.pan(0, PAN_SHARE) },
    { key: "Shift+ArrowDown", label: "move the map", run: () => scatter.current!.pan(0, -PAN_SHARE) },
    { key: "0", label: "show the whole map", run: () => scatter.current!.fit() },
  ]);
  const { evaluation, clips, parts } = set;
  const at = hovered.value;
  const row = at === null ? null : evaluation.rowOf(at.clip);
  const trust = map?.meta.trustworthiness ?? null;
  return (
    <div class={`map-stage${isLasso.value ? " lasso" : ""}`}>
      <canvas
        ref={below}
        role="img"
        aria-label={`Map of ${evaluation.numRows} clips by their embeddings; the list beside has each of them`}
      />
      <canvas ref={above} />
      <div class="map-tools">
        <button
          type="button"
          aria-pressed={isLasso.value}
          onClick={toggleLasso}
          title="Outline (O), or Shift and drag"
        >
          Outline
        </button>
        <button type="button" aria-label="Zoom in" onClick={() => scatter.current!.zoom(1.4)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => scatter.current!.zoom(1 / 1.4)}>
          −
        </button>
        <button type="button" onClick={() => scatter.current!.fit()}>
          Fit
        </button>
        <button
          type="button"
          aria-pressed={!isSilent}
          onClick={() => setParams({ silent: isSilent ? null : "1" })}
          title="Play clips under the pointer"
        >
          Sound
        </button>
      </div>
      {at !== null && row !== null && (
        <div
          class="map-tip"
          style={{ left: `${at.x}px`, top: `${at.y}px` }}
          data-side={at.x > (below.current?.clientWidth ?? 0) / 2 ? "left" : "right"}
        >
          <Verdict set={set} row={row} />
          <span class="muted small">
            {parts.length > 1 && `${evaluation.splitOf(row)}: `}
            {shortName(clips.clips[at.clip]?.name ?? "")}
          </span>
          {!isSilent && !player.isAllowed && <span class="small">click once to hear clips</span>}
        </div>
      )}
      <p class="map-note small muted" role="status">
        {fraction !== null
          ? `Computing the map: ${Math.round(100 * fraction)}%`
          : trust === null
            ? ""
            : `trustworthiness ${trust.toFixed(3)}`}
      </p>
    </div>
  );
}
