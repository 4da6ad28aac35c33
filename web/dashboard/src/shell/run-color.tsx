/**
 * A run has one colour on every page, also in the next session: runs take the colours in turn as they start, so that ten runs in
 * succession have ten. Two runs that are shown together and would share one get others. Past ten runs, lines are grey until they are
 * hovered.
 */
import { computed } from "@preact/signals";
import { runs } from "../data/runs.js";

const NUM_COLORS = 10;

/** Places of runs in the order in which they started; empty until all are read. */
const starts = computed((): ReadonlyMap<string, number> => {
  const list = runs.value;
  if (list === null || list.numUnread > 0) return new Map();
  const inOrder = list.runs.toSorted((a, b) => a.startedMs - b.startedMs || (a.key < b.key ? -1 : 1));
  return new Map(inOrder.map(({ key }, place) => [key, place]));
});

/** The place of a run's colour among `--run-0` to `--run-9`. */
function colorPlace(run: string): number {
  return (starts.value.get(run) ?? Number.parseInt(run.slice(0, 8), 16)) % NUM_COLORS;
}

/** Returns the places of the colours of runs that are shown together, by key; -1 is grey. @param runs the most important first */
export function colorPlaces(runs: readonly string[]): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  return new Map(
    runs.map((run) => {
      if (taken.size === NUM_COLORS) return [run, -1];
      let place = colorPlace(run);
      while (taken.has(place)) place = (place + 1) % NUM_COLORS;
      taken.add(place);
      return [run, place];
    }),
  );
}

export function Swatch({ run, place = colorPlace(run) }: { run: string; place?: number }) {
  return <span class={`swatch run-${place === -1 ? "grey" : place}`} aria-hidden="true" />;
}
