/** Decisions of the reviewer, kept in the browser's storage, with every step undoable. */
import { data, detected, shown } from "./data.js";

const KEY = `woodshed-review-${data.id}`;

/** By event: `verdict` ("accepted" or "rejected") and what was corrected: `label`, `onsetSec`, `offsetSec`. */
const decisions = load();
const steps = [];
const listeners = [];

/** False if this browser keeps nothing. */
export let isKept = true;

function load() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return new Map(Object.entries(stored).map(([id, decision]) => [Number(id), decision]));
  } catch {
    return new Map();
  }
}

function keep() {
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(decisions)));
    isKept = true;
  } catch {
    isKept = false;
  }
}

/** Calls a function after each change, with the event that changed. */
export const onChange = (listener) => listeners.push(listener);

function set(id, decision) {
  if (decision === undefined) decisions.delete(id);
  else decisions.set(id, decision);
  keep();
  for (const listener of listeners) listener(id);
}

/** Returns an event as it is now. */
export function eventOf(id) {
  const decision = decisions.get(id) ?? {};
  const { label, onsetSec, offsetSec } = detected[id];
  const event = { ...detected[id], verdict: null, ...decision };
  const isChanged = event.label !== label || event.onsetSec !== onsetSec || event.offsetSec !== offsetSec;
  return { ...event, isChanged };
}

/**
 * Changes an event. @param change of `verdict`, `label`, `onsetSec`, `offsetSec` @param group steps that follow each other with
 * the same group are undone as one
 */
export function change(id, change, group = null) {
  const before = decisions.get(id);
  const last = steps.at(-1);
  if (group === null || last?.group !== group || last.id !== id) steps.push({ id, before, group });
  set(id, { ...before, ...change });
}

export function reset(id) {
  if (!decisions.has(id)) return;
  steps.push({ id, before: decisions.get(id), group: null });
  set(id, undefined);
}

/** Undoes the last step of this visit. @returns the event, or null for nothing to undo */
export function undo() {
  const step = steps.pop();
  if (step === undefined) return null;
  set(step.id, step.before);
  return step.id;
}

export const canUndo = () => steps.length > 0;

/** Returns the numbers of events on the page by verdict. */
export function counts() {
  const verdicts = shown.map((id) => decisions.get(id)?.verdict ?? null);
  const accepted = verdicts.filter((verdict) => verdict === "accepted").length;
  const rejected = verdicts.filter((verdict) => verdict === "rejected").length;
  return { accepted, rejected, left: shown.length - accepted - rejected };
}

const VIEW_KEY = `${KEY}-view`;

/** Returns how the page was shown the last time. */
export function loadView() {
  try {
    return JSON.parse(localStorage.getItem(VIEW_KEY) ?? "{}");
  } catch {
    return {};
  }
}

export function keepView(view) {
  try {
    localStorage.setItem(VIEW_KEY, JSON.stringify(view));
  } catch {
    // The page works without it.
  }
}
