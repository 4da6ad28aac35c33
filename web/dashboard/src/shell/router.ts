/** The page's state is its address: path and query. Pages read `query` and write it, so that a copied address shows the same. */
import { computed, signal } from "@preact/signals";
import { type Address, addressOf, readAddress, restoreScroll, writeAddress } from "./address.js";

const address = signal<Address>(readAddress());
/** True if the browser's back or forward button opened the page. */
export let isReturn = false;
addEventListener("popstate", () => {
  isReturn = true;
  address.value = readAddress();
  restoreScroll();
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
  isReturn = false;
  writeAddress(to, true);
  address.value = readAddress();
  scrollTo(0, 0);
}

/**
 * Changes parameters of the address; null removes one.
 *
 * @param isStep true for what the browser's back button should undo, such as opening a clip; a slider is not
 */
export function setParams(changes: Readonly<Record<string, string | null>>, isStep = false): void {
  const next = new URLSearchParams(readAddress().query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  writeAddress(`${readAddress().path}${text === "" ? "" : `?${text}`}`, isStep);
  address.value = readAddress();
}

/** Follows links within the dashboard without loading the page again. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return;
  const link = (event.target as Element).closest("a");
  if (link === null || link.target !== "" || link.hasAttribute("download")) return;
  const to = addressOf(link);
  if (to === null) return;
  event.preventDefault();
  go(to);
}
