/** The events of the page. */
const read = (id) => {
  const element = document.getElementById(id);
  return element === null ? null : JSON.parse(element.textContent);
};

export const data = read("data");

/** All recordings. */
export const recordings = data.recordings.map(([path, durationSec]) => ({ path, durationSec }));

/** All events as they were detected, in the order of recordings and time. */
export const detected = data.events.map(
  ([recording, label, onsetSec, offsetSec, score, fromSec, toSec], id) => ({
    ...{ id, recording, label: data.labels[label], onsetSec, offsetSec, score, fromSec, toSec },
  }),
);

/** Ids of the events on the page, in order of time. */
export const shown = data.shown;

/** Returns the picture and the sound of an event; null if its recording could not be read. They are parsed when they are needed. */
export const mediaOf = (id) => read(`media-${id}`);

/** Returns the reason for an event without a picture and a sound. */
export const problemOf = (id) => data.problems[id] ?? null;

export const find = (id) => document.getElementById(id);

/** Returns `1:02:03.45`, or `2:03.45`. */
export function timeText(sec, digits = 2) {
  const total = Math.round(sec * 10 ** digits) / 10 ** digits;
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  const seconds = (total % 60).toFixed(digits).padStart(digits === 0 ? 2 : 3 + digits, "0");
  return hours === 0 ? `${minutes}:${seconds}` : `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`;
}
