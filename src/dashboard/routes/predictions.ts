import { bad, type Query } from "../query.js";
import { bytes, json, type Route } from "../route.js";

const MOST_CLIPS = 100_000_000;
/** Seconds; longer recordings are read in parts. */
const LATEST_SEC = 1e7;

/** Predictions of a run, the clips that they are for, and their sounds. */
export const predictionRoutes: readonly Route[] = [
  {
    path: "/api/runs/:run/predictions",
    async answer({ dashboard: { runs, readers }, params, query }) {
      const run = runs.find(params["run"]!);
      const asked = [splitOf(query), query.optionalInteger("step", 0)] as const;
      const found = await readers.call("predictions", [run.folder, ...asked], { affinity: run.key });
      return bytes(found, "application/octet-stream");
    },
  },
  {
    path: "/api/runs/:run/clips",
    async answer({ dashboard: { runs, readers, dataFolders }, params, query }) {
      const run = runs.find(params["run"]!);
      return json(
        await readers.call("clips", [run.folder, splitOf(query), dataFolders], { affinity: run.key }),
      );
    },
  },
  {
    path: "/api/runs/:run/sound",
    async answer({ dashboard: { runs, readers, dataFolders }, params, query }) {
      const run = runs.find(params["run"]!);
      const from = query.optionalNumber("from") ?? 0;
      const to = query.optionalNumber("to");
      if (from > LATEST_SEC || (to !== null && !(to > from && to <= LATEST_SEC)))
        throw bad(`from, to: expected seconds with from < to, at most ${LATEST_SEC}`);
      const clip = query.integer("clip", 0, MOST_CLIPS);
      const sound = await readers.call(
        "sound",
        [run.folder, splitOf(query), clip, { from, to }, dataFolders],
        { affinity: run.key },
      );
      return bytes(sound, "audio/wav");
    },
  },
];

function splitOf(query: Query): string {
  const split = query.text("split", 64);
  if (!/^\w[\w-]*$/.test(split)) throw bad("split: expected a name such as validation");
  return split;
}
