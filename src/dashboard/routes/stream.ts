import { RequestError } from "../../serving/request-error.js";
import { bad } from "../query.js";
import type { Route } from "../route.js";

/** Runs that a browser follows; it shows ten at once by default. */
const MOST_FOLLOWED = 256;

export const streamRoutes: readonly Route[] = [
  {
    path: "/api/stream",
    answer({ dashboard: { runs, events }, query, headers }) {
      const keys = query.list("runs", MOST_FOLLOWED, 16);
      if (keys.some((key) => !/^[0-9a-f]{12}$/.test(key))) throw bad("runs: expected keys of runs");
      if (events.isFull)
        throw new RequestError(503, "OVERLOADED", "too many streams are open; close other tabs", {
          "Retry-After": "5",
        });
      const last = headers["last-event-id"];
      // A run that was removed is no reason to hear nothing of the others.
      const followed = new Set(keys.filter((key) => runs.has(key)));
      return {
        kind: "events",
        open: (sink) => events.add(sink, followed, typeof last === "string" ? last : null),
      };
    },
  },
];
