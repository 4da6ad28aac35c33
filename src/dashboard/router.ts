import { RequestError } from "../serving/request-error.js";
import type { Route } from "./route.js";

export interface Match {
  route: Route;
  params: Readonly<Record<string, string>>;
}

/** Finds routes. Addresses are compared as they come: nothing in a path is decoded, so nothing can hide in it. */
export class Router {
  readonly #routes: readonly { route: Route; pattern: RegExp }[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((route) => ({
      route,
      pattern: new RegExp(
        `^${route.path.replaceAll(".", "\\.").replace(/:(\w+)/g, (_, name) => `(?<${name}>[0-9a-f]{12})`)}$`,
      ),
    }));
  }

  /** @throws RequestError 404 for a path without a route, 405 for another method */
  find(method: string, path: string): Match {
    const found = this.#routes.flatMap(({ route, pattern }) => {
      const match = pattern.exec(path);
      return match === null ? [] : [{ route, params: { ...match.groups } }];
    });
    const read = method === "HEAD" ? "GET" : method;
    const match = found.find(({ route }) => (route.method ?? "GET") === read);
    if (match !== undefined) return match;
    if (found.length === 0) throw new RequestError(404, "NOT_FOUND", "no such address");
    const allowed = found.map(({ route }) => route.method ?? "GET").join(", ");
    throw new RequestError(405, "METHOD", `this address accepts ${allowed}`, { Allow: allowed });
  }
}
