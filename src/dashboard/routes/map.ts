/** Maps of clips by their embeddings, and the nearest clips of a clip. */
import { file, json, type Route } from "../route.js";

const MOST_NEIGHBOURS = 200;

export const mapRoutes: readonly Route[] = [
  {
    path: "/api/runs/:run/map",
    answer: async ({ dashboard, params, query }) => {
      const run = dashboard.runs.find(params["run"]!);
      const split = query.text("split", 100);
      const found = await dashboard.readers.call(
        "embeddings",
        [run.folder, split, query.optionalInteger("step", 0)],
        { affinity: run.key },
      );
      const map = dashboard.maps.ask({ ...found, run: run.key, split });
      return map.state === "ready" ? file(map.path, "application/octet-stream") : json(map, 202);
    },
  },
  {
    path: "/api/runs/:run/neighbours",
    answer: async ({ dashboard, params, query }) => {
      const run = dashboard.runs.find(params["run"]!);
      return json(
        await dashboard.readers.call(
          "neighbours",
          [
            run.folder,
            query.text("split", 100),
            query.optionalInteger("step", 0),
            query.integer("clip", 0),
            query.optionalInteger("count", 1, MOST_NEIGHBOURS) ?? 10,
          ],
          { affinity: run.key },
        ),
      );
    },
  },
];
