/** Parallel coordinates: a line for each trial across all axes; a drag along an axis keeps the trials in its range. */
import { useRef } from "preact/hooks";
import { shorten } from "../../plot/axes.js";
import { Canvas, type Place } from "../../plot/canvas.js";
import { formatTick, fraction, ticks, valueAt } from "../../plot/scale.js";
import { cssColor } from "../../shell/theme.js";
import { type Axis, type Brush, type Brushes, isChosen } from "./trials.js";
import type { Trial } from "./use-search.js";

interface ParallelProps {
  trials: readonly Trial[];
  axes: readonly Axis[];
  brushes: Brushes;
  goodness: ReadonlyMap<number, number>;
  hovered: number | null;
  onHover(trial: number | null): void;
  onOpen(trial: number): void;
  onBrush(axis: string, brush: Brush | null): void;
}

const HEIGHT = 320;
const [TOP, BOTTOM] = [34, 300];
/** Axes of more parameters than fit are scrolled to. */
const LEAST_SPACE = 96;
const MARGIN = 52;
const GRAB_PX = 24;
const NEAR_PX = 8;

export function Parallel(props: ParallelProps) {
  const { axes, brushes, trials } = props;
  /** Place in the axis where a drag began, and the axis. */
  const drag = useRef<{ axis: Axis; from: number; isMoved: boolean } | null>(null);
  const xOf = (i: number, width: number): number =>
    axes.length < 2 ? width / 2 : MARGIN + (i * (width - 2 * MARGIN)) / (axes.length - 1);
  const axisAt = ({ x, width }: Place): Axis | undefined =>
    axes.find((_, i) => Math.abs(xOf(i, width) - x) < GRAB_PX);
  const placeOf = ({ y }: Place): number => Math.min(1, Math.max(0, (BOTTOM - y) / (BOTTOM - TOP)));
  const brushTo = (place: Place): void => {
    const { axis, from } = drag.current!;
    const [low, high] = [from, placeOf(place)].sort((a, b) => a - b) as [number, number];
    props.onBrush(axis.id, [valueAt(axis.scale, low), valueAt(axis.scale, high)]);
  };
  return (
    <section
      class="parallel"
      aria-label="Parallel coordinates"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the focus of the keyboard.
      tabIndex={0}
    >
      <div
        ref={(element) => {
          if (element) element.style.minWidth = `${2 * MARGIN + LEAST_SPACE * (axes.length - 1)}px`;
        }}
        onPointerDown={(event) => {
          const canvas = event.target as HTMLCanvasElement;
          const place = within(canvas, event);
          const axis = axisAt(place);
          if (axis === undefined) return;
          drag.current = { axis, from: placeOf(place), isMoved: false };
          canvas.setPointerCapture(event.pointerId);
        }}
        onPointerUp={(event) => {
          const dragged = drag.current;
          drag.current = null;
          // A click on an axis removes its range.
          if (dragged !== null && !dragged.isMoved) props.onBrush(dragged.axis.id, null);
          else if (dragged === null) {
            const found = nearest(props, within(event.target as HTMLCanvasElement, event), xOf);
            if (found !== null) props.onOpen(found);
          }
        }}
        onPointerCancel={() => {
          drag.current = null;
        }}
      >
        <Canvas
          height={HEIGHT}
          class={brushes.size > 0 ? "brushed" : ""}
          label={`Parallel coordinates of ${trials.length} trials over ${axes.map(({ name }) => name).join(", ")}; the table of trials below has the values, and filters set the same ranges`}
          draw={(context, width) => draw(props, context, (i) => xOf(i, width), width)}
          onHover={(place) => {
            if (drag.current !== null && place !== null) {
              drag.current.isMoved ||= Math.abs(placeOf(place) - drag.current.from) > 0.01;
              if (drag.current.isMoved) brushTo(place);
              return;
            }
            const found = place === null ? null : nearest(props, place, xOf);
            if (found !== props.hovered) props.onHover(found);
          }}
        />
      </div>
    </section>
  );
}

function within(canvas: HTMLCanvasElement, { clientX, clientY }: PointerEvent): Place {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top, width, height };
}

/** A value beyond the scale, such as a diverged loss, is drawn at the edge. */
function heightOf({ scale, of }: Axis, trial: Trial): number {
  const place = fraction(scale, of(trial));
  return BOTTOM - Math.min(1.02, Math.max(-0.02, place)) * (BOTTOM - TOP);
}

