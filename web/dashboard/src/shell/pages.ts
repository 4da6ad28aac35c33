/** The pages: each is a folder in ../pages, loaded when it is opened. */
import type { ComponentType } from "preact";
import { COPY } from "./copy.js";

export interface PageProps {
  /** The run's key in the address; empty for pages of all runs. */
  run: string;
  /** The rest of the address, such as a search's key; empty for none. */
  id: string;
}

export interface Page {
  /** The part of the address that names it: of `/runs/KEY/listen` `listen`. */
  name: string;
  title: string;
  /** True for a page of a run that an exported one does not have. */
  needsServer?: boolean;
  load: () => Promise<{ default: ComponentType<PageProps> }>;
}

/** Pages of all runs: `/NAME`, `/NAME/ID`; the first is `/`. */
export const PAGES: readonly Page[] = [
  { name: "", title: "Runs", load: () => import("../pages/runs/index.js") },
  { name: "searches", title: "Searches", load: () => import("../pages/search/index.js") },
  { name: "models", title: "Models", load: () => import("../pages/models/index.js") },
  { name: "try", title: "Try it", load: () => import("../pages/try/index.js") },
];

/** Pages of a run: `/runs/KEY/NAME`; the first is `/runs/KEY`. */
export const RUN_PAGES: readonly Page[] = [
  { name: "", title: "Overview", load: () => import("../pages/run/index.js") },
  { name: "listen", title: "Listen", load: () => import("../pages/listen/index.js") },
  { name: "confusion", title: "Confusion", load: () => import("../pages/confusion/index.js") },
  { name: "map", title: "Map", load: () => import("../pages/map/index.js") },
  { name: "figures", title: "Figures", load: () => import("../pages/figures/index.js") },
  { name: "profile", title: "Profile", load: () => import("../pages/profile/index.js") },
  { name: "try", title: "Try it", needsServer: true, load: () => import("../pages/try/index.js") },
];

/** Pages without a place in the navigation. */
export const OTHER_PAGES: readonly Page[] = [
  { name: "compare", title: "Compare", load: () => import("../pages/compare/index.js") },
];

/** The pages of a run that this page has. */
export const OWN_RUN_PAGES = RUN_PAGES.filter(({ needsServer = false }) => COPY === null || !needsServer);

export interface Found extends PageProps {
  page: Page;
}

export function findPage(path: string): Found | null {
  const [first = "", second = "", third = "", ...more] = path.split("/").slice(1);
  if (more.length > 0) return null;
  if (first === "runs" && /^[0-9a-f]{12}$/.test(second)) {
    if (COPY !== null && second !== COPY.run) return null;
    const page = OWN_RUN_PAGES.find(({ name }) => name === third);
    return page === undefined ? null : { page, run: second, id: "" };
  }
  if (COPY !== null) return null;
  const page = third === "" ? [...PAGES, ...OTHER_PAGES].find(({ name }) => name === first) : undefined;
  return page === undefined ? null : { page, run: "", id: second };
}
