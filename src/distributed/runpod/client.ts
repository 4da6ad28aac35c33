/** Client of RunPod's REST API v2: requests with retries, and errors with advice. */
import type { z } from "zod";
import { DistributedError } from "../../errors.js";
import { problemSchema } from "./api.js";
import { pause } from "./pause.js";

const BASE_URL = "https://api.runpod.io/v2";
/** RunPod's rate limits reset after a minute, an hour and a day; a longer wait than this is an error. */
const LONGEST_WAIT_MS = 300_000;
const REQUEST_TIMEOUT_MS = 60_000;

type Method = "GET" | "POST" | "DELETE";

export interface RequestOptions {
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: unknown;
  /** Aborts the request and the waiting between attempts. */
  signal?: AbortSignal | undefined;
  /** Attempts before a temporary failure is an error; by default 6, about half a minute. */
  tries?: number;
}

export interface ClientOptions {
  key: string;
  baseUrl?: string;
  /** Called before each wait: "rate limit reached, waiting 12 s". */
  onWait?: (message: string) => void;
  /** Wait after the first failure; doubles each time. */
  backoffMs?: number;
}

export class RunpodClient {
  readonly baseUrl: string;
  /** Passed to pods, which terminate themselves with it. Must not appear in a message or a file. */
  readonly key: string;
  readonly #backoffMs: number;
  readonly #onWait: (message: string) => void;

  constructor({ key, baseUrl = BASE_URL, backoffMs = 500, onWait = () => {} }: ClientOptions) {
    this.key = key;
    this.baseUrl = baseUrl.replace(/\/+$/, "");
    this.#backoffMs = backoffMs;
    this.#onWait = onWait;
  }

  /** True if the environment has a key. */
  static hasKey(): boolean {
    return (process.env["RUNPOD_API_KEY"] ?? "").trim() !== "";
  }

  /** Reads the key from the environment, and from nowhere else. */
  static fromEnvironment(options: Omit<ClientOptions, "key" | "baseUrl"> = {}): RunpodClient {
    const key = process.env["RUNPOD_API_KEY"]?.trim();
    if (!key) {
      throw new DistributedError(
        "RUNPOD_KEY",
        "RunPod: RUNPOD_API_KEY is not set. Create a key at https://console.runpod.io/user/settings and export it; Woodshed reads it from the environment only.",
      );
    }
    const baseUrl = process.env["WOODSHED_RUNPOD_URL"];
    return new RunpodClient({ ...options, key, ...(baseUrl ? { baseUrl } : {}) });
  }

  async get<S extends z.ZodType>(path: string, schema: S, options: RequestOptions = {}): Promise<z.infer<S>> {
    return readAnswer(`GET ${path}`, await this.#send("GET", path, options), schema);
  }

  /** Sends a POST, which creates something: it is repeated only after a 429, which means that RunPod ignored it. */
  async post<S extends z.ZodType>(
    path: string,
    schema: S,
    options: RequestOptions = {},
  ): Promise<z.infer<S>> {
    return readAnswer(`POST ${path}`, await this.#send("POST", path, options), schema);
  }

  /** Deletes; a missing resource is no error. */
  async delete(path: string, options: RequestOptions = {}): Promise<void> {
    try {
      await this.#send("DELETE", path, options);
    } catch (error) {
      if (!isCode(error, "RUNPOD_NOT_FOUND")) throw error;
    }
  }

  /** Opens a stream of server-sent events; the body stays open until either side closes it. */
  async stream(path: string, options: RequestOptions & { lastEventId?: string } = {}): Promise<Response> {
    const { lastEventId } = options;
    return this.#send("GET", path, options, {
      accept: "text/event-stream",
      ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    });
  }

