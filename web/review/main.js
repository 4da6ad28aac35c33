/** Joins the parts of the page: the current event, buttons and keys. */
import { data, detected, find, problemOf, recordings, shown } from "./data.js";
import {
  canUndo,
  change,
  counts,
  eventOf,
  isKept,
  keepView,
  loadView,
  onChange,
  reset,
  undo,
} from "./decisions.js";
import { startLabelField } from "./label-field.js";
import { allLabels, colorOf, keyLabels } from "./labels.js";
import { drawRow, listed, markRow, showList } from "./list.js";
import { drawBox, followSound, nudge, showPicture, startPicture } from "./picture.js";
import { openSave, startSave } from "./save.js";
import { isPlaying, play, stop } from "./sound.js";

const view = { order: "score", show: "all", only: "", autoplay: false, current: null, ...loadView() };
let ids = [];
let current = null;

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

// --- The current event.

function select(id, isMove = true) {
  if (id === null || id === undefined) return;
  stop();
  current = id;
  view.current = id;
  keepView(view);
  const event = eventOf(id);
  showPicture(event);
  const { path } = recordings[event.recording];
  const [folder, name] = [path.slice(0, path.lastIndexOf("/") + 1), path.slice(path.lastIndexOf("/") + 1)];
  const strong = document.createElement("b");
  strong.className = "file";
  strong.textContent = name;
  find("path").replaceChildren(folder, strong);
  find("path").title = path;
  drawEvent();
  markRow(id);
  for (const button of ["play", "play-event"]) find(button).disabled = problemOf(id) !== null;
  if (!isMove) return;
  const { label, verdict } = event;
  find("announce").textContent = `${label}, score ${event.score.toFixed(2)}, ${verdict ?? "to review"}`;
  if (view.autoplay) playPart(0);
}

const VERDICTS = { accepted: "✓ Accepted", rejected: "✕ Rejected" };

function drawEvent() {
  const event = eventOf(current);
  const { label } = detected[current];
  find("label").textContent = event.label;
  find("dot").style.background = colorOf(event.label);
  find("score").textContent = `score ${event.score.toFixed(3)}`;
  const changes = event.isChanged ? (event.label === label ? "corrected" : `was ${label}`) : "";
  const verdict = find("verdict");
  verdict.textContent = [VERDICTS[event.verdict] ?? "To review", changes]
    .filter((text) => text !== "")
    .join(", ");
  verdict.className = event.verdict ?? "";
  find("place").textContent = `${ids.indexOf(current) + 1} of ${ids.length}`;
  find("accept").setAttribute("aria-pressed", String(event.verdict === "accepted"));
  find("reject").setAttribute("aria-pressed", String(event.verdict === "rejected"));
  find("reset").disabled = event.verdict === null && !event.isChanged;
  drawBox();
  drawChips(event.label);
}

function drawChips(label) {
  const chips = keyLabels().map((one, i) => {
    const chip = document.createElement("button");
    chip.type = "button";
    const key = document.createElement("kbd");
    key.textContent = String(i + 1);
    const dot = document.createElement("i");
    dot.className = "dot";
    dot.style.background = colorOf(one);
    chip.append(key, dot, one);
    chip.setAttribute("aria-pressed", String(one === label));
    chip.addEventListener("click", () => relabel(one));
    return chip;
  });
  find("chips").replaceChildren(...chips);
}

// --- Decisions. The next event is the next one of the list that is to be reviewed.

function advance(from) {
  const later = [...ids.slice(ids.indexOf(from) + 1), ...ids.slice(0, ids.indexOf(from))];
  const next = later.find((id) => eventOf(id).verdict === null);
  if (next !== undefined) select(next);
  else if (counts().left === 0) notice("All events are reviewed. Save the table to train on it.");
}

function decide(change_) {
  const id = current;
  change(id, change_);
  advance(id);
}

const relabel = (label) => decide({ label, verdict: "accepted" });

function move(steps) {
  const place = ids.indexOf(current);
  select(ids[Math.min(ids.length - 1, Math.max(0, place + steps))]);
}

function undoStep() {
  const id = undo();
  if (id === null) return;
  if (!ids.includes(id)) relist(id);
  select(id, false);
}

function notice(text) {
  find("notice").textContent = text;
  find("notice").hidden = text === "";
}

// --- Sound.

function playPart(startSec, endSec = null) {
  const { fromSec, toSec } = detected[current];
  const started = play(current, startSec, endSec ?? toSec - fromSec, () => {
    find("play").firstChild.textContent = "Play ";
    followSound();
  });
  if (!started) return;
  find("play").firstChild.textContent = "Stop ";
  followSound();
}

function playEvent() {
  const { fromSec, toSec, onsetSec, offsetSec } = eventOf(current);
  playPart(onsetSec - fromSec, Math.min(toSec, offsetSec) - fromSec);
}

const playOrStop = () => (isPlaying() ? stop() : playPart(0));

// --- The list and the counts.

function relist(kept = null) {
  ids = listed(view, kept);
  showList(ids, select);
}

