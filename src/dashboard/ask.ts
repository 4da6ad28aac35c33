import { RequestError } from "../serving/request-error.js";
import { Query } from "./query.js";
import type { Answer, Ask, Dashboard } from "./route.js";
import type { Router } from "./router.js";

/** Returns a function that asks routes within this process, for answers that are made of others. */
export function asker(router: Router, dashboard: Dashboard, signal: AbortSignal): Ask {
  const ask = async (address: string): Promise<Answer> => {
    signal.throwIfAborted();
    const [path = "", query = ""] = address.split("?", 2);
    const { route, params } = router.find("GET", path);
    return route.answer({
      ...{ dashboard, params, query: new Query(query), headers: {}, signal, ask },
      json: () => Promise.reject(new RequestError(400, "BAD_REQUEST", "no body")),
    });
  };
  return ask;
}
