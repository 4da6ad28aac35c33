/** Answers questions about what a resume or a rewind removed since the page learnt of it. */
import { RequestError } from "../serving/request-error.js";
import type { Answer, ApiRequest, Route } from "./route.js";

/** Statuses of what was removed: it is not there, or was replaced while it was read. */
const MISSING = new Set([404, 422]);

/**
 * Returns a route that accepts `generation`, that of the run as of the page's reading. What is missing because the run was resumed or
 * rewound since is no error of the page, which a browser's console would report for a 404: it is answered by 204, and the news of the
 * change follow at once.
 */
export function toleratingChange(route: Route): Route {
  return {
    ...route,
    async answer(request) {
      try {
        return await route.answer(request);
      } catch (error) {
        if (error instanceof RequestError && MISSING.has(error.status) && (await isChanged(request)))
          return { kind: "removed" } satisfies Answer;
        throw error;
      }
    },
  };
}

async function isChanged({ dashboard, params, query }: ApiRequest): Promise<boolean> {
  const known = query.optionalInteger("generation", 0);
  const key = params["run"];
  if (known === null || key === undefined || !dashboard.runs.has(key)) return false;
  const { folder } = dashboard.runs.find(key);
  const now = await dashboard.readers.call("generation", [folder], { affinity: key }).catch(() => known);
  if (now === known) return false;
  dashboard.runs.lookSoon(key);
  return true;
}
