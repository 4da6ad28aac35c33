import { signal } from "@preact/signals";

const query = matchMedia("(max-width: 700px)");

/** True on screens where the table becomes cards. */
export const isNarrow = signal(query.matches);
query.addEventListener("change", () => {
  isNarrow.value = query.matches;
});
