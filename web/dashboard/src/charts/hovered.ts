import { signal } from "@preact/signals";

/** The run whose line or row is under the pointer; its lines stand out in all charts. Empty for none. */
export const hoveredRun = signal("");
