/** The list of events at the side, with small pictures that are drawn when they come into view. */
import { detected, find, mediaOf, recordings, shown, timeText } from "./data.js";
import { eventOf } from "./decisions.js";
import { colorOf } from "./labels.js";

const list = find("list");
const rows = new Map();

const drawn = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      drawn.unobserve(target);
      const source = mediaOf(Number(target.dataset.id))?.picture ?? null;
      if (source !== null) target.src = `data:image/png;base64,${source}`;
    }
  },
  { root: list, rootMargin: "300px" },
);

const ORDERS = {
  score: (a, b) => detected[a].score - detected[b].score || a - b,
  time: (a, b) => a - b,
};

const KINDS = {
  all: () => true,
  undecided: ({ verdict }) => verdict === null,
  accepted: ({ verdict }) => verdict === "accepted",
  rejected: ({ verdict }) => verdict === "rejected",
  changed: ({ isChanged }) => isChanged,
};

/** Returns the ids of the events to list, in their order. @param kept an event that is listed in any case */
export function listed({ order, show, only }, kept = null) {
  return shown
    .filter((id) => {
      const event = eventOf(id);
      return id === kept || (KINDS[show](event) && (only === "" || event.label === only));
    })
    .sort(ORDERS[order]);
}

/** Shows a list of events. @param select takes the event of a row that is clicked */
export function showList(ids, select) {
  list.replaceChildren(...ids.map((id) => rowOf(id, select).item));
  find("none").hidden = ids.length > 0;
}

function rowOf(id, select) {
  const known = rows.get(id);
  if (known !== undefined) return known;
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  // The tab key reaches the current row alone.
  button.tabIndex = -1;
  const image = document.createElement("img");
  image.alt = "";
  image.dataset.id = id;
  drawn.observe(image);
  const text = document.createElement("span");
  const name = document.createElement("b");
  const place = document.createElement("small");
  text.append(name, place);
  const score = document.createElement("span");
  score.className = "score";
  const mark = document.createElement("i");
  mark.className = "mark";
  button.append(image, text, score, mark);
  button.addEventListener("click", () => select(id));
  item.append(button);
  const row = { item, button, name, place, score, mark };
  rows.set(id, row);
  drawRow(id);
  return row;
}

const MARKS = { accepted: "✓", rejected: "✕" };

/** Draws a row as its event is now. */
export function drawRow(id) {
  const row = rows.get(id);
  if (row === undefined) return;
  const { label, onsetSec, recording, score, verdict, isChanged } = eventOf(id);
  const dot = document.createElement("i");
  dot.className = "dot";
  dot.style.background = colorOf(label);
  row.name.replaceChildren(dot, label);
  row.place.textContent = `${timeText(onsetSec)} · ${nameOf(recordings[recording].path)}`;
  row.score.textContent = score.toFixed(2);
  row.mark.textContent = MARKS[verdict] ?? "";
  row.button.className = `${verdict ?? "undecided"}${isChanged ? " changed" : ""}`;
  const state = `${verdict ?? "to review"}${isChanged ? ", corrected" : ""}`;
  row.button.setAttribute(
    "aria-label",
    `${label}, ${timeText(onsetSec)}, score ${score.toFixed(2)}, ${state}`,
  );
}

/** Marks the row of the current event. */
export function markRow(id) {
  const before = list.querySelector("[aria-current]");
  before?.removeAttribute("aria-current");
  if (before !== null) before.tabIndex = -1;
  const row = rows.get(id);
  if (row === undefined) return;
  row.button.setAttribute("aria-current", "true");
  row.button.tabIndex = 0;
  if (list.contains(document.activeElement)) row.button.focus({ preventScroll: true });
  row.item.scrollIntoView({ block: "nearest" });
}

/** Returns the name of a recording without its folders. */
export const nameOf = (path) => path.split("/").at(-1);
