import { bytes, json, type Route } from "../route.js";

const MOST_CELLS = 1_000_000;

/** Items of a run, and the media of tables. */
export const itemRoutes: readonly Route[] = [
  {
    path: "/api/runs/:run/item",
    async answer({ dashboard: { runs, readers }, params, query }) {
      const run = runs.find(params["run"]!);
      const asked = [query.text("name"), query.optionalInteger("step", 0)] as const;
      return json(await readers.call("item", [run.folder, ...asked], { affinity: run.key }));
    },
  },
  {
    path: "/api/runs/:run/media",
    async answer({ dashboard: { runs, readers }, params, query }) {
      const run = runs.find(params["run"]!);
      const [row, column] = [query.integer("row", 0, MOST_CELLS), query.integer("column", 0, MOST_CELLS)];
      const place = [query.text("name"), query.integer("step", 0), row, column] as const;
      const media = await readers.call("media", [run.folder, ...place], { affinity: run.key });
      return bytes(media.bytes, media.type);
    },
  },
];
