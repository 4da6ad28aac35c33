/** Places in the user's own files, for errors that bundled modules throw. */
import { SourceMap, type SourceMapPayload } from "node:module";
import { basename } from "node:path";

/** `component:model.ts:3f2a91c0b5d6:12:5` in a stack trace. */
const FRAME = /component:[^\s():]+:([0-9a-f]{12}):(\d+):(\d+)/;

const maps = new Map<string, SourceMap>();

/** Returns the name of a bundled module in stack traces, and remembers its source map. */
export function traceName(module: string, hash: string, map: string): string {
  const id = hash.slice(0, 12);
  maps.set(id, new SourceMap(JSON.parse(map) as SourceMapPayload));
  return `component:${basename(module).replaceAll(/[\s():]/g, "_")}:${id}`;
}

/** Returns the place in the user's own files where an error was thrown or passed: `model.ts:12:5`; null for none. */
export function ownPlace(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  // Found by the thread that threw it.
  const { ownPlace: sent, stack = "" } = error as Error & { ownPlace?: unknown };
  if (typeof sent === "string") return sent;
  for (const line of stack.split("\n")) {
    const place = placeIn(line);
    if (place !== null) return place;
  }
  return null;
}

/** Returns a stack trace with the user's own files and lines, without the frames below them. */
export function ownTrace(stack: string): string {
  const lines = stack.split("\n");
  const last = lines.findLastIndex((line) => FRAME.test(line));
  // A trace that another thread sent has the places already.
  return (last < 0 ? lines : lines.slice(0, last + 1))
    .map((line) => line.replace(FRAME, (frame) => placeIn(frame) ?? frame))
    .join("\n");
}

/** Returns an error's message with its place in the user's files. */
export function describeAt(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`;
  const place = ownPlace(error);
  return place === null ? message : `${message} (${place})`;
}

function placeIn(line: string): string | null {
  const [, id, row, column] = FRAME.exec(line) ?? [];
  if (id === undefined) return null;
  const entry = maps.get(id)?.findEntry(Number(row) - 1, Number(column) - 1);
  if (entry === undefined || !("originalSource" in entry)) return null;
  return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