function drawCounts() {
  const { accepted, rejected, left } = counts();
  const [bar, total] = [find("bar"), shown.length];
  bar.setAttribute("aria-valuemax", total);
  bar.setAttribute("aria-valuenow", accepted + rejected);
  bar.querySelector(".accepted").style.width = `${(100 * accepted) / total}%`;
  bar.querySelector(".rejected").style.width = `${(100 * rejected) / total}%`;
  find("left").textContent = `${left} of ${total} left · ${accepted} accepted · ${rejected} rejected`;
  find("undo").disabled = !canUndo();
}

function drawLabels() {
  const all = allLabels();
  const only = find("only");
  const options = ["", ...all].map((label) => new Option(label === "" ? "All labels" : label, label));
  only.replaceChildren(...options);
  if (!["", ...all].includes(view.only)) view.only = "";
  only.value = view.only;
}

onChange((id) => {
  drawRow(id);
  drawCounts();
  if (find("only").options.length !== allLabels().length + 1) drawLabels();
  if (id === current) drawEvent();
  if (!isKept) notice("This browser keeps no decisions for this page: save the table before you close it.");
});

// --- Keys and buttons.

const ACTIONS = {
  " ": playOrStop,
  p: playEvent,
  ArrowDown: () => move(1),
  j: () => move(1),
  ArrowUp: () => move(-1),
  k: () => move(-1),
  Enter: () => decide({ verdict: "accepted" }),
  a: () => decide({ verdict: "accepted" }),
  x: () => decide({ verdict: "rejected" }),
  c: () => reset(current),
  u: undoStep,
  l: () => find("label-input").focus(),
  "/": () => find("label-input").focus(),
  "[": () => nudge("onset", -1),
  "{": () => nudge("onset", 1),
  "]": () => nudge("offset", 1),
  "}": () => nudge("offset", -1),
  s: openSave,
  "?": () => find("help").showModal(),
};

function actionOf({ key, shiftKey }) {
  if (key === "ArrowLeft" || key === "ArrowRight")
    return () => nudge(shiftKey ? "offset" : "onset", key === "ArrowLeft" ? -1 : 1);
  if (/^[1-9]$/.test(key)) {
    const label = keyLabels()[Number(key) - 1];
    return label === undefined ? undefined : () => relabel(label);
  }
  return ACTIONS[key.length === 1 ? key.toLowerCase() : key];
}

/** True if an element uses a key itself: fields all of them, buttons those that press them. */
function isOwnKey(target, key) {
  if (target.matches("input:not([type=checkbox]), textarea, select")) return true;
  const isPress = key === " " || key === "Enter";
  return isPress && target.closest("button, input") !== null && target.closest("#list") === null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    // Some keyboards type brackets with AltGr.
    if (!"[]{}".includes(event.key)) return;
  }
  if (document.querySelector("dialog[open]") !== null || isOwnKey(event.target, event.key)) return;
  const action = actionOf(event);
  if (action === undefined || current === null) return;
  event.preventDefault();
  action();
});

/** Buttons keep no focus: keys go on to work as they did. */
function press(id, action) {
  find(id).addEventListener("click", (event) => {
    action();
    // A click by the keyboard has no pointer: there the focus stays.
    if (event.detail > 0) find(id).blur();
  });
}

function start() {
  document.title = `Review: ${data.title}`;
  const numRecordings = counted(recordings.length, "recording");
  const of = shown.length === detected.length ? "" : ` of ${detected.length}, those with the lowest scores`;
  find("source").textContent = `${data.title} · ${counted(shown.length, "event")}${of} · ${numRecordings}`;
  find("source").title = find("source").textContent;
  if (shown.length === 0) {
    document.body.classList.add("empty");
    find("empty").hidden = false;
    find("empty-text").textContent =
      `The model detected nothing in ${numRecordings}. A lower threshold shows less certain events: woodshed detect … --threshold 0.2 --review …`;
    return;
  }
  for (const id of ["order", "show", "only"]) {
    find(id).addEventListener("change", () => {
      view[id] = find(id).value;
      relist();
      find(id).blur();
      select(ids.includes(current) ? current : ids[0]);
      keepView(view);
    });
  }
  find("autoplay").checked = view.autoplay;
  find("autoplay").addEventListener("change", () => {
    view.autoplay = find("autoplay").checked;
    keepView(view);
    find("autoplay").blur();
  });
  press("play", playOrStop);
  press("play-event", playEvent);
  press("accept", ACTIONS.a);
  press("reject", ACTIONS.x);
  press("reset", ACTIONS.c);
  press("previous", ACTIONS.k);
  press("next", ACTIONS.j);
  press("undo", undoStep);
  press("show-help", ACTIONS["?"]);
  press("show-save", openSave);
  startLabelField(relabel);
  startPicture((sec) => playPart(sec));
  startSave();
  drawLabels();
  find("order").value = view.order;
  find("show").value = view.show;
  drawCounts();
  relist();
  // Where the last visit ended, or the first event to review.
  const first = ids.includes(view.current)
    ? view.current
    : (ids.find((id) => eventOf(id).verdict === null) ?? ids[0]);
  if (first === undefined) {
    view.show = find("show").value = "all";
    relist();
  }
  select(first ?? ids[0], false);
}

start();
