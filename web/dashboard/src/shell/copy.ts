import type { ExportedInfo } from "../../../../src/dashboard/exported/answer-key.js";

/** About an exported page, in which a module of this name replaces this one; null for pages of a server. */
export const COPY: ExportedInfo | null = null;
