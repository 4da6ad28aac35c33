import { bytes, json, type Route } from "../route.js";

const MOST_POINTS = 4096;

/** Times of a run's stages, and its output. */
export const progressRoutes: readonly Route[] = [
  {
    path: "/api/runs/:run/stages",
    async answer({ dashboard: { runs, readers }, params, query }) {
      const run = runs.find(params["run"]!);
      const numPoints = query.optionalInteger("points", 1, MOST_POINTS) ?? 400;
      const found = await readers.call("stages", [run.folder, numPoints], { affinity: run.key });
      return bytes(found, "application/octet-stream");
    },
  },
  {
    path: "/api/runs/:run/console",
    async answer({ dashboard: { runs, readers }, params, query }) {
      const run = runs.find(params["run"]!);
      const after = query.optionalInteger("after", 0) ?? 0;
      return json(await readers.call("console", [run.folder, after], { affinity: run.key }));
    },
  },
];
