/** Ranges of parameters as fields: what a drag along an axis does, for the keyboard and small screens. */

import { formatCount, formatNumber } from "../../format/numbers.js";
import type { Axis, Brush, Brushes } from "./trials.js";

interface FiltersProps {
  axes: readonly Axis[];
  brushes: Brushes;
  numChosen: number;
  numTrials: number;
  onBrush(axis: string, brush: Brush | null): void;
  onClear(): void;
}

export function Filters({ axes, brushes, numChosen, numTrials, onBrush, onClear }: FiltersProps) {
  return (
    <details class="filters">
      <summary>
        Ranges{" "}
        <span class="muted">
          {brushes.size === 0
            ? "drag along an axis, or set them here"
            : `${formatCount(numChosen)} of ${formatCount(numTrials)} trials`}
        </span>
        {brushes.size > 0 && (
          <button
            type="button"
            class="quiet"
            onClick={(event) => {
              event.preventDefault();
              onClear();
            }}
          >
            Clear
          </button>
        )}
      </summary>
      <div class="ranges">
        {axes.map((axis) => (
          <fieldset key={axis.id}>
            <legend>{axis.name}</legend>
            {axis.scale.kind === "category" ? (
              <Choice axis={axis} brush={brushes.get(axis.id)} onBrush={onBrush} />
            ) : (
              ([0, 1] as const).map((end) => (
                <input
                  key={end}
                  type="number"
                  step="any"
                  aria-label={`${axis.name}, ${end === 0 ? "least" : "most"}`}
                  placeholder={formatNumber(end === 0 ? axis.scale.low : axis.scale.high, 3)}
                  value={
                    brushes.get(axis.id)?.[end] === undefined
                      ? ""
                      : String(Number(brushes.get(axis.id)![end].toPrecision(4)))
                  }
                  onChange={({ currentTarget: { value } }) => {
                    const now = [...(brushes.get(axis.id) ?? [axis.scale.low, axis.scale.high])] as [
                      number,
                      number,
                    ];
                    now[end] = value === "" ? (end === 0 ? axis.scale.low : axis.scale.high) : Number(value);
                    onBrush(axis.id, now);
                  }}
                />
              ))
            )}
          </fieldset>
        ))}
      </div>
    </details>
  );
}

function Choice({
  axis,
  brush,
  onBrush,
}: { axis: Axis; brush: Brush | undefined } & Pick<FiltersProps, "onBrush">) {
  const chosen = axis.scale.labels.findIndex(
    (_, place) => brush !== undefined && place >= brush[0] && place <= brush[1],
  );
  return (
    <select
      aria-label={axis.name}
      value={String(chosen)}
      onChange={({ currentTarget: { value } }) => {
        const place = Number(value);
        onBrush(axis.id, place < 0 ? null : [place - 0.5, place + 0.5]);
      }}
    >
      <option value="-1">all</option>
      {axis.scale.labels.map((label, place) => (
        <option key={label} value={String(place)}>
          {label}
        </option>
      ))}
    </select>
  );
}
