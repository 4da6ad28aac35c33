/** The page's state is its address: path and query. Pages read `query` and write it, so that a copied address shows the same. */
import { computed, signal } from "@preact/signals";

interface Address {
  path: string;
  query: string;
}

const read = (): Address => ({ path: location.pathname, query: location.search });

const address = signal<Address>(read());
addEventListener("popstate", () => {
  address.value = read();
});

/** The path, such as `/runs/0123456789ab/listen`. */
export const path = computed(() => address.value.path);

/** The parameters of the address. */
export const query = computed(() => new URLSearchParams(address.value.query));

/** Returns a parameter, or the default if it is absent. */
export function param(name: string, byDefault = ""): string {
  return query.value.get(name) ?? byDefault;
}

/** Opens another address, as a link does. */
export function go(to: string): void {
  history.pushState(null, "", to);
  address.value = read();
  scrollTo(0, 0);
}

/**
 * Changes parameters of the address; null removes one.
 *
 * @param isStep true for what the browser's back button should undo, such as opening a clip; a slider is not
 */
export function setParams(changes: Readonly<Record<string, string | null>>, isStep = false): void {
  const next = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  const to = `${location.pathname}${text === "" ? "" : `?${text}`}`;
  if (isStep) history.pushState(null, "", to);
  else history.replaceState(null, "", to);
  address.value = read();
}

/** Follows links within the dashboard without loading the page again. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return;
  const link = (event.target as Element).closest("a");
  if (link === null || link.target !== "" || link.hasAttribute("download")) return;
  if (link.origin !== location.origin || link.pathname.startsWith("/api/") || link.hash !== "") return;
  event.preventDefault();
  go(link.pathname + link.search);
}