  async #send(
    method: Method,
    path: string,
    options: RequestOptions,
    headers: Record<string, string> = { accept: "application/json" },
  ): Promise<Response> {
    const subject = `RunPod: ${method} ${path}`;
    const { tries = 6, signal } = options;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#once(method, path, options, headers);
      if (outcome instanceof Response && outcome.ok) return outcome;
      signal?.throwIfAborted();
      const error =
        outcome instanceof Response
          ? await errorOf(subject, outcome)
          : new DistributedError(
              "RUNPOD_NETWORK",
              `${subject}: ${this.baseUrl} is unreachable: ${networkReason(outcome)}. Check the network, and \`woodshed runpod status\` once it is back.`,
              { cause: outcome },
            );
      const waitMs = this.#waitBefore(error, method, attempt, outcome);
      if (waitMs === null || attempt >= tries) throw error;
      await pause(waitMs, signal);
    }
  }

  async #once(
    method: Method,
    path: string,
    { query = {}, body, signal }: RequestOptions,
    headers: Record<string, string>,
  ): Promise<Response | Error> {
    const url = new URL(`${this.baseUrl}${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    // The time limit applies to the start of the answer: a stream of logs stays open for hours.
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error("no answer in a minute")), REQUEST_TIMEOUT_MS);
    try {
      return await fetch(url, {
        method,
        headers: {
          ...headers,
          authorization: `Bearer ${this.key}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: signal === undefined ? late.signal : AbortSignal.any([late.signal, signal]),
      });
    } catch (error) {
      return error as Error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Returns milliseconds to wait before another attempt; null if another is useless or harmful. */
  #waitBefore(error: DistributedError, method: Method, attempt: number, outcome: Response | Error) {
    const backoffMs = Math.min(30_000, this.#backoffMs * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2);
    if (error.code === "RUNPOD_RATE" && outcome instanceof Response) {
      const waitMs = retryAfterMs(outcome.headers.get("retry-after")) ?? backoffMs;
      if (waitMs > LONGEST_WAIT_MS) return null;
      this.#onWait(`RunPod's rate limit is reached: waiting ${Math.ceil(waitMs / 1000)} s`);
      return waitMs;
    }
    const mayPass = error.code === "RUNPOD_SERVER" || error.code === "RUNPOD_NETWORK";
    return mayPass && method !== "POST" ? backoffMs : null;
  }
}

export function isCode(error: unknown, ...codes: string[]): error is DistributedError {
  return error instanceof DistributedError && codes.includes(error.code);
}

/** Parses a Retry-After header: seconds or an HTTP date. */
export function retryAfterMs(header: string | null, nowMs: number = Date.now()): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return 1000 * Number(header);
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

async function readAnswer<S extends z.ZodType>(what: string, answer: Response, schema: S) {
  let value: unknown;
  try {
    value = await answer.json();
  } catch (cause) {
    // A partial answer counts as no answer.
    throw new DistributedError("RUNPOD_NETWORK", `RunPod: ${what}: the answer was cut off.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new DistributedError(
    "RUNPOD_ANSWER",
    `RunPod: ${what}: the answer's ${path.join(".") || "body"} does not match REST v2: ${message}. Check for a newer Woodshed.`,
    { cause: parsed.error },
  );
}

async function errorOf(what: string, answer: Response): Promise<DistributedError> {
  const problem = problemSchema.safeParse(await answer.json().catch(() => null)).data;
  const detail = [problem?.detail ?? answer.statusText, ...(problem?.errors ?? [])].join("; ");
  const [code, advice] = meaningOf(answer.status);
  return new DistributedError(code, `${what}: ${answer.status}: ${detail}. ${advice}`.trim());
}

function meaningOf(status: number): [code: string, advice: string] {
  switch (status) {
    case 400:
      return ["RUNPOD_REJECTED", ""];
    case 401:
      return [
        "RUNPOD_AUTH",
        "RunPod does not accept the key in RUNPOD_API_KEY: check it, or create another.",
      ];
    case 402:
      return ["RUNPOD_BALANCE", "The account's balance does not cover it: add credit at console.runpod.io."];
    case 403:
      return ["RUNPOD_FORBIDDEN", "The key in RUNPOD_API_KEY lacks the right to do this."];
    case 404:
      return ["RUNPOD_NOT_FOUND", ""];
    case 409:
      return ["RUNPOD_CONFLICT", ""];
    case 422:
      return ["RUNPOD_INVALID", "The request is invalid; it would fail every time."];
    case 429:
      return ["RUNPOD_RATE", "The rate limit is reached: try again later."];
    default:
      return status >= 500 ? ["RUNPOD_SERVER", "RunPod failed: try again later."] : ["RUNPOD_REJECTED", ""];
  }
}

function networkReason(error: Error): string {
  const { cause } = error;
  return cause instanceof Error && cause.message !== "" ? cause.message : error.message;
}
