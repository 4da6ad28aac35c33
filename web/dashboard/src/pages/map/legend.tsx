import type { ColourBy, Hex } from "./colours.js";

export interface LegendProps {
  by: ColourBy;
  /** The labels; by split, the splits. */
  names: readonly string[];
  palette: readonly Hex[];
  /** The name that alone is shown; empty for all. */
  chosen: string;
  onChoose: (name: string) => void;
}

const MOST_NAMES = 60;

/** What the colours mean; a label, or a split, shows its clips alone. */
export function Legend({ by, names, palette, chosen, onChoose }: LegendProps) {
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
      {names.slice(0, MOST_NAMES).map((name, i) => (
        <button
          type="button"
          key={name}
          class="quiet small"
          aria-pressed={name === chosen}
          onClick={() => onChoose(name)}
        >
          <Dot colour={palette[i]!} /> {name}
        </button>
      ))}
      {names.length > MOST_NAMES && <span class="muted">and {names.length - MOST_NAMES} more</span>}
    </div>
  );
}

function Dot({ colour }: { colour: Hex }) {
  return <span class="dot" style={{ background: colour }} aria-hidden="true" />;
}
