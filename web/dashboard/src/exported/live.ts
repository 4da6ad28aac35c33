/** A copy has no news. */
import { signal } from "@preact/signals";
import type * as live from "../data/live.js";

export const isConnected = signal(true);
export const onNews: typeof live.onNews = () => () => true;
export const follow: typeof live.follow = () => {};
export const startNews: typeof live.startNews = () => {};
