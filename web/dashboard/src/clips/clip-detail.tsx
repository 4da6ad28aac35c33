import type { ComponentChildren } from "preact";
import { player } from "../audio/player.js";
import { Verdict } from "./clip-card.js";
import { type ClipSet, soundAddress } from "./clip-set.js";
import type { Corrections } from "./corrections.js";
import { History } from "./history.js";
import { LabelEditor } from "./label-editor.js";
import { labelText } from "./label-text.js";
import { OtherRun } from "./other-run.js";
import { Scores } from "./scores.js";
import { SoundView } from "./sound-view.js";

export interface ClipDetailProps {
  set: ClipSet;
  /** Place of the clip in the set. */
  clip: number;
  corrections: Corrections;
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
  const isEvents = evaluation.meta.kind === "events";
  return (
    <section class="clip-detail" aria-label="Selected clip">
      <h2 title={found.name}>{found.name}</h2>
      <SoundView
        address={soundAddress(run, split, clip)}
        name={found.name}
        height={168}
        silentBecause={clips.silentBecause}
        {...(isEvents && row !== null
          ? { spans: { ...evaluation.events(row), labels: evaluation.meta.labels } }
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

function LabelRow({ set, clip, corrections, isEditing, onEdit }: Omit<ClipDetailProps, "children">) {
  const { kind, labels } = set.evaluation.meta;
  const recorded = set.clips.clips[clip]!.label;
  const list = corrections.list.value;
  if (list === null || list.refusedBecause !== null) return null;
  const label = corrections.labelOf(clip, recorded);
  if (isEditing)
    return (
      <LabelEditor
        text={labelText(label ?? recorded, kind)}
        labels={labels}
        kind={kind}
        onSave={(text) => {
          onEdit(false);
          void corrections.change(clip, text, recorded);
        }}
        onCancel={() => onEdit(false)}
      />
    );
  return (
    <div class="row label-row">
      <span class={label === recorded ? "muted" : "corrected"}>
        {label === null ? "rejected" : kind === "events" ? "" : `label: ${labelText(label, kind) || "none"}`}
      </span>
      {kind !== "events" && (
        <button type="button" onClick={() => onEdit(true)}>
          Change <kbd>L</kbd>
        </button>
      )}
      <button
        type="button"
        onClick={() => void corrections.change(clip, label === null ? recorded : null, recorded)}
      >
        {label === null ? "Keep" : "Reject"} <kbd>X</kbd>
      </button>
    </div>
  );
}
