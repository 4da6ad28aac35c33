import { type ExportedIndex, INDEX_ID } from "../../../../src/dashboard/exported/answer-key.js";

/** What the page has, and of what. */
export const COPY = JSON.parse(document.getElementById(INDEX_ID)!.textContent!) as ExportedIndex;
