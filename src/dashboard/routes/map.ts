/** Maps of clips by their embeddings, and the nearest clips of a clip. */
import type { WantedEvaluation } from "../maps/tasks.js";
import { bad, type Query } from "../query.js";
import { file, json, type Route } from "../route.js";

const MOST_NEIGHBOURS = 200;
const MOST_SPLITS = 16;

export const mapRoutes: readonly Route[] = [
  {
    path: "/api/runs/:run/map",
    answer: async ({ dashboard, params, query }) => {
      const run = dashboard.runs.find(params["run"]!);
      const joined = joinedEvaluations(query);
      const split = joined === null ? query.text("split", 100) : null;
      const asked = query.optionalInteger("step", 0);
      const wanted = joined ?? [{ split: split!, step: asked }];
      const found = await dashboard.readers.call("embeddings", [run.folder, wanted], { affinity: run.key });
      const newest = Math.max(...found.files.map(({ step }) => step));
      const step = joined === null ? newest : (asked ?? newest);
      const map = dashboard.maps.ask({ ...found, run: run.key, split, step });
      return map.state === "ready" ? file(map.path, "application/octet-stream") : json(map, 202);
    },
  },
  {
    path: "/api/runs/:run/neighbours",
    answer: async ({ dashboard, params, query }) => {
      const run = dashboard.runs.find(params["run"]!);
      const split = query.text("split", 100);
      const evaluations = joinedEvaluations(query) ?? [{ split, step: query.optionalInteger("step", 0) }];
      const clip = query.integer("clip", 0);
      const count = query.optionalInteger("count", 1, MOST_NEIGHBOURS) ?? 10;
      return json(
        await dashboard.readers.call("neighbours", [run.folder, evaluations, split, clip, count], {
          affinity: run.key,
        }),
      );
    },
  },
];

/** Reads `parts`, evaluations of several splits such as `validation:480,test:480`; null without it. */
function joinedEvaluations(query: Query): WantedEvaluation[] | null {
  if (!query.has("parts")) return null;
  const parts = query.list("parts", MOST_SPLITS, 100).map((text) => {
    const [, split, step] = /^(\w[\w-]{0,63}):(\d{1,15})$/.exec(text) ?? [];
    if (split === undefined) throw bad("parts: expected evaluations such as validation:480,test:480");
    return { split, step: Number(step) };
  });
  if (parts.length === 0) throw bad("parts: expected evaluations such as validation:480,test:480");
  const splits = new Set(parts.map(({ split }) => split));
  if (splits.size !== parts.length) throw bad("parts: each split may be named once");
  return parts;
}
