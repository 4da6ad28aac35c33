/** The table of the reviewed events: DCASE strong labels, which train detection, and with windows tagging and classification. */
import { detected, recordings, shown } from "./data.js";
import { eventOf } from "./decisions.js";

/**
 * Returns the recordings of a table, each with its events, and what is left out. Without `withUndecided` a table has the
 * recordings whose events were all reviewed.
 */
export function reviewed(withUndecided) {
  const onPage = new Set(shown);
  const byRecording = recordings.map(({ path }) => ({
    path,
    events: [],
    undecided: 0,
    elsewhere: 0,
    reviewed: 0,
  }));
  for (const { id, recording } of detected) {
    const event = eventOf(id);
    const row = byRecording[recording];
    if (event.verdict === null) row[onPage.has(id) ? "undecided" : "elsewhere"]++;
    else row.reviewed++;
    if (event.verdict !== "rejected") row.events.push(event);
  }
  const isComplete = (row) => row.reviewed > 0 && row.undecided + row.elsewhere === 0;
  const kept = byRecording.filter((row) => withUndecided || isComplete(row));
  const leftOut = byRecording.filter((row) => !isComplete(row));
  const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);
  return {
    kept,
    numEvents: kept.reduce((total, { events }) => total + events.length, 0),
    numWithout: kept.filter(({ events }) => events.length === 0).length,
    numLeftOut: leftOut.length,
    numUndecided: sum(leftOut, "undecided"),
    numElsewhere: sum(leftOut, "elsewhere"),
    numSilent: leftOut.filter((row) => row.reviewed + row.undecided + row.elsewhere === 0).length,
  };
}

/** Returns the text of a table. @param folder to which paths are relative; null for absolute paths */
export function tableText(kept, folder) {
  const lines = kept.flatMap(({ path, events }) => {
    const name = cell(folder === null ? path : relativePath(folder, path));
    if (events.length === 0) return [name];
    return events
      .toSorted((a, b) => a.onsetSec - b.onsetSec)
      .map(({ onsetSec, offsetSec, label }) =>
        [name, onsetSec.toFixed(6), offsetSec.toFixed(6), cell(label)].join("\t"),
      );
  });
  return `${["filename\tonset\toffset\tevent_label", ...lines].join("\n")}\n`;
}

/** Quotes as in CSV (RFC 4180). */
const cell = (text) => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function relativePath(folder, path) {
  const [from, to] = [folder, path].map((one) => one.split("/").filter((name) => name !== ""));
  const different = from.findIndex((name, i) => name !== to[i]);
  const same = different === -1 ? from.length : different;
  return [...from.slice(same).map(() => ".."), ...to.slice(same)].join("/");
}
