import { useRef } from "preact/hooks";
import { type EditedEvent, timeText } from "./events.js";

export interface EventTrackProps {
  events: readonly EditedEvent[];
  /** null while it is unknown. */
  durationSec: number | null;
  onChange: (id: number, changes: Partial<EditedEvent>) => void;
  /** Called for a click on an event. */
  onSelect: (id: number) => void;
}

type Part = "start" | "end" | "whole";
const LEAST_SEC = 0.001;

/** Events as bars under the spectrogram, to drag; the fields beside it do the same with the keyboard. */
export function EventTrack({ events, durationSec, onChange, onSelect }: EventTrackProps) {
  const track = useRef<HTMLDivElement>(null);
  const labels = [...new Set(events.map(({ label }) => label))].sort();
  const total = Math.max(
    LEAST_SEC,
    durationSec ?? Math.max(0, ...events.map(({ offset }) => Number(offset) || 0)),
  );
  const startDrag = (event: PointerEvent, { id, onset, offset }: EditedEvent, part: Part): void => {
    if (event.button !== 0) return;
    const handle = event.currentTarget as HTMLElement;
    const fromX = event.clientX;
    const [from, to] = [Number(onset), Number(offset)];
    handle.setPointerCapture(event.pointerId);
    event.stopPropagation();
    event.preventDefault();
    const onMove = ({ clientX }: PointerEvent): void => {
      const by = ((clientX - fromX) / track.current!.clientWidth) * total;
      const within = (sec: number, low: number, high: number): string =>
        timeText(Math.max(low, Math.min(high, sec)));
      if (part === "start") onChange(id, { onset: within(from + by, 0, to - LEAST_SEC) });
      else if (part === "end") onChange(id, { offset: within(to + by, from + LEAST_SEC, total) });
      else {
        const moved = Math.max(-from, Math.min(total - to, by));
        onChange(id, { onset: timeText(from + moved), offset: timeText(to + moved) });
      }
    };
    const onEnd = ({ type, clientX }: PointerEvent): void => {
      if (type === "pointerup" && clientX === fromX) onSelect(id);
      handle.removeEventListener("pointermove", onMove);
      handle.removeEventListener("pointerup", onEnd);
      handle.removeEventListener("pointercancel", onEnd);
    };
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("pointerup", onEnd);
    handle.addEventListener("pointercancel", onEnd);
  };
  return (
    <div
      class="event-track"
      ref={track}
      aria-hidden="true"
      style={{ height: `${20 * Math.max(1, labels.length)}px` }}
    >
      {events.map((event) => {
        const [onset, offset] = [Number(event.onset) || 0, Number(event.offset) || 0];
        return (
          <div
            key={event.id}
            class="event-bar"
            title={`${event.label}: ${event.onset} to ${event.offset} s`}
            style={{
              top: `${20 * labels.indexOf(event.label)}px`,
              left: `${(100 * onset) / total}%`,
              width: `${(100 * Math.max(0, offset - onset)) / total}%`,
            }}
            onPointerDown={(pointer) => startDrag(pointer, event, "whole")}
          >
            <span class="event-end" onPointerDown={(pointer) => startDrag(pointer, event, "start")} />
            <span class="event-name">{event.label}</span>
            <span class="event-end" onPointerDown={(pointer) => startDrag(pointer, event, "end")} />
          </div>
        );
      })}
    </div>
  );
}
