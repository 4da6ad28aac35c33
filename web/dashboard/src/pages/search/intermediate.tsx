/** Values that trials reported on their way; pruned ones end early, marked. */
import { type Box, drawAxes, xOf, yOf } from "../../plot/axes.js";
import { Canvas, type Place } from "../../plot/canvas.js";
import { linear } from "../../plot/scale.js";
import { cssColor } from "../../shell/theme.js";
import type { Trial } from "./use-search.js";

interface IntermediateProps {
  trials: readonly Trial[];
  chosen(trial: Trial): boolean;
  goodness: ReadonlyMap<number, number>;
  hovered: number | null;
  onHover(trial: number | null): void;
  onOpen(trial: number): void;
}

const boxOf = (width: number, height: number): Box => ({
  left: 54,
  top: 10,
  right: width - 40,
  bottom: height - 26,
});
const NEAR_PX = 12;

export function Intermediate(props: IntermediateProps) {
  const trials = props.trials.filter(({ steps }) => steps.length > 0);
  const x = { ...linear([0, ...trials.map(({ steps }) => steps.at(-1)!)], 0.01), leastStep: 1 };
  const values = trials.flatMap(({ values }) => values.filter((value) => value !== null));
  const sorted = values.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  // A hundredth at each end may have diverged.
  const y = linear(
    sorted.length < 100 ? sorted : [at(0.01), at(0.99), at(0), Math.min(at(1), 2 * at(0.99) - at(0.5))],
  );
  const find = ({ x: px, y: py, width, height }: Place): number | null => {
    const box = boxOf(width, height);
    let best = NEAR_PX ** 2;
    let found: number | null = null;
    for (const trial of trials) {
      if (!props.chosen(trial)) continue;
      for (const [i, step] of trial.steps.entries()) {
        const value = trial.values[i];
        if (value === null || value === undefined) continue;
        const distance = (xOf(box, x, step) - px) ** 2 + (yOf(box, y, value) - py) ** 2;
        if (distance < best) [best, found] = [distance, trial.number];
      }
    }
    return found;
  };
  const draw = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    const box = boxOf(width, height);
    drawAxes(context, box, x, y);
    context.save();
    context.beginPath();
    context.rect(box.left, box.top - 4, width - box.left, box.bottom - box.top + 8);
    context.clip();
    const [accent, grey, bad, text] = ["--accent", "--run-grey", "--bad", "--text"].map(cssColor);
    const faint = Math.max(0.02, Math.min(0.4, 60 / Math.max(1, trials.length)));
    const line = (trial: Trial): { x: number; y: number } | null => {
      let last: { x: number; y: number } | null = null;
      context.beginPath();
      for (const [i, step] of trial.steps.entries()) {
        const value = trial.values[i];
        if (value === null || value === undefined) continue;
        const point = { x: xOf(box, x, step), y: yOf(box, y, value) };
        if (last === null) context.moveTo(point.x, point.y);
        else context.lineTo(point.x, point.y);
        last = point;
      }
      context.stroke();
      return last;
    };
    for (const trial of trials) {
      const isChosen = props.chosen(trial);
      const good = props.goodness.get(trial.number) ?? 0;
      context.strokeStyle = trial.state === "complete" && isChosen ? accent! : grey!;
      context.lineWidth = 1;
      context.globalAlpha = isChosen
        ? trial.state === "complete"
          ? faint + (1 - faint) * good ** Math.max(4, trials.length / 60)
          : faint
        : faint / 3;
      const end = line(trial);
      if (trial.state !== "pruned" || !isChosen || end === null) continue;
      // A cross where it was pruned.
      context.strokeStyle = bad!;
      context.globalAlpha = Math.max(0.25, faint);
      context.beginPath();
      for (const side of [-1, 1]) {
        context.moveTo(end.x - 3, end.y - 3 * side);
        context.lineTo(end.x + 3, end.y + 3 * side);
      }
      context.stroke();
    }
    context.globalAlpha = 1;
    const hovered = trials.find(({ number }) => number === props.hovered);
    if (hovered !== undefined) {
      context.strokeStyle = text!;
      context.lineWidth = 2.5;
      const end = line(hovered);
      context.fillStyle = text!;
      context.textAlign = "left";
      context.textBaseline = "middle";
      if (end !== null) context.fillText(String(hovered.number), end.x + 6, end.y);
    }
    context.restore();
  };
  if (trials.length === 0) return <p class="muted">No trial has reported a value yet.</p>;
  return (
    <Canvas
      height={260}
      label={`Values that ${trials.length} trials reported at each step; pruned trials end with a cross`}
      draw={draw}
      onHover={(place) => {
        const found = place === null ? null : find(place);
        if (found !== props.hovered) props.onHover(found);
      }}
      onPick={(place) => {
        const found = find(place);
        if (found !== null) props.onOpen(found);
      }}
    />
  );
}
