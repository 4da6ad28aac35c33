/** What the machine did: one small chart for each metric of the system. */
import type { CurvesMeta, MetricName } from "../../../../../src/dashboard/api.js";
import { getColumns } from "../../data/client.js";
import { useApi } from "../../data/use-api.js";
import { leafTitle } from "../../format/names.js";
import { formatNumber } from "../../format/numbers.js";
import { type Box, drawAxes, xOf, yOf } from "../../plot/axes.js";
import { Canvas } from "../../plot/canvas.js";
import { linear } from "../../plot/scale.js";
import { cssColor } from "../../shell/theme.js";

/** More would not fit into an address. */
const MOST_METRICS = 24;

interface SystemProps {
  run: string;
  metrics: readonly MetricName[];
  news: string;
}

interface Series {
  name: string;
  x: readonly number[];
  y: readonly number[];
}

export function SystemCharts({ run, metrics, news }: SystemProps) {
  const names = metrics
    .map(({ name }) => name)
    .filter((name) => name.startsWith("system/"))
    .slice(0, MOST_METRICS);
  const series = names.map((name) => `${run}:${encodeURIComponent(name)}`).join(",");
  const { data } = useApi(names.length === 0 ? null : `${run} ${news}`, (signal) =>
    getColumns<CurvesMeta>(`/api/curves?series=${series}&buckets=200`, signal),
  );
  if (names.length === 0) return null;
  const curves: Series[] = names.map((name, i) => {
    const column = (part: string): number[] =>
      Array.from(data?.columns.find((one) => one.name === `${i}/${part}`)?.values ?? []);
    return { name: leafTitle(name.slice("system/".length)), x: column("step"), y: column("mean") };
  });
  return (
    <section>
      <h2>
        Machine <span class="muted">by step</span>
      </h2>
      <div class="system">
        {curves.map((one) => (
          <figure key={one.name}>
            <figcaption>
              {one.name} <span class="muted">{formatNumber(one.y.at(-1), 3)}</span>
            </figcaption>
            <Canvas
              height={96}
              label={`${one.name} by step, now ${formatNumber(one.y.at(-1), 3)}`}
              draw={(context, width, height) => draw(one, context, width, height)}
            />
          </figure>
        ))}
      </div>
    </section>
  );
}

function draw({ x, y }: Series, context: CanvasRenderingContext2D, width: number, height: number): void {
  const box: Box = { left: 54, top: 8, right: width - 10, bottom: height - 24 };
  const [across, up] = [linear(x, 0.01), linear([0, ...y], 0.02)];
  up.low = Math.max(0, up.low);
  drawAxes(context, box, across, up);
  context.strokeStyle = cssColor("--accent");
  context.lineWidth = 1.5;
  context.beginPath();
  let isDown = false;
  for (const [i, value] of y.entries()) {
    if (Number.isNaN(value)) isDown = false;
    else {
      const [px, py] = [xOf(box, across, x[i]!), yOf(box, up, value)];
      if (isDown) context.lineTo(px, py);
      else context.moveTo(px, py);
      isDown = true;
    }
  }
  context.stroke();
  if (y.length === 1) context.fillRect(xOf(box, across, x[0]!) - 2, yOf(box, up, y[0]!) - 2, 4, 4);
}
