import type { SearchDetail, SearchList } from "../api.js";
import { runKey } from "../run-key.js";
import { Searches } from "./searches.js";

/** By the folder that a dashboard shows; a thread stays with what it has read. */
const known = new Map<string, Searches>();

function searchesOf(folder: string): Searches {
  let found = known.get(folder);
  if (found === undefined) {
    found = new Searches({ folder, keyOf: runKey });
    known.set(folder, found);
  }
  return found;
}

/** The searches of a folder of runs. */
export function readSearches(folder: string): Promise<SearchList> {
  return searchesOf(folder).list();
}

/** A search of the folder; null if it has none with this key. */
export function readSearch(folder: string, key: string, since: number): Promise<SearchDetail | null> {
  return searchesOf(folder).detail(key, since);
}
