import { useRef } from "preact/hooks";
import type { Curve } from "./curve.js";
import { csvOf, pngOf, save, svgOf } from "./export.js";
import type { CurvePlot } from "./plot.js";
import type { DrawnLine } from "./plot-state.js";

interface Props {
  title: string;
  plot: () => CurvePlot | null;
  lines: readonly DrawnLine[];
  curves: readonly Curve[];
}

/** Saves the chart as a file. */
export function ChartMenu({ title, plot, lines, curves }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  const saveAs = async (kind: "png" | "svg" | "csv"): Promise<void> => {
    details.current!.open = false;
    const drawn = plot();
    if (drawn?.plot == null) return;
    if (kind === "csv") save(`${title}.csv`, csvOf(curves), "text/csv");
    else if (kind === "svg") save(`${title}.svg`, svgOf(drawn, lines, title), "image/svg+xml");
    else save(`${title}.png`, await pngOf(drawn, title), "image/png");
  };
  return (
    <details
      class="chart-menu"
      ref={details}
      onFocusOut={(event) => {
        if (!details.current!.contains(event.relatedTarget as Node | null)) details.current!.open = false;
      }}
    >
      <summary aria-label={`Save the chart ${title}`} title="Save">
        ⋯
      </summary>
      <div>
        {(["png", "svg", "csv"] as const).map((kind) => (
          <button key={kind} type="button" class="quiet" onClick={() => void saveAs(kind)}>
            {kind.toUpperCase()}
          </button>
        ))}
      </div>
    </details>
  );
}
