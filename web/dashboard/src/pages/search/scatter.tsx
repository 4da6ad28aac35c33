/** Trials as points: the history and the slices. */
import { type Box, drawAxes, xOf, yOf } from "../../plot/axes.js";
import { Canvas, type Place } from "../../plot/canvas.js";
import type { Scale } from "../../plot/scale.js";
import { cssColor } from "../../shell/theme.js";
import type { Trial } from "./use-search.js";

export interface ScatterProps {
  trials: readonly Trial[];
  x: Scale;
  y: Scale;
  xOf(trial: Trial): number;
  yOf(trial: Trial): number;
  chosen(trial: Trial): boolean;
  /** Place from the worst to the best trial, 0 to 1. */
  goodness: ReadonlyMap<number, number>;
  hovered: number | null;
  onHover(trial: number | null): void;
  onOpen(trial: number): void;
  /** Steps of the best value so far: where and how good. */
  best?: readonly { number: number; value: number }[];
  height: number;
  label: string;
}

const NEAR_PX = 14;

const boxOf = (width: number, height: number): Box => ({
  left: 54,
  top: 10,
  right: width - 14,
  bottom: height - 26,
});

export function Scatter(props: ScatterProps) {
  const find = (place: Place | null): number | null => (place === null ? null : nearest(props, place));
  return (
    <Canvas
      height={props.height}
      label={props.label}
      draw={(context, width, height) => draw(props, context, boxOf(width, height))}
      onHover={(place) => {
        const found = find(place);
        if (found !== props.hovered) props.onHover(found);
      }}
      onPick={(place) => {
        const found = find(place);
        if (found !== null) props.onOpen(found);
      }}
    />
  );
}

/** Points of one category lie beside each other, by the trial's number, so that none covers the others. */
function placeX({ x, xOf: of }: ScatterProps, trial: Trial): number {
  const value = of(trial);
  return x.kind === "category" ? value + (((trial.number * 0.618) % 1) - 0.5) * 0.6 : value;
}

/** A value beyond the scale is drawn at its edge. */
function pointOf(props: ScatterProps, box: Box, trial: Trial): { x: number; y: number } {
  const y = yOf(box, props.y, props.yOf(trial));
  return { x: xOf(box, props.x, placeX(props, trial)), y: Math.min(box.bottom, Math.max(box.top, y)) };
}

function nearest(props: ScatterProps, { x, y, width, height }: Place): number | null {
  const box = boxOf(width, height);
  let best = NEAR_PX ** 2;
  let found: number | null = null;
  for (const trial of props.trials) {
    if (!props.chosen(trial)) continue;
    const point = pointOf(props, box, trial);
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance < best) [best, found] = [distance, trial.number];
  }
  return found;
}

function draw(props: ScatterProps, context: CanvasRenderingContext2D, box: Box): void {
  drawAxes(context, box, props.x, props.y);
  const [accent, grey, text] = [cssColor("--accent"), cssColor("--run-grey"), cssColor("--text")];
  const radius = props.trials.length > 1000 ? 2 : 3;
  for (const trial of props.trials) {
    const { x, y } = pointOf(props, box, trial);
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    const isChosen = props.chosen(trial);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    if (trial.state === "complete" && isChosen) {
      context.globalAlpha = 0.25 + 0.75 * (props.goodness.get(trial.number) ?? 0) ** 2;
      context.fillStyle = accent;
      context.fill();
    } else {
      context.globalAlpha = isChosen ? 0.55 : 0.12;
      context.strokeStyle = grey;
      context.stroke();
    }
  }
  context.globalAlpha = 1;
  drawBest(props, context, box, text);
  const hovered = props.trials.find(({ number }) => number === props.hovered);
  if (hovered === undefined) return;
  const { x, y } = pointOf(props, box, hovered);
  context.beginPath();
  context.arc(x, y, 6, 0, 2 * Math.PI);
  context.strokeStyle = text;
  context.lineWidth = 2;
  context.stroke();
}

function drawBest(props: ScatterProps, context: CanvasRenderingContext2D, box: Box, color: string): void {
  const { best = [] } = props;
  const [first] = best;
  if (first === undefined) return;
  context.beginPath();
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  const y = (value: number): number => Math.min(box.bottom, Math.max(box.top, yOf(box, props.y, value)));
  context.moveTo(xOf(box, props.x, first.number), y(first.value));
  for (const [i, step] of best.entries()) {
    if (i > 0) context.lineTo(xOf(box, props.x, step.number), y(best[i - 1]!.value));
    context.lineTo(xOf(box, props.x, step.number), y(step.value));
  }
  const last = y(best.at(-1)!.value);
  context.lineTo(box.right, last);
  context.stroke();
  context.fillStyle = color;
  context.textAlign = "right";
  context.textBaseline = "middle";
  // Beside the line where there is room, on its ground, as points lie below.
  const at = last + 12 > box.bottom ? last - 12 : last + 12;
  context.strokeStyle = cssColor("--page");
  context.lineWidth = 4;
  context.strokeText("best so far", box.right, at);
  context.fillText("best so far", box.right, at);
}
