/** The spectrogram of an event with its box, whose edges can be moved. */
import { data, detected, find, mediaOf, problemOf, recordings, timeText } from "./data.js";
import { change, eventOf } from "./decisions.js";
import { colorOf } from "./labels.js";
import { playedSec } from "./sound.js";

const stage = find("stage");
const picture = find("picture");
const edges = { onset: find("onset"), offset: find("offset") };
/** Shortest event. */
const LEAST_SEC = 0.01;
let id = null;
/** Times while an edge is dragged. */
let dragged = null;

const current = () => ({ ...eventOf(id), ...dragged });
const percentOf = ({ fromSec, toSec }, sec) =>
  100 * Math.min(1, Math.max(0, (sec - fromSec) / (toSec - fromSec)));
const milliseconds = (sec) => Math.round(1000 * sec) / 1000;

/** True if an edge is in the picture: long stretches are cut at their end. */
const isVisible = (event, edge) => edge === "onset" || event.offsetSec <= event.toSec + 1e-6;

/** Shows another event. */
export function showPicture(event) {
  id = event.id;
  dragged = null;
  const media = mediaOf(id);
  const source = media?.picture ?? null;
  picture.hidden = source === null;
  if (source !== null) picture.src = `data:image/png;base64,${source}`;
  find("missing").hidden = source !== null;
  const problem = problemOf(id);
  stage.classList.toggle("unread", problem !== null);
  find("missing").textContent =
    problem === null ? "Silence" : `The recording could not be read again: ${problem}`;
  drawTimes(event);
  drawBands();
  drawOthers(event);
  drawBox();
}

/** Draws the box and its edges as they are now. */
export function drawBox() {
  const event = current();
  const [left, right] = [percentOf(event, event.onsetSec), percentOf(event, event.offsetSec)];
  const box = find("box");
  box.style.left = `${left}%`;
  box.style.width = `${right - left}%`;
  box.className = event.verdict ?? "";
  box.classList.toggle("open", !isVisible(event, "offset"));
  find("box-label").textContent = event.label;
  find("box-label").classList.toggle("right", left > 75);
  find("before").style.width = `${left}%`;
  find("after").style.width = `${100 - right}%`;
  for (const [name, place] of [
    ["onset", left],
    ["offset", right],
  ]) {
    const edge = edges[name];
    const sec = event[`${name}Sec`];
    edge.style.left = `${place}%`;
    edge.hidden = !isVisible(event, name);
    edge.setAttribute("aria-valuemin", event.fromSec);
    edge.setAttribute("aria-valuemax", event.toSec);
    edge.setAttribute("aria-valuenow", milliseconds(sec));
    edge.setAttribute("aria-valuetext", timeText(sec, 3));
  }
  const length = (event.offsetSec - event.onsetSec).toFixed(2);
  find("times").textContent =
    `${timeText(event.onsetSec)} – ${timeText(event.offsetSec)} · ${length} s` +
    (isVisible(event, "offset") ? "" : ", continues after the picture");
}

function withEdge(event, edge, sec) {
  if (edge === "onset") {
    const last = Math.min(event.toSec, event.offsetSec) - LEAST_SEC;
    return { onsetSec: milliseconds(Math.max(event.fromSec, Math.min(last, sec))) };
  }
  const { durationSec } = recordings[event.recording];
  // Rounding must not move an event's end behind its recording's.
  const most = Math.min(event.toSec, durationSec);
  const moved = milliseconds(Math.max(event.onsetSec + LEAST_SEC, sec));
  return { offsetSec: Math.min(most, moved) };
}

/** Moves an edge. @param steps later if positive */
export function nudge(edge, steps) {
  const event = eventOf(id);
  if (!isVisible(event, edge)) return;
  const lengthSec = event.toSec - event.fromSec;
  const stepSec = lengthSec <= 3 ? 0.01 : lengthSec <= 8 ? 0.02 : 0.05;
  change(id, withEdge(event, edge, event[`${edge}Sec`] + steps * stepSec), edge);
}

