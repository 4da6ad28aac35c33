/** Reads what the server answers. */
import { type ColumnFile, decodeColumns } from "../../../../src/columns.js";
import { send } from "./transport.js";

/** An answer that says why there is none. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The answer for what a resume or a rewind removed: the news of it are on their way, and what is shown stays until then. */
export const isRemoved = (error: unknown): boolean => error instanceof ApiError && error.status === 204;

async function request(path: string, options: RequestInit): Promise<Response> {
  const response = await send(path, options).catch((error: Error) => {
    if (error.name === "AbortError") throw error;
    throw new ApiError(
      0,
      "GONE",
      "The dashboard does not answer: it was closed, or is unreachable. Start it again: npx woodshed dashboard",
    );
  });
  if (response.status === 204)
    throw new ApiError(204, "REMOVED", "A resume or a rewind of the run has just removed this.");
  if (response.ok) return response;
  const text = await response.text();
  let answer: { error?: { code?: string; message?: string } } = {};
  try {
    answer = JSON.parse(text);
  } catch {
    // Not an answer of ours.
  }
  throw new ApiError(
    response.status,
    answer.error?.code ?? "HTTP",
    answer.error?.message ?? `${response.status} ${text.slice(0, 200)}`,
  );
}

/** @param path with its query, such as `/api/runs` @throws ApiError */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await request(path, signal ? { signal } : {})).json()) as T;
}

/**
 * Returns columns by name, with their description; null while the server computes them (202).
 *
 * @param onComputing receives the share that is computed
 * @throws ApiError
 */
export async function getColumns<Meta>(
  path: string,
  signal?: AbortSignal,
  onComputing: (fraction: number) => void = () => {},
): Promise<ColumnFile<Meta> | null> {
  const response = await request(path, signal ? { signal } : {});
  if (response.status === 202) {
    onComputing(((await response.json()) as { fraction?: number }).fraction ?? 0);
    return null;
  }
  return decodeColumns<Meta>(new Uint8Array(await response.arrayBuffer()));
}

/** @throws ApiError */
export async function getBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  return (await request(path, signal ? { signal } : {})).arrayBuffer();
}

/** Sends JSON. @throws ApiError */
export async function postJson<T>(path: string, value: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return (await (await request(path, { method: "POST", headers, body: JSON.stringify(value) })).json()) as T;
}
