import { formatAligned } from "../format/numbers.js";
import { type SplitSet, shortName, soundAddress } from "./clip-set.js";
import type { SplitCorrections } from "./corrections.js";
import { labelText } from "./label-text.js";
import { SoundView } from "./sound-view.js";

export const CARD_HEIGHT = 148;
export const EVENTS_CARD_HEIGHT = 218;

export interface ClipCardProps {
  set: SplitSet;
  row: number;
  corrections: SplitCorrections;
  /** Whether clips of other splits are listed too. */
  showsSplit: boolean;
  isSelected: boolean;
  onSelect: () => void;
}

/** A clip in a list: what it is, what was predicted, and its sound. */
export function ClipCard({ set, row, corrections, showsSplit, isSelected, onSelect }: ClipCardProps) {
  const { evaluation, clips, split } = set;
  const clip = evaluation.clip[row]!;
  const found = clips.clips[clip];
  const name = found?.name ?? `clip ${clip}`;
  const isEvents = evaluation.meta.kind === "events";
  return (
    <article
      class={`clip-card${isSelected ? " selected" : ""}`}
      aria-current={isSelected ? "true" : undefined}
    >
      <header>
        <Verdict set={set} row={row} />
        <CorrectionNote set={set} clip={clip} corrections={corrections} />
        {showsSplit && <span class="muted small">{split}</span>}
        <span class="muted small loss">loss {formatAligned(evaluation.loss[row]!, 3)}</span>
      </header>
      <SoundView
        address={soundAddress(set, clip)}
        name={name}
        height={84}
        silentBecause={clips.silentBecause}
        {...(isEvents ? { spans: { ...evaluation.events(row), labels: evaluation.meta.labels } } : {})}
        onPlay={onSelect}
      />
      <button
        type="button"
        class="clip-name"
        title={name}
        onClick={(event) => {
          releaseFocus(event);
          onSelect();
        }}
      >
        {shortName(name)}
      </button>
    </article>
  );
}

/** After a click with a pointer, Space plays: a focused button would take it. With the keyboard the focus stays. */
export function releaseFocus(event: MouseEvent): void {
  if (event.detail > 0) (event.currentTarget as HTMLElement).blur();
}

/** The true and the predicted annotation; a wrong one is marked by more than its colour. */
export function Verdict({ set, row }: { set: Pick<SplitSet, "evaluation">; row: number }) {
  const { evaluation } = set;
  const [truth, predicted] = [evaluation.truthText(row), evaluation.predictedText(row)];
  const verdict = evaluation.verdict(row);
  const mark = { correct: "✓ ", wrong: "✗ ", close: "" }[verdict];
  const tone = { correct: "good", wrong: "bad", close: "" }[verdict];
  if (truth === predicted)
    return (
      <span class={`verdict ${tone}`} title={truth}>
        {mark}
        {truth || "none"}
      </span>
    );
  return (
    <span class={`verdict ${tone}`} title={`${truth} → ${predicted}`}>
      {mark}
      {/* Isolated: between two labels that are written from right to left, the arrow would point to the true one. */}
      <bdi>{truth || "none"}</bdi> → <bdi>{predicted || "none"}</bdi>
    </span>
  );
}

function CorrectionNote({
  set,
  clip,
  corrections,
}: {
  set: SplitSet;
  clip: number;
  corrections: SplitCorrections;
}) {
  const recorded = set.clips.clips[clip]?.label ?? "";
  const label = corrections.labelOf(clip, recorded);
  if (label === recorded) return null;
  return (
    <span class="corrected small">
      {label === null ? "rejected" : `now ${labelText(label, set.evaluation.meta.kind)}`}
    </span>
  );
}