/** @param playFrom takes a place in the stretch, in seconds from its start */
export function startPicture(playFrom) {
  const secAt = (event) => {
    const { left, width } = stage.getBoundingClientRect();
    const { fromSec, toSec } = eventOf(id);
    return fromSec + ((event.clientX - left) / width) * (toSec - fromSec);
  };
  for (const [name, edge] of Object.entries(edges)) {
    edge.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      edge.setPointerCapture(event.pointerId);
      dragged = {};
    });
    edge.addEventListener("pointermove", (event) => {
      if (dragged === null) return;
      dragged = withEdge(eventOf(id), name, secAt(event));
      drawBox();
    });
    edge.addEventListener("pointerup", () => {
      const moved = dragged;
      dragged = null;
      if (moved !== null && Object.keys(moved).length > 0) change(id, moved);
    });
    edge.addEventListener("pointercancel", () => {
      dragged = null;
      drawBox();
    });
    edge.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (steps === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      nudge(name, steps);
    });
  }
  stage.addEventListener("pointerdown", (event) => {
    if (id !== null) playFrom(secAt(event) - detected[id].fromSec);
  });
}

/** Moves the line of the player until it stops. */
export function followSound() {
  const sec = playedSec();
  find("head").hidden = sec === null;
  if (sec === null) return;
  const { fromSec, toSec } = detected[id];
  find("head").style.left = `${(100 * sec) / (toSec - fromSec)}%`;
  requestAnimationFrame(followSound);
}

const STEPS_SEC = [0.1, 0.2, 0.5, 1, 2, 5];

function drawTimes({ fromSec, toSec }) {
  const lengthSec = toSec - fromSec;
  const step = STEPS_SEC.find((one) => lengthSec / one <= 8) ?? 5;
  const ticks = [];
  for (let i = Math.ceil(fromSec / step - 1e-9); i * step <= toSec + 1e-9; i++) {
    const tick = document.createElement("span");
    const place = percentOf({ fromSec, toSec }, i * step);
    tick.style.left = `${place}%`;
    tick.textContent = timeText(i * step, step < 1 ? 1 : 0);
    tick.className = place < 4 ? "first" : place > 96 ? "last" : "";
    ticks.push(tick);
  }
  find("axis").replaceChildren(...ticks);
}

/** The mel scale of Slaney, as the pictures have it. */
const melOf = (hz) => (hz < 1000 ? hz / (200 / 3) : 15 + Math.log(hz / 1000) / (Math.log(6.4) / 27));

function drawBands() {
  const most = data.sampleRateHz / 2;
  const all = [500, 1000, 2000, 4000, 8000, 16_000];
  const ticks = all
    .filter((hz) => hz < most * 0.92)
    .map((hz) => {
      const tick = document.createElement("span");
      tick.style.bottom = `${(100 * melOf(hz)) / melOf(most)}%`;
      tick.textContent = hz < 1000 ? `${hz} Hz` : `${hz / 1000} kHz`;
      return tick;
    });
  find("bands").replaceChildren(...ticks);
}

/** The other events that sound in this stretch, as lines at the bottom; those that overlap are above each other. */
function drawOthers(event) {
  const others = detected.filter(
    (other) =>
      other.id !== event.id &&
      other.recording === event.recording &&
      other.onsetSec < event.toSec &&
      other.offsetSec > event.fromSec,
  );
  const ends = [];
  find("others").replaceChildren(
    ...others.map(({ id: other }) => {
      const now = eventOf(other);
      const line = document.createElement("div");
      const free = ends.findIndex((end) => end <= now.onsetSec);
      const lane = free === -1 ? ends.length : free;
      ends[lane] = now.offsetSec;
      line.style.setProperty("--lane", lane);
      const left = percentOf(event, now.onsetSec);
      line.style.left = `${left}%`;
      line.style.width = `${percentOf(event, now.offsetSec) - left}%`;
      line.style.setProperty("--color", colorOf(now.label));
      line.className = now.verdict ?? "";
      line.textContent = now.label;
      return line;
    }),
  );
}
