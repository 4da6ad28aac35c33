import { createHash } from "node:crypto";

/** Returns the key of a run, or of another folder such as a search's. Keys are short: a person sees them in addresses. */
export function runKey(folder: string): string {
  return createHash("sha256").update(folder).digest("hex").slice(0, 12);
}
