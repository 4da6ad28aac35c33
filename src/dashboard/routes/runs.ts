import { json, type Route } from "../route.js";

/** The table of runs, and the page of one. */
export const runRoutes: readonly Route[] = [
  {
    path: "/api/runs",
    answer: ({ dashboard, query }) => json(dashboard.runs.list(query.optionalText("since", 64))),
  },
  {
    path: "/api/runs/:run",
    async answer({ dashboard: { runs, readers }, params }) {
      const run = runs.find(params["run"]!);
      const detail = await readers.call("detail", [run.folder], { affinity: run.key });
      return json({ ...runs.rowOf(run), ...detail });
    },
  },
];
