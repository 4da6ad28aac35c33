/** The contract of routes: one file a topic in routes/, listed in routes/index.ts. */
import type { ColumnFile } from "../columns.js";
import { encodeColumns } from "../columns.js";
import type { EventHub, EventSink } from "./event-hub.js";
import type { Maps } from "./maps/maps.js";
import type { Query } from "./query.js";
import type { Readers } from "./readers.js";
import type { Runs } from "./runs.js";
import type { ModelExporter } from "./try/model-exporter.js";

/** Parts of the server that routes share. */
export interface Dashboard {
  /** The folder with the runs, absolute, without symbolic links. */
  readonly folder: string;
  /** Folders, besides those of runs, whose sounds may be played: `--data`. */
  readonly dataFolders: readonly string[];
  /** The MLflow server whose models are shown; null for the embedded registry. */
  readonly trackingUri: string | null;
  readonly runs: Runs;
  /** Streams of events to browsers. */
  readonly events: EventHub;
  /** Threads that read records and files: the server's own thread reads neither. */
  readonly readers: Readers;
  readonly maps: Maps;
  /** Models for "Try it". */
  readonly models: ModelExporter;
}

export interface Route {
  /** `/api/runs/:run/item`; `:run` and its like are 12 hexadecimal digits. */
  path: string;
  /** GET by default. */
  method?: "GET" | "POST";
  /** @throws RequestError for a request that cannot be answered */
  answer(request: ApiRequest): Answer | Promise<Answer>;
}

export interface ApiRequest {
  dashboard: Dashboard;
  /** Values of the path's places: `run`. */
  params: Readonly<Record<string, string>>;
  query: Query;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
  /** The body of a POST: JSON of at most 1 MB. @throws RequestError for anything else */
  json(): Promise<unknown>;
  /** Asks another route, for an answer that is made of others. */
  ask: Ask;
}

/** @param address with its query, of a GET @throws RequestError as the route does */
export type Ask = (address: string) => Promise<Answer>;

/** An answer to a request. */
export type Answer =
  | { kind: "json"; status: number; value: object }
  | { kind: "bytes"; status: number; bytes: Uint8Array; type: string; fileName: string | null }
  /** A file that the caller checked; answered in pieces. */
  | { kind: "file"; path: string; type: string; fileName: string | null }
  /** See `toleratingChange`. */
  | { kind: "removed" }
  /** Server-sent events: `open` gets a function that sends text, and returns one that ends the stream. */
  | { kind: "events"; open(stream: EventSink): void };

export const json = (value: object, status = 200): Answer => ({ kind: "json", status, value });

export const columns = (file: ColumnFile): Answer => bytes(encodeColumns(file), "application/octet-stream");

/** @param fileName offered by the browser for saving; null to show it */
export function bytes(bytes: Uint8Array, type: string, fileName: string | null = null): Answer {
  return { kind: "bytes", status: 200, bytes, type, fileName };
}

export function file(path: string, type: string, fileName: string | null = null): Answer {
  return { kind: "file", path, type, fileName };
}
