import type { ColourBy, Hex } from "./colours.js";

export interface LegendProps {
  by: ColourBy;
  labels: readonly string[];
  palette: readonly Hex[];
  /** The label that alone is shown; empty for all. */
  chosen: string;
  onChoose: (label: string) => void;
}

const MOST_LABELS = 60;

/** What the colours mean; a label shows its clips alone. */
export function Legend({ by, labels, palette, chosen, onChoose }: LegendProps) {
  if (by === "verdict")
    return (
      <p class="legend small">
        <Dot colour={palette[0]!} /> correct <Dot colour={palette[1]!} /> wrong
      </p>
    );
  if (by === "loss" || by === "value")
    return (
      <p class="legend small">
        lowest
        <span class="legend-scale">
          {palette.map((colour) => (
            <span key={colour} style={{ background: colour }} />
          ))}
        </span>
        highest {by}, by rank
      </p>
    );
  return (
    <div class="legend small">
      {labels.slice(0, MOST_LABELS).map((label, i) => (
        <button
          type="button"
          key={label}
          class="quiet small"
          aria-pressed={label === chosen}
          onClick={() => onChoose(label)}
        >
          <Dot colour={palette[i]!} /> {label}
        </button>
      ))}
      {labels.length > MOST_LABELS && <span class="muted">and {labels.length - MOST_LABELS} more</span>}
    </div>
  );
}

function Dot({ colour }: { colour: Hex }) {
  return <span class="dot" style={{ background: colour }} aria-hidden="true" />;
}
