// C = labels, K = clips, E = events of all these clips.
import type { SoundEvent } from "../../events/sound-event.js";
import type { TaskPredictions } from "../../predictions.js";
import type { EvaluationRecord, EventRules } from "../task.js";
import type { CountLayout } from "./count-layout.js";
import { eventsInLevels } from "./level-trace.js";
import { eventsOf, weakLabelsOf } from "./targets.js";

/** Returns the true events of clips, and those that their scores have at the rules. @param clips with a trace in the record */
export function eventPredictions(
  { targets, traces }: EvaluationRecord,
  clips: Int32Array,
  layout: CountLayout,
  rules: EventRules,
): TaskPredictions {
  const { labels } = rules;
  const rows = Array.from(clips, (clip, row) => {
    const withRow = (isTrue: number) => (event: SoundEvent) => ({ row, isTrue, ...event });
    return [
      ...(eventsOf(targets, clip) ?? []).map(withRow(1)),
      ...eventsInLevels(traces!.get(clip)!, layout, rules).map(withRow(0)),
    ];
  }).flat(); // [E]
  const weak = new Uint8Array(clips.length * labels.length); // [K, C]
  for (const [row, clip] of clips.entries())
    for (const label of weakLabelsOf(targets, clip)) weak[row * labels.length + label] = 1;
  const ofEvents = { shape: [] };
  return {
    ...{ kind: "events", labels, thresholds: rules.thresholds },
    columns: [
      { name: "weak_labels", shape: [labels.length], values: weak },
      { name: "event_row", ...ofEvents, values: Int32Array.from(rows, ({ row }) => row) },
      { name: "event_is_true", ...ofEvents, values: Uint8Array.from(rows, ({ isTrue }) => isTrue) },
      { name: "event_label", ...ofEvents, values: Int32Array.from(rows, ({ label }) => label) },
      { name: "event_onset", ...ofEvents, values: Float64Array.from(rows, ({ onsetSec }) => onsetSec) },
      { name: "event_offset", ...ofEvents, values: Float64Array.from(rows, ({ offsetSec }) => offsetSec) },
    ],
  };
}
