import { type ExportedIndex, INDEX_ID } from "../../../../src/dashboard/exported/answer-key.js";

/** The contents of the page. */
export const COPY = JSON.parse(document.getElementById(INDEX_ID)!.textContent!) as ExportedIndex;
