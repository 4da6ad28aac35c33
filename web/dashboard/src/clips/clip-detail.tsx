import type { ComponentChildren } from "preact";
import { player } from "../audio/player.js";
import type { Evaluation } from "../predictions/evaluation.js";
import { Verdict } from "./clip-card.js";
import { type SplitSet, soundAddress } from "./clip-set.js";
import type { SplitCorrections } from "./corrections.js";
import { EventEditor } from "./event-editor.js";
import { eventsIn, spansOf } from "./events.js";
import { History } from "./history.js";
import { LabelEditor } from "./label-editor.js";
import { labelText } from "./label-text.js";
import { OtherRun } from "./other-run.js";
import { Scores } from "./scores.js";
import { SoundView } from "./sound-view.js";

export interface ClipDetailProps {
  set: SplitSet;
  /** Place of the clip in the set. */
  clip: number;
  corrections: SplitCorrections;
  isEditing: boolean;
  onEdit: (isEditing: boolean) => void;
  children?: ComponentChildren;
}

const RATES = [0.25, 0.5, 1, 2];

/** All about one clip: its sound, what was predicted, over evaluations and by another run, and its label. */
export function ClipDetail({ set, clip, corrections, isEditing, onEdit, children }: ClipDetailProps) {
  const { evaluation, clips, run, split } = set;
  const row = evaluation.rowOf(clip);
  const found = clips.clips[clip];
  if (found === undefined) return null;
  const annotation = corrections.labelOf(clip, found.label);
  return (
    <section class="clip-detail" aria-label="Selected clip">
      <h2 title={found.name}>{found.name}</h2>
      <SoundView
        address={soundAddress(run, split, clip)}
        name={found.name}
        height={168}
        silentBecause={clips.silentBecause}
        {...(evaluation.meta.kind === "events" && row !== null
          ? { spans: shownSpans(evaluation, row, annotation === found.label ? null : annotation) }
          : {})}
      />
      <label class="small muted rate">
        speed{" "}
        <select
          value={player.rate.value}
          onChange={(event) => player.setRate(Number(event.currentTarget.value))}
        >
          {RATES.map((rate) => (
            <option key={rate} value={rate}>
              {rate}×
            </option>
          ))}
        </select>
      </label>
      {row === null ? (
        <p class="muted">This evaluation recorded no prediction for this clip.</p>
      ) : (
        <>
          <p class="big-verdict">
            <Verdict set={set} row={row} />
          </p>
          <Scores evaluation={evaluation} row={row} />
        </>
      )}
      <LabelRow {...{ set, clip, corrections, isEditing, onEdit }} />
      <History set={set} clip={clip} />
      <OtherRun set={set} clip={clip} />
      {children}
    </section>
  );
}

/** The predicted events with the true ones; of a corrected clip, with those that a person wrote. */
function shownSpans(evaluation: Evaluation, row: number, corrected: string | null) {
  const { truth, predicted } = evaluation.events(row);
  const { labels } = evaluation.meta;
  if (corrected === null) return { truth, predicted, labels };
  const written = spansOf(eventsIn(corrected), labels);
  return { truth: written.spans, predicted, labels: written.labels };
}

function LabelRow({ set, clip, corrections, isEditing, onEdit }: Omit<ClipDetailProps, "children">) {
  const { kind, labels } = set.evaluation.meta;
  const recorded = set.clips.clips[clip]!.label;
  const list = corrections.list.value;
  if (list === null || list.refusedBecause !== null) return null;
  const label = corrections.labelOf(clip, recorded);
  const onSave = (text: string): void => {
    onEdit(false);
    void corrections.change(clip, text, recorded);
  };
  const onCancel = (): void => onEdit(false);
  if (isEditing && kind === "events")
    return (
      <EventEditor
        address={soundAddress(set.run, set.split, clip)}
        annotation={label ?? recorded}
        isSilent={set.clips.silentBecause !== null}
        {...{ labels, onSave, onCancel }}
      />
    );
  if (isEditing)
    return <LabelEditor text={labelText(label ?? recorded, kind)} {...{ labels, kind, onSave, onCancel }} />;
  return (
    <div class="row label-row">
      <span class={label === recorded ? "muted" : "corrected"}>
        {label === null
          ? "rejected"
          : kind === "events"
            ? labelText(label, kind)
            : `label: ${labelText(label, kind) || "none"}`}
      </span>
      <button type="button" onClick={() => onEdit(true)}>
        Change <kbd>L</kbd>
      </button>
      <button
        type="button"
        onClick={() => void corrections.change(clip, label === null ? recorded : null, recorded)}
      >
        {label === null ? "Keep" : "Reject"} <kbd>X</kbd>
      </button>
    </div>
  );
}
