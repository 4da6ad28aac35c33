import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { player } from "../audio/player.js";
import { EventTrack } from "./event-track.js";
import {
  annotationOf,
  type EditedEvent,
  eventsIn,
  type LabelledEvent,
  timeText,
  weakLabelsIn,
} from "./events.js";

export interface EventEditorProps {
  /** Address of the sound. */
  address: string;
  /** The annotation that is changed. */
  annotation: string;
  /** Labels that are offered; others may be typed. */
  labels: readonly string[];
  isSilent: boolean;
  onSave: (annotation: string) => void;
  onCancel: () => void;
}

const NEW_SEC = 0.5;

/**
 * Changes the events of a clip. With a mouse: drag an event or its ends, and add one from the stretch that is selected in the
 * spectrogram. With the keyboard: fields for each event; Enter saves, Escape leaves all as it was.
 */
export function EventEditor({ address, annotation, labels, isSilent, onSave, onCancel }: EventEditorProps) {
  const nextId = useRef(0);
  const edited = (event: LabelledEvent): EditedEvent => ({
    ...{ id: nextId.current++, label: event.label },
    ...{ onset: String(event.onsetSec), offset: String(event.offsetSec) },
  });
  const events = useSignal<readonly EditedEvent[]>([]);
  const problem = useSignal("");
  const durationSec = useSignal<number | null>(null);
  const form = useRef<HTMLFieldSetElement>(null);
  const added = useRef(false);
  useEffect(() => {
    events.value = eventsIn(annotation).map(edited);
  }, [annotation]);
  useEffect(() => {
    form.current!.querySelector<HTMLElement>(".event-add")!.focus();
    if (isSilent) return;
    player.load(address).then(
      (sound) => {
        durationSec.value = sound.durationSec;
      },
      () => {},
    );
  }, [address]);
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    const fields = form.current!.querySelectorAll<HTMLInputElement>(".event-label");
    fields[fields.length - 1]?.select();
  }, [events.value]);

  const change = (id: number, changes: Partial<EditedEvent>): void => {
    events.value = events.value.map((event) => (event.id === id ? { ...event, ...changes } : event));
  };
  const select = (id: number): void =>
    form.current!.querySelector<HTMLElement>(`[data-event="${id}"] .event-label`)?.focus();
  const add = (): void => {
    const selected = player.selected.value;
    const fromSec = player.playing.value === address ? player.positionSec() : 0;
    const stretch =
      selected?.address === address
        ? { onsetSec: selected.fromSec, offsetSec: selected.toSec }
        : { onsetSec: fromSec, offsetSec: Math.min(fromSec + NEW_SEC, durationSec.value ?? Infinity) };
    const label = events.value.at(-1)?.label ?? weakLabelsIn(annotation)?.[0] ?? labels[0] ?? "";
    const event = edited({ ...stretch, label });
    added.current = true;
    events.value = [
      ...events.value,
      { ...event, onset: timeText(stretch.onsetSec), offset: timeText(stretch.offsetSec) },
    ];
  };
  const save = (): void => {
    const read = events.value.map(({ label, onset, offset }) => ({
      ...{ label: label.trim(), onsetSec: Number(onset), offsetSec: Number(offset) },
      isTime: onset !== "" && offset !== "",
    }));
    const most = durationSec.value ?? Infinity;
    const wrong = read.find(
      ({ label, onsetSec, offsetSec, isTime }) =>
        label === "" || !isTime || !(onsetSec >= 0 && onsetSec <= offsetSec && onsetSec <= most),
    );
    if (wrong !== undefined) {
      problem.value = `Event ${read.indexOf(wrong) + 1} needs a label, and an end after its start within the recording.`;
      return;
    }
    onSave(annotationOf(read.map((event) => ({ ...event, offsetSec: Math.min(event.offsetSec, most) }))));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && isField) save();
    else {
      // The page's keys would leave the clip, and what was edited would be lost.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <fieldset ref={form} class="event-editor" onKeyDown={onKeyDown}>
      <legend class="small">Events, times in seconds</legend>
      <EventTrack events={events.value} durationSec={durationSec.value} onChange={change} onSelect={select} />
      <datalist id="event-labels">
        {labels.map((label) => (
          <option key={label} value={label} />
        ))}
      </datalist>
      {problem.value !== "" && (
        <p class="bad small" role="alert">
          {problem.value}
        </p>
      )}
      <div class="row">
        <button type="button" class="event-add" onClick={add}>
          Add event
        </button>
        <button type="button" class="primary" onClick={save}>
          Save
        </button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
      <p class="small muted">
        Drag over the spectrogram before "Add event" to add that stretch; drag events or their ends above.
      </p>
      {weakLabelsIn(annotation) !== null && (
        <p class="small muted">
          The annotation has labels without times ({weakLabelsIn(annotation)!.join(", ")}); saved events
          replace it.
        </p>
      )}
      <ol>
        {events.value.map((event, i) => (
          <li key={event.id} data-event={event.id}>
            <input
              class="event-label"
              type="text"
              list="event-labels"
              aria-label={`Label of event ${i + 1}`}
              value={event.label}
              onInput={({ currentTarget }) => change(event.id, { label: currentTarget.value })}
            />
            <TimeField
              name={`Start of event ${i + 1}`}
              value={event.onset}
              onInput={(onset) => change(event.id, { onset })}
            />
            <TimeField
              name={`End of event ${i + 1}`}
              value={event.offset}
              onInput={(offset) => change(event.id, { offset })}
            />
            <button
              type="button"
              aria-label={`Play event ${i + 1}`}
              disabled={isSilent}
              onClick={() => playEvent(address, event)}
            >
              ▶
            </button>
            <button
              type="button"
              aria-label={`Delete event ${i + 1}`}
              onClick={() => {
                events.value = events.value.filter(({ id }) => id !== event.id);
                form.current!.querySelector<HTMLElement>(".event-add")!.focus();
              }}
            >
              ✕
            </button>
          </li>
        ))}
      </ol>
    </fieldset>
  );
}

interface TimeFieldProps {
  name: string;
  value: string;
  onInput: (value: string) => void;
}

function TimeField({ name, value, onInput }: TimeFieldProps) {
  return (
    <input
      type="number"
      min="0"
      step="0.01"
      aria-label={name}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
}

function playEvent(address: string, { onset, offset }: EditedEvent): void {
  const [fromSec, toSec] = [Number(onset), Number(offset)];
  if (fromSec < toSec) void player.play(address, { fromSec, loop: { fromSec, toSec } }).catch(() => {});
}
