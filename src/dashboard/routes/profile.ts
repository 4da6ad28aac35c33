import { RequestError } from "../../serving/request-error.js";
import { json, type Route } from "../route.js";

/** The profile of a run. */
export const profileRoutes: readonly Route[] = [
  {
    path: "/api/runs/:run/profile",
    answer: async ({ dashboard, params, query }) => {
      const { key, folder } = dashboard.runs.find(params["run"]!);
      const trace = query.optionalText("trace", 64);
      if (trace !== null && !/^rank\d+-step\d+$/.test(trace))
        throw new RequestError(400, "BAD_REQUEST", "trace: expected a name such as rank0-step13");
      const step = query.optionalInteger("step", 0);
      return json(await dashboard.readers.call("profile", [folder, { trace, step }], { affinity: key }));
    },
  },
];