function nearest(
  { trials, axes, brushes }: ParallelProps,
  { x, y, width }: Place,
  xOf: (i: number, width: number) => number,
): number | null {
  const right = axes.findIndex((_, i) => xOf(i, width) > x);
  if (right < 1) return null;
  const [from, to] = [xOf(right - 1, width), xOf(right, width)];
  const share = (x - from) / (to - from);
  let best = NEAR_PX;
  let found: number | null = null;
  for (const trial of trials) {
    if (!isChosen(trial, axes, brushes)) continue;
    const [a, b] = [heightOf(axes[right - 1]!, trial), heightOf(axes[right]!, trial)];
    const distance = Math.abs(a + (b - a) * share - y);
    if (distance < best) [best, found] = [distance, trial.number];
  }
  return found;
}

function draw(
  props: ParallelProps,
  context: CanvasRenderingContext2D,
  xAt: (i: number) => number,
  width: number,
): void {
  const { trials, axes, brushes, goodness, hovered } = props;
  const [accent, grey, text, muted] = ["--accent", "--run-grey", "--text", "--muted"].map(cssColor);
  const path = (trial: Trial): void => {
    context.beginPath();
    let isDown = false;
    for (const [i, axis] of axes.entries()) {
      const y = heightOf(axis, trial);
      // A parameter that the trial lacks, as its condition did not hold, leaves a gap.
      if (Number.isNaN(y)) isDown = false;
      else if (isDown) context.lineTo(xAt(i), y);
      else {
        context.moveTo(xAt(i), y);
        isDown = true;
      }
    }
    context.stroke();
  };
  const chosen: Trial[] = [];
  context.lineWidth = 1;
  context.strokeStyle = grey!;
  context.globalAlpha = Math.max(0.04, Math.min(0.25, 60 / Math.max(1, trials.length)));
  for (const trial of trials) {
    if (trial.state === "complete" && isChosen(trial, axes, brushes)) chosen.push(trial);
    else path(trial);
  }
  chosen.sort((a, b) => (goodness.get(a.number) ?? 0) - (goodness.get(b.number) ?? 0));
  context.strokeStyle = accent!;
  const faintest = Math.max(0.02, Math.min(0.15, 40 / Math.max(1, chosen.length)));
  // Of many trials, a smaller part stands out.
  const contrast = Math.max(6, chosen.length / 60);
  for (const trial of chosen) {
    context.globalAlpha = faintest + (0.85 - faintest) * (goodness.get(trial.number) ?? 0) ** contrast;
    path(trial);
  }
  context.globalAlpha = 1;
  const found = trials.find(({ number }) => number === hovered);
  if (found !== undefined) {
    context.strokeStyle = text!;
    context.lineWidth = 2.5;
    path(found);
  }
  context.font = `12px ${cssColor("--sans")}`;
  for (const [i, axis] of axes.entries())
    drawAxis(
      context,
      axis,
      xAt(i),
      brushes.get(axis.id),
      { text: text!, muted: muted!, accent: accent! },
      i,
      axes.length,
      width,
    );
}

function drawAxis(
  context: CanvasRenderingContext2D,
  { name, scale }: Axis,
  x: number,
  brush: Brush | undefined,
  colors: { text: string; muted: string; accent: string },
  place: number,
  count: number,
  width: number,
): void {
  context.strokeStyle = colors.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, TOP);
  context.lineTo(x, BOTTOM);
  context.stroke();
  const isLast = place === count - 1;
  context.textBaseline = "middle";
  context.textAlign = isLast ? "right" : "left";
  const page = cssColor("--page");
  for (const value of ticks(scale, 4)) {
    const y = BOTTOM - fraction(scale, value) * (BOTTOM - TOP);
    if (y < TOP - 1 || y > BOTTOM + 1) continue;
    const label = shorten(context, formatTick(scale, value), LEAST_SPACE - 20);
    // On its ground, as lines cross behind it.
    context.lineWidth = 3;
    context.strokeStyle = page;
    const at = isLast ? x - 5 : x + 5;
    context.strokeText(label, at, y);
    context.fillStyle = colors.muted;
    context.fillText(label, at, y);
  }
  context.textBaseline = "alphabetic";
  context.fillStyle = colors.text;
  const space = count < 2 ? width : (width - 2 * MARGIN) / (count - 1) - 10;
  const title = shorten(context, name.split(".").at(-1)!, Math.max(space, 40));
  const half = context.measureText(title).width / 2;
  context.textAlign = "center";
  context.fillText(title, Math.min(Math.max(x, half), width - half), 16);
  if (brush === undefined) return;
  const [from, to] = brush.map(
    (value) => BOTTOM - Math.min(1, Math.max(0, fraction(scale, value))) * (BOTTOM - TOP),
  );
  context.fillStyle = colors.accent;
  context.globalAlpha = 0.35;
  context.fillRect(x - 6, to!, 12, Math.max(3, from! - to!));
  context.globalAlpha = 1;
}
