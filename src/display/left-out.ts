import { describeClip } from "../data/clip.js";
import { reasonOf } from "../data/examination/leave-out.js";
import type { LeftOut } from "../data/examination/report.js";
import type { TableItem } from "../items.js";

/** Returns a table of the clips that a run left out, each with the reason. */
export function leftOutTable(leftOut: readonly LeftOut[]): TableItem {
  return {
    kind: "table",
    columns: [
      { name: "set", type: "text" },
      { name: "clip", type: "text" },
      { name: "start_sec", type: "number" },
      { name: "reason", type: "text" },
    ],
    rows: leftOut.map((one) => [one.key, describeClip(one.clip), one.clip.startSec, reasonOf(one)]),
  };
}
