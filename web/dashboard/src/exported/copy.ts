import { type ExportedIndex, INDEX_ID } from "../../../../src/dashboard/exported/answer-key.js";

/** The answers that the page has, and the run that they are of. */
export const COPY = JSON.parse(document.getElementById(INDEX_ID)!.textContent!) as ExportedIndex;
