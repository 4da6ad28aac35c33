import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useSize } from "../charts/use-size.js";
import { Canvas } from "../plot/canvas.js";
import "../plot/plot.css";
import type { Chart } from "./chart.js";
import { drawChart } from "./draw.js";
import { textAt } from "./pointer.js";

const LINE_PX = 22;
/** More would leave no room for the chart; the pointer names the others. */
const MOST_LINES = 3;

/** A chart of an item: the pointer reads its values. @param height in pixels, with the legend above the chart */
export function ChartView({ chart, label, height }: { chart: Chart; label: string; height: number }) {
  const hovered = useSignal("");
  const context = useRef<CanvasRenderingContext2D | null>(null);
  const legend = useRef<HTMLParagraphElement>(null);
  const { width } = useSize(legend);
  const legendHeight = useSignal(LINE_PX);
  useEffect(() => {
    legendHeight.value = Math.min(MOST_LINES * LINE_PX, Math.max(LINE_PX, legend.current!.scrollHeight));
  }, [chart, width]);
  return (
    <>
      {/* The legend keeps its place below what the pointer reads, so that the chart does not move. */}
      <div class="figure-legend small" style={{ height: `${legendHeight.value}px` }}>
        <p ref={legend} class={hovered.value === "" ? "" : "covered"}>
          {chart.legend.map(({ name, color }) => (
            <span key={name}>
              <i style={{ background: `var(--run-${color})` }} />
              {name}
            </span>
          ))}
        </p>
        {hovered.value !== "" && <p class="figure-pointed muted">{hovered.value}</p>}
      </div>
      <Canvas
        height={height - legendHeight.value}
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
