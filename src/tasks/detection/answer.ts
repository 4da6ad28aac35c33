// C = labels.
import { counted } from "../../counted.js";
import type { SoundEvent } from "../../events/sound-event.js";
import type { Answer, TaskDescription } from "../answer.js";
import type { EventRules } from "../task.js";
import type { Pooling } from "./pooling.js";

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
const seconds = (value: number): string => value.toFixed(2);

/** Microseconds, so that times are as short as they are exact. */
const rounded = (sec: number): number => Math.round(1e6 * sec) / 1e6;

/** @param probabilities of the labels in the whole recording [C] */
export function detectionAnswer(
  labels: readonly string[],
  events: readonly SoundEvent[],
  probabilities: readonly number[],
): Answer {
  const times = labels.map((_, label) =>
    events
      .filter((event) => event.label === label)
      .map(({ onsetSec, offsetSec }) => `${seconds(onsetSec)}-${seconds(offsetSec)} s`),
  );
  const values = labels
    .map((name, label) => {
      const value = probabilities[label]!;
      const isChosen = times[label]!.length > 0;
      return {
        name,
        value,
        text: isChosen ? times[label]!.join(", ") : percent(value),
        share: value,
        isChosen,
      };
    })
    .sort((a, b) => Number(b.isChosen) - Number(a.isChosen) || b.value - a.value);
  return {
    json: {
      events: events.map(({ label, onsetSec, offsetSec, score }) => ({
        ...{ label: labels[label]!, onset_sec: rounded(onsetSec), offset_sec: rounded(offsetSec), score },
      })),
      labels: labels.filter((_, label) => times[label]!.length > 0),
      probabilities: Object.fromEntries(labels.map((name, label) => [name, probabilities[label]!])),
    },
    brief: events.length === 0 ? "no event" : counted(events.length, "event"),
    values,
  };
}

export function describeDetector(
  { labels, thresholds, medianSec, minSec }: EventRules,
  pooling: Pooling,
): TaskDescription {
  const size = pooling === "attention" ? 2 * labels.length : labels.length;
  const attention =
    pooling === "attention" ? "; then the weight of each frame in the clip, of each label" : "";
  return {
    name: "detection",
    summary: counted(labels.length, "label"),
    purpose: `detects events of ${counted(labels.length, "label")}`,
    output: {
      ...{ name: "frames", size },
      meaning: `Probability of each label in the metadata, in their order, in each frame; frames divide a window of the model evenly${attention}.`,
    },
    properties: { labels, thresholds, median_sec: medianSec, min_sec: minSec, pooling },
  };
}
