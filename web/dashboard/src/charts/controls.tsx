/** Smoothing, x axis and scale of a page's charts; kept in the address. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatCount } from "../format/numbers.js";
import { param, path, setParams } from "../shell/router.js";
import type { Range } from "./plot-state.js";
import { halfLives } from "./smoothing.js";
import type { XKind } from "./ticks.js";

export interface ChartView {
  x: XKind;
  smoothing: number;
  isLog: boolean;
}

/** What all charts of the page show of the x axis; null for all. */
export const sharedRange = signal<Range | null>(null);
path.subscribe(() => {
  sharedRange.value = null;
});

const KINDS: Readonly<Record<XKind, string>> = {
  step: "step",
  epoch: "epoch",
  time: "time since start",
  wall: "time of day",
};

export function chartView(): ChartView {
  const x = param("x", "step");
  const smoothing = Number(param("smooth", "0"));
  return {
    x: Object.hasOwn(KINDS, x) ? (x as XKind) : "step",
    smoothing: smoothing > 0 && smoothing < 1e9 ? smoothing : 0,
    isLog: param("log") === "1",
  };
}

/** @param lastStep of the longest run, which bounds smoothing */
export function ChartControls({ lastStep }: { lastStep: number }) {
  const { x, smoothing, isLog } = chartView();
  const choices = halfLives(lastStep);
  const place = choices.findLastIndex((choice) => choice <= smoothing);
  // A range of steps is none of seconds.
  useEffect(() => {
    sharedRange.value = null;
  }, [x]);
  return (
    <form class="chart-controls" onSubmit={(event) => event.preventDefault()}>
      <label>
        Smoothing
        <input
          type="range"
          min={0}
          max={choices.length - 1}
          value={place}
          onInput={({ currentTarget }) =>
            setParams({ smooth: String(choices[currentTarget.valueAsNumber] || "") })
          }
          aria-valuetext={smoothing === 0 ? "none" : `half-life ${smoothing} steps`}
        />
        <output>{smoothing === 0 ? "none" : `${formatCount(smoothing)} steps`}</output>
      </label>
      <label>
        x axis
        <select
          value={x}
          onChange={({ currentTarget }) =>
            setParams({ x: currentTarget.value === "step" ? null : currentTarget.value })
          }
        >
          {Object.entries(KINDS).map(([kind, text]) => (
            <option key={kind} value={kind}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          checked={isLog}
          onChange={({ currentTarget }) => setParams({ log: currentTarget.checked ? "1" : null })}
        />
        Log scale
      </label>
    </form>
  );
}
