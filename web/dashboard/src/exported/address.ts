import type * as inBrowser from "../shell/address.js";
import { COPY } from "./copy.js";

const FIRST = `/runs/${COPY.run}`;
let last = FIRST;

/** The address after the `#`; without one, that of the run's first page. A link to a part of the page, such as `#main`, leaves it as it was. */
export const readAddress: typeof inBrowser.readAddress = () => {
  if (location.hash === "") last = FIRST;
  else if (location.hash.startsWith("#/")) last = location.hash.slice(1);
  const end = last.indexOf("?");
  return end === -1 ? { path: last, query: "" } : { path: last.slice(0, end), query: last.slice(end) };
};

export const writeAddress: typeof inBrowser.writeAddress = (to, isStep) => {
  if (isStep) history.pushState(null, "", `#${to}`);
  else history.replaceState(null, "", `#${to}`);
};

export const addressOf: typeof inBrowser.addressOf = (link) =>
  link.hash.startsWith("#/") ? link.hash.slice(1) : null;

/** Left to the browser: an exported page is there at once. */
export function restoreScroll(): void {}
