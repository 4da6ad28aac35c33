/** Everything that a chart draws besides uPlot's lines: ranges and raw values behind them, marks above them. */
import type uPlot from "uplot";
import { cssColor } from "../shell/theme.js";
import { canDraw, colorOf, type DrawnLine, type PlotState } from "./plot-state.js";

/** The range of each bucket and the values behind a smoothed line; dotted lines where runs resumed. */
export function drawBehind(plot: uPlot, state: PlotState): void {
  const { ctx } = plot;
  clipped(plot, () => {
    drawResumes(plot, state);
    for (const line of state.lines) {
      if (!line.isMain) continue;
      ctx.fillStyle = ctx.strokeStyle = colorOf(line, state.hovered);
      drawBand(plot, line, state.isLog);
      if (line.raw === null) continue;
      ctx.globalAlpha = 0.3;
      ctx.lineWidth = devicePixelRatio;
      ctx.beginPath();
      for (const [i, x] of line.x.entries()) {
        const y = line.raw[i]!;
        if (canDraw(y, state.isLog)) ctx.lineTo(plot.valToPos(x, "x", true), plot.valToPos(y, "y", true));
      }
      ctx.stroke();
    }
  });
}

function drawBand(plot: uPlot, { x, low, high }: DrawnLine, isLog: boolean): void {
  const { ctx } = plot;
  const shown = x.flatMap((_, i) => (canDraw(low[i]!, isLog) && canDraw(high[i]!, isLog) ? [i] : []));
  if (!shown.some((i) => low[i]! < high[i]!)) return;
  ctx.globalAlpha = 0.16;
  ctx.beginPath();
  for (const i of shown) ctx.lineTo(plot.valToPos(x[i]!, "x", true), plot.valToPos(high[i]!, "y", true));
  for (const i of shown.reverse())
    ctx.lineTo(plot.valToPos(x[i]!, "x", true), plot.valToPos(low[i]!, "y", true));
  ctx.fill();
  // The outline shows spikes that are narrower than a pixel.
  ctx.globalAlpha = 0.3;
  ctx.lineWidth = devicePixelRatio;
  ctx.stroke();
}

function drawResumes(plot: uPlot, { resumes, hovered }: PlotState): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.lineWidth = ratio;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.font = `${12 * ratio}px ${cssColor("--sans")}`;
  for (const mark of resumes) {
    const x = Math.round(plot.valToPos(mark.x, "x", true));
    ctx.strokeStyle = ctx.fillStyle = colorOf(mark, hovered);
    ctx.setLineDash([2 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + 14 * ratio);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText("↻", x, bbox.top);
  }
  ctx.setLineDash([]);
}

/** The best value as a ring, and values that are NaN as ticks at the bottom. */
export function drawMarks(plot: uPlot, { lines, isLog, hovered }: PlotState): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  clipped(plot, () => {
    for (const line of lines) {
      ctx.fillStyle = cssColor("--bad");
      for (const i of line.broken)
        ctx.fillRect(
          plot.valToPos(line.x[i]!, "x", true) - ratio,
          bbox.top + bbox.height - 8 * ratio,
          2 * ratio,
          8 * ratio,
        );
      if (line.bestStep === null) continue;
      const i = line.at.findIndex((step) => step >= line.bestStep!);
      const y = line.y[i] ?? Number.NaN;
      if (!canDraw(y, isLog)) continue;
      ctx.beginPath();
      ctx.arc(plot.valToPos(line.x[i]!, "x", true), plot.valToPos(y, "y", true), 5 * ratio, 0, 2 * Math.PI);
      ctx.lineWidth = 2 * ratio;
      ctx.strokeStyle = colorOf(line, hovered);
      ctx.fillStyle = cssColor("--page");
      ctx.fill();
      ctx.stroke();
    }
  });
}

function clipped(plot: uPlot, draw: () => void): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}
