import { json, type Route } from "../route.js";

/** The table of runs. */
export const runRoutes: readonly Route[] = [
  { path: "/api/runs", answer: ({ dashboard }) => json(dashboard.runs.list()) },
];
