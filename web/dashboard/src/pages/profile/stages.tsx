/** The stages of a step, stacked over the run. */
import { useSignal } from "@preact/signals";
import type { ColumnFile } from "../../../../../src/columns.js";
import type { ProfileAnswer, StagesMeta } from "../../../../../src/dashboard/api.js";
import { formatNumber } from "../../format/numbers.js";
import { type Box, drawAxes, xOf, yOf } from "../../plot/axes.js";
import { Canvas } from "../../plot/canvas.js";
import { linear, type Scale } from "../../plot/scale.js";
import { cssColor } from "../../shell/theme.js";
import { stageColor, stageVariable } from "./colors.js";

interface StagesProps {
  file: ColumnFile<StagesMeta>;
  means: ProfileAnswer["stages"];
}

const boxOf = (width: number, height: number): Box => ({
  left: 54,
  top: 8,
  right: width - 12,
  bottom: height - 26,
});

export function Stages({ file, means }: StagesProps) {
  const hovered = useSignal<number | null>(null);
  const steps = file.columns.find(({ name }) => name === "step")!.values;
  const columns = means.flatMap(({ name }) => {
    const found = file.columns.find((column) => column.name === name);
    return found === undefined ? [] : [{ name, values: found.values }];
  });
  const totals = Array.from(steps, (_, i) => columns.reduce((sum, { values }) => sum + values[i]!, 0));
  const sorted = [...totals].sort((a, b) => a - b);
  // A step with an evaluation or a save takes many times as long: it is cut, and its bar reaches the top.
  const typical = sorted[Math.floor(0.9 * (sorted.length - 1))] ?? 1;
  const x = linear(steps, 0.01);
  const y: Scale = {
    kind: "linear",
    low: 0,
    high: Math.min(sorted.at(-1) ?? 1, 1.6 * typical) || 1,
    labels: [],
  };
  const draw = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    const box = boxOf(width, height);
    const bar = Math.max(1, ((box.right - box.left) / Math.max(1, steps.length)) * 0.96);
    for (const [i, step] of steps.entries()) {
      let from = 0;
      const at = xOf(box, x, step) - bar / 2;
      for (const { name, values } of columns) {
        const to = from + values[i]!;
        const [bottom, top] = [yOf(box, y, Math.min(from, y.high)), yOf(box, y, Math.min(to, y.high))];
        context.fillStyle = stageColor(name);
        if (bottom > top) context.fillRect(at, top, bar, bottom - top);
        from = to;
      }
    }
    drawAxes(context, box, x, y);
    if (hovered.value === null) return;
    context.fillStyle = cssColor("--text");
    context.fillRect(xOf(box, x, steps[hovered.value]!) - 0.5, box.top, 1, box.bottom - box.top);
  };
  const place = hovered.value;
  const shown = columns.map(({ name, values }) => ({
    name,
    ms: place === null ? means.find((mean) => mean.name === name)!.ms : values[place]!,
  }));
  const total = shown.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <div class="stages">
      <Canvas
        height={220}
        label="Stages of each step, stacked; the list beside it has their means"
        draw={draw}
        onHover={(at) => {
          if (at === null || steps.length === 0) {
            hovered.value = null;
            return;
          }
          const box = boxOf(at.width, at.height);
          const share = (at.x - box.left) / (box.right - box.left);
          hovered.value = Math.max(0, Math.min(steps.length - 1, Math.round(share * (steps.length - 1))));
        }}
      />
      <div>
        <p class="small muted">
          {place === null ? "mean step" : stepText(steps[place]!, file.meta.stepsPerRow)}
        </p>
        <ul class="legend">
          {shown.map(({ name, ms }) => (
            <li key={name}>
              <i
                ref={(element) => {
                  if (element) element.style.background = `var(${stageVariable(name)})`;
                }}
              />
              <span>{name.replaceAll("_", " ")}</span>
              <span class="number">{formatNumber(ms, 3)} ms</span>
              <span class="number muted">{total === 0 ? "" : `${Math.round((100 * ms) / total)} %`}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

const stepText = (step: number, count: number): string =>
  count <= 1 ? `step ${step}` : `steps ${step} to ${step + count - 1}`;
