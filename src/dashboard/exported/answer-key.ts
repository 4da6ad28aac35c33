/**
 * Names the answer to an address in an exported page. Without Node: pages import this module too.
 *
 * Parameters that choose how much of the same is answered are left out: an exported page has one answer of each kind.
 */
const IGNORED = new Set(["since", "buckets", "from", "to", "points", "count", "generation"]);

export function answerKey(address: string): string {
  const [path = "", query = ""] = address.split("?", 2);
  const params = [...new URLSearchParams(query)]
    .filter(([name, value]) => !IGNORED.has(name) && !(name === "after" && value === "0"))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return params.length === 0 ? path : `${path}?${new URLSearchParams(params)}`;
}

/** Facts about an exported page. */
export interface ExportedInfo {
  /** The run's key. */
  run: string;
  /** Unix time in milliseconds. */
  exportedMs: number;
  /** Woodshed's version. */
  version: string;
  /** Number of clips with sound. */
  numSounds: number;
  /** Items that did not fit, for people: `validation/roc at 12 steps`. */
  leftOut: readonly string[];
}

/** The element with the index of answers. */
export const INDEX_ID = "exported";
/** The element with the bytes of an answer, as base64. */
export const answerId = (place: number): string => `answer-${place}`;

export interface ExportedIndex extends ExportedInfo {
  answers: readonly {
    key: string;
    type: string;
    /** Bytes are compressed where it makes them smaller. */
    encoding: "gzip" | "identity";
  }[];
}
