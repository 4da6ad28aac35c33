/** Draws charts of items on a canvas. */
import { type Box, drawAxes, shorten, xOf, yOf } from "../plot/axes.js";
import { formatTick } from "../plot/scale.js";
import { cssColor } from "../shell/theme.js";
import { barBox } from "./bar-box.js";
import { boxesOf, TICKS_PX, TITLE_PX } from "./boxes.js";
import { cellText, haveRoomForTexts } from "./cells.js";
import type { Axis, Bars, Cells, Chart, Panel, Points } from "./chart.js";

export function drawChart(
  context: CanvasRenderingContext2D,
  chart: Chart,
  width: number,
  height: number,
): void {
  const boxes = boxesOf(context, chart, width, height);
  for (const [i, panel] of chart.panels.entries()) drawPanel(context, panel, boxes[i]!);
}

function drawPanel(context: CanvasRenderingContext2D, panel: Panel, box: Box): void {
  if (box.right - box.left < 20 || box.bottom - box.top < 20) return;
  const { x, y } = panel;
  if (panel.isOverlay) drawRightLabels(context, box, y);
  else {
    drawAxes(context, box, x.scale, y.scale, { x: x.hasLabels, y: y.hasLabels });
    drawTitles(context, panel, box);
  }
  context.save();
  context.beginPath();
  context.rect(box.left - 4, box.top - 4, box.right - box.left + 8, box.bottom - box.top + 8);
  context.clip();
  for (const mark of panel.marks) {
    if (mark.kind === "cells") drawCells(context, panel, mark, box);
    else if (mark.kind === "bars") drawBars(context, panel, mark, box);
    else drawPoints(context, panel, mark, box);
  }
  context.restore();
}

function drawTitles(context: CanvasRenderingContext2D, { x, y }: Panel, box: Box): void {
  context.fillStyle = cssColor("--text");
  context.textBaseline = "bottom";
  const width = box.right - box.left;
  context.textAlign = "left";
  if (y.title !== "")
    context.fillText(shorten(context, y.title, width + 40), Math.max(2, box.left - 44), box.top - 6);
  context.textAlign = "right";
  const bottom = box.bottom + (x.hasLabels ? TICKS_PX : 6) + TITLE_PX - 2;
  if (x.title !== "") context.fillText(shorten(context, x.title, width), box.right, bottom);
}

function drawRightLabels(context: CanvasRenderingContext2D, box: Box, { scale, title }: Axis): void {
  context.fillStyle = cssColor("--muted");
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const value of [scale.low, (scale.low + scale.high) / 2, scale.high])
    context.fillText(formatTick(scale, value), box.right + 4, yOf(box, scale, value));
  context.textAlign = "right";
  context.textBaseline = "bottom";
  if (title !== "")
    context.fillText(shorten(context, title, (box.right - box.left) / 2), box.right + 44, box.top - 6);
}

const colorOf = (place: number): string => cssColor(`--run-${place}`);

function drawPoints(context: CanvasRenderingContext2D, panel: Panel, mark: Points, box: Box): void {
  const { x, y, hasLine, hasMarkers, isDashed, opacity } = mark;
  context.fillStyle = context.strokeStyle = colorOf(mark.color);
  context.globalAlpha = opacity;
  if (hasLine) {
    context.lineWidth = 1.75;
    context.lineJoin = "round";
    context.setLineDash(isDashed ? [5, 4] : []);
    context.beginPath();
    let isDown = false;
    for (let i = 0; i < x.length; i++) {
      const [px, py] = [xOf(box, panel.x.scale, x[i]!), yOf(box, panel.y.scale, y[i]!)];
      // A value that is missing interrupts the line.
      if (!Number.isFinite(px + py)) isDown = false;
      else if (isDown) context.lineTo(px, py);
      else {
        context.moveTo(px, py);
        isDown = true;
      }
    }
    context.stroke();
    context.setLineDash([]);
  }
  if (hasMarkers) {
    const radius = x.length > 2000 ? 1.5 : 3;
    context.beginPath();
    for (let i = 0; i < x.length; i++) {
      const [px, py] = [xOf(box, panel.x.scale, x[i]!), yOf(box, panel.y.scale, y[i]!)];
      if (!Number.isFinite(px + py)) continue;
      context.moveTo(px + radius, py);
      context.arc(px, py, radius, 0, 2 * Math.PI);
    }
    context.fill();
  }
  context.globalAlpha = 1;
}

function drawBars(context: CanvasRenderingContext2D, panel: Panel, mark: Bars, box: Box): void {
  context.fillStyle = colorOf(mark.color);
  context.globalAlpha = mark.opacity;
  for (let i = 0; i < mark.start.length; i++) {
    const { left, right, top, bottom } = barBox(panel, mark, box, i);
    if (!Number.isFinite(left + right + top + bottom)) continue;
    // A hair of ground between bars that touch.
    const [gapX, gapY] = mark.isUpright ? [right - left > 3 ? 1 : 0, 0] : [0, bottom - top > 3 ? 1 : 0];
    context.fillRect(left, top, Math.max(1, right - left - gapX), Math.max(1, bottom - top - gapY));
  }
  context.globalAlpha = 1;
}

function drawCells(context: CanvasRenderingContext2D, { x, y }: Panel, mark: Cells, box: Box): void {
  const numColumns = mark.x.length - 1;
  const [accent, onAccent] = [cssColor("--accent"), cssColor("--on-accent")];
  const [text, page] = [cssColor("--text"), cssColor("--page")];
  context.textAlign = "center";
  context.textBaseline = "middle";
  const hasTexts = haveRoomForTexts(context, mark, (edge) => xOf(box, x.scale, edge));
  for (let r = 0; r + 1 < mark.y.length; r++) {
    const [a, b] = [yOf(box, y.scale, mark.y[r]!), yOf(box, y.scale, mark.y[r + 1]!)];
    const [top, bottom] = [Math.round(Math.min(a, b)), Math.round(Math.max(a, b))];
    for (let c = 0; c < numColumns; c++) {
      const value = mark.values[r * numColumns + c]!;
      if (Number.isNaN(value)) continue;
      const [one, two] = [xOf(box, x.scale, mark.x[c]!), xOf(box, x.scale, mark.x[c + 1]!)];
      // Whole pixels: translucent cells that overlap or part would show as lines.
      const [left, right] = [Math.round(Math.min(one, two)), Math.round(Math.max(one, two))];
      const share = mark.shares[r * numColumns + c]!;
      const size = [Math.max(1, right - left), Math.max(1, bottom - top)] as const;
      // On its own ground, as the chart's hairlines lie behind it.
      context.fillStyle = page;
      context.fillRect(left, top, ...size);
      context.globalAlpha = 0.04 + 0.96 * share;
      context.fillStyle = accent;
      context.fillRect(left, top, ...size);
      context.globalAlpha = 1;
      if (!hasTexts || bottom - top < 14) continue;
      context.fillStyle = share > 0.55 ? onAccent : text;
      context.fillText(cellText(value), (left + right) / 2, (top + bottom) / 2);
    }
  }
}
