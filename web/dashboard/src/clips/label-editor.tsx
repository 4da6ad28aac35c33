import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PredictionKind } from "../../../../src/predictions.js";
import { complete, completions } from "./label-text.js";

export interface LabelEditorProps {
  text: string;
  labels: readonly string[];
  kind: PredictionKind;
  onSave: (text: string) => void;
  onCancel: () => void;
}

/** A field with completion: arrows choose, Tab or Enter completes, Enter saves, Escape leaves it as it was. */
export function LabelEditor({ text, labels, kind, onSave, onCancel }: LabelEditorProps) {
  const typed = useSignal(text);
  const chosen = useSignal(-1);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current!.focus();
    field.current!.select();
  }, []);
  // What is there already completes to nothing: all labels are offered.
  const offered = completions(typed.value === text && kind === "one_label" ? "" : typed.value, labels, kind);
  const take = (label: string): void => {
    typed.value = complete(typed.value, label, kind);
    chosen.value = -1;
    if (kind === "one_label") onSave(typed.value);
    else field.current!.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) chosen.value = Math.max(-1, Math.min(offered.length - 1, chosen.value + step));
    else if (event.key === "Escape") onCancel();
    else if ((event.key === "Tab" || event.key === "Enter") && chosen.value >= 0)
      take(offered[chosen.value]!);
    else if (event.key === "Enter") onSave(typed.value.trim());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="label-editor">
      <input
        ref={field}
        type="text"
        aria-label={kind === "labels" ? "Labels, separated by semicolons" : "Label"}
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          chosen.value = -1;
        }}
        onKeyDown={onKeyDown}
      />
      <div class="label-offers">
        {offered.map((label, i) => (
          <button type="button" key={label} aria-pressed={i === chosen.value} onClick={() => take(label)}>
            {label}
          </button>
        ))}
      </div>
      <div class="row">
        <button type="button" class="primary" onClick={() => onSave(typed.value.trim())}>
          Save
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </div>
  );
}
