/** The address of a page in the browser's. An exported page has another module of this name: it keeps its address after a `#`. */
export interface Address {
  path: string;
  /** Empty, or with its `?`. */
  query: string;
}

export const readAddress = (): Address => ({ path: location.pathname, query: location.search });

/** @param isStep true if the browser's back button returns to the address before */
export function writeAddress(to: string, isStep: boolean): void {
  if (isStep) history.pushState(null, "", to);
  else history.replaceState(null, "", to);
}

/** Returns the address of a link to another page of the dashboard; null for others. */
export function addressOf(link: HTMLAnchorElement): string | null {
  // A link with a fragment stays on its page.
  if (link.origin !== location.origin || link.pathname.startsWith("/api/") || link.hash !== "") return null;
  return link.pathname + link.search;
}
