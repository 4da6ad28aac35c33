import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Canvas } from "../plot/canvas.js";
import "../plot/plot.css";
import type { Chart } from "./chart.js";
import { drawChart } from "./draw.js";
import { textAt } from "./pointer.js";

const NOTE_PX = 22;

/** A chart of an item: the pointer reads its values. @param height in pixels, with the lines above the chart */
export function ChartView({ chart, label, height }: { chart: Chart; label: string; height: number }) {
  const hovered = useSignal("");
  const context = useRef<CanvasRenderingContext2D | null>(null);
  return (
    <>
      <p class="figure-note small" aria-live="off">
        {hovered.value !== "" ? (
          <span class="muted">{hovered.value}</span>
        ) : (
          chart.legend.map(({ name, color }) => (
            <span key={name}>
              <i style={{ background: `var(--run-${color})` }} />
              {name}
            </span>
          ))
        )}
      </p>
      <Canvas
        height={height - NOTE_PX}
        label={label}
        draw={(found, width, tall) => {
          context.current = found;
          drawChart(found, chart, width, tall);
        }}
        onHover={(place) => {
          const text =
            place === null || context.current === null ? null : textAt(context.current, chart, place);
          hovered.value = text ?? "";
        }}
      />
    </>
  );
}
