import type * as inBrowser from "../shell/address.js";
import { COPY } from "./copy.js";

/** The address after the `#`; that of the run's first page without one. */
export const readAddress: typeof inBrowser.readAddress = () => {
  const text = location.hash.startsWith("#/") ? location.hash.slice(1) : `/runs/${COPY.run}`;
  const end = text.indexOf("?");
  return end === -1 ? { path: text, query: "" } : { path: text.slice(0, end), query: text.slice(end) };
};

export const writeAddress: typeof inBrowser.writeAddress = (to, isStep) => {
  if (isStep) history.pushState(null, "", `#${to}`);
  else history.replaceState(null, "", `#${to}`);
};

export const addressOf: typeof inBrowser.addressOf = (link) =>
  link.hash.startsWith("#/") ? link.hash.slice(1) : null;
