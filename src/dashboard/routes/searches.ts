import { RequestError } from "../../serving/request-error.js";
import { type Dashboard, json, type Route } from "../route.js";
import { runKey } from "../run-key.js";

/** One thread reads all searches, as it remembers how far. */
const affinityOf = ({ folder }: Dashboard): { affinity: string } => ({ affinity: runKey(folder) });

/** The searches of the folder, and their trials. */
export const searchRoutes: readonly Route[] = [
  {
    path: "/api/searches",
    answer: async ({ dashboard }) => {
      const { readers, folder } = dashboard;
      return json(await readers.call("searches", [folder], affinityOf(dashboard)));
    },
  },
  {
    path: "/api/searches/:search",
    answer: async ({ dashboard, params, query }) => {
      const { readers, folder, runs } = dashboard;
      const since = query.optionalInteger("since", 0) ?? -1;
      const search = await readers.call("search", [folder, params["search"]!, since], affinityOf(dashboard));
      if (search === null)
        throw new RequestError(
          404,
          "NO_SEARCH",
          `no search ${params["search"]} in this folder: it was moved or removed; reload the list`,
        );
      const keys = new Set(runs.all().map(({ key }) => key));
      const trials = search.trials.map((trial) =>
        trial.run === null || keys.has(trial.run) ? trial : { ...trial, run: null },
      );
      return json({ ...search, trials });
    },
  },
];
