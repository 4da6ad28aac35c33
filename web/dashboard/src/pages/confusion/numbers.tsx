import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { ClipBrowser } from "../../clips/clip-browser.js";
import type { ClipSet } from "../../clips/clip-set.js";
import type { Corrections } from "../../clips/corrections.js";
import { formatNumber } from "../../format/numbers.js";
import { filterRows, NO_FILTER } from "../../predictions/filter.js";
import { boundsOf, GridIndex } from "../../scatter/grid.js";
import { fitView, fromCanvas, toCanvas } from "../../scatter/view.js";
import { param, setParams } from "../../shell/router.js";
import { cssColor, isDark } from "../../shell/theme.js";

/** A regression: predicted against true values; a point opens its clip. */
export function NumbersPage({ set, corrections }: { set: ClipSet; corrections: Corrections }) {
  const { evaluation } = set;
  const { labels } = evaluation.meta;
  const target = Math.max(0, labels.indexOf(param("target")));
  const rows = useMemo(() => filterRows(evaluation, NO_FILTER, "hardest", () => ""), [evaluation]);
  return (
    <div class="confusion">
      <div class="confusion-left">
        {labels.length > 1 && (
          <select
            aria-label="Target"
            value={labels[target]}
            onChange={(event) => setParams({ target: event.currentTarget.value })}
          >
            {labels.map((label) => (
              <option key={label}>{label}</option>
            ))}
          </select>
        )}
        <NumbersScatter set={set} target={target} />
      </div>
      <div class="confusion-right">
        <ClipBrowser set={set} rows={rows} corrections={corrections} label="Clips, hardest first" />
      </div>
    </div>
  );
}

const SIDE = 480;

function NumbersScatter({ set, target }: { set: ClipSet; target: number }) {
  const { evaluation } = set;
  const canvas = useRef<HTMLCanvasElement>(null);
  const hovered = useSignal("");
  const points = useMemo(() => {
    const values = (which: "truth" | "predicted"): Float32Array =>
      Float32Array.from(
        { length: evaluation.numRows },
        (_, row) => evaluation.numbers(row, which)[target] ?? Number.NaN,
      );
    return { x: values("truth"), y: values("predicted") };
  }, [evaluation, target]);
  const dark = isDark.value;
  const clip = param("clip");
  useEffect(() => {
    const element = canvas.current!;
    const size = { width: SIDE, height: SIDE };
    [element.width, element.height] = [SIDE, SIDE];
    const context = element.getContext("2d")!;
    // The same range on both axes, so that the diagonal is where predictions are exact.
    const { left, right, bottom, top } = boundsOf(points);
    const [least, most] = [Math.min(left, bottom), Math.max(right, top)];
    const view = fitView({ left: least, right: most, bottom: least, top: most }, size);
    const at = (x: number, y: number) => toCanvas(view, size, x, y);
    const [from, to] = [at(least, least), at(most, most)];
    context.strokeStyle = cssColor("--strong-line");
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    context.fillStyle = cssColor("--accent");
    context.globalAlpha = points.x.length > 2000 ? 0.35 : 0.7;
    for (let i = 0; i < points.x.length; i++) {
      const { x, y } = at(points.x[i]!, points.y[i]!);
      context.fillRect(x - 2, y - 2, 4, 4);
    }
    context.globalAlpha = 1;
    const row = clip === "" ? null : evaluation.rowOf(Number(clip));
    if (row !== null) {
      const { x, y } = at(points.x[row]!, points.y[row]!);
      context.strokeStyle = cssColor("--text");
      context.lineWidth = 2;
      context.beginPath();
      context.arc(x, y, 7, 0, 2 * Math.PI);
      context.stroke();
    }
    context.fillStyle = cssColor("--muted");
    context.font = "12px system-ui, sans-serif";
    context.fillText(formatNumber(least), from.x, SIDE - 6);
    context.textAlign = "right";
    context.fillText(`true ${formatNumber(most)}`, SIDE - 6, SIDE - 6);
    context.textAlign = "left";
    context.fillText(`predicted ${formatNumber(most)}`, 6, 14);
    const index = new GridIndex(points);
    const near = (event: MouseEvent): number | null => {
      const box = element.getBoundingClientRect();
      const scale = SIDE / box.width;
      const place = fromCanvas(
        view,
        size,
        (event.clientX - box.left) * scale,
        (event.clientY - box.top) * scale,
      );
      return index.nearest(place.x, place.y, 12 / view.scale);
    };
    const onMove = (event: MouseEvent): void => {
      const found = near(event);
      hovered.value = found === null ? "" : (set.clips.clips[evaluation.clip[found]!]?.name ?? "");
    };
    const onClick = (event: MouseEvent): void => {
      const found = near(event);
      if (found !== null) setParams({ clip: String(evaluation.clip[found]!) });
    };
    element.addEventListener("mousemove", onMove);
    element.addEventListener("click", onClick);
    return () => {
      element.removeEventListener("mousemove", onMove);
      element.removeEventListener("click", onClick);
    };
  }, [points, dark, clip]);
  return (
    <figure class="numbers-scatter">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Predicted against true values of ${evaluation.meta.labels[target]} for ${evaluation.numRows} clips; the list beside has each of them`}
      />
      <figcaption class="muted small">{hovered.value || "A click opens a clip"}</figcaption>
    </figure>
  );
}
