/** The address of a page in the browser's. An exported page has another module of this name: it keeps its address after a `#`. */
export interface Address {
  path: string;
  /** Empty, or with its `?`. */
  query: string;
}

export const readAddress = (): Address => ({ path: location.pathname, query: location.search });

/** @param isStep true if the browser's back button returns to the address before */
export function writeAddress(to: string, isStep: boolean): void {
  if (!isStep) {
    history.replaceState(history.state, "", to);
    return;
  }
  history.replaceState({ y: scrollY } satisfies Left, "");
  history.pushState(null, "", to);
}

/** The place of a page that was left, kept in the browser's history. */
interface Left {
  y: number;
}

const MOST_MS = 3000;

/** After the back button: scrolls to where the page was left, once it is as long as it was then, unless the person scrolls. */
export function restoreScroll(): void {
  const { y = 0 } = (history.state ?? {}) as Partial<Left>;
  const stopped = new AbortController();
  for (const type of ["wheel", "pointerdown", "keydown", "popstate"])
    addEventListener(type, () => stopped.abort(), { once: true, signal: stopped.signal });
  const until = performance.now() + MOST_MS;
  const tryIt = (): void => {
    if (stopped.signal.aborted) return;
    if (document.documentElement.scrollHeight - innerHeight >= y) scrollTo(0, y);
    else if (performance.now() < until) {
      requestAnimationFrame(tryIt);
      return;
    }
    stopped.abort();
  };
  requestAnimationFrame(tryIt);
}

/** Returns the address of a link to another page of the dashboard; null for others. */
export function addressOf(link: HTMLAnchorElement): string | null {
  // A link with a fragment stays on its page.
  if (link.origin !== location.origin || link.pathname.startsWith("/api/") || link.hash !== "") return null;
  return link.pathname + link.search;
}
