import { createReadStream, createWriteStream, readFileSync, statSync } from "node:fs";
import {
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { pipeline } from "node:stream/promises";
import { RegistryError } from "../errors.js";
import { type Address, readAddress } from "./address.js";
import type { Deadline } from "./deadline.js";
import { type Failure, failureOf, isTemporary, toError, wasNotDone } from "./failure.js";

export interface ConnectionOptions {
  /** How long a request is retried after its first failure. By default 30 s; 3 s while the server was never reached. */
  retryMs?: number;
  /** Time without data after which a connection counts as lost. By default 120 s, or MLFLOW_HTTP_REQUEST_TIMEOUT. */
  timeoutMs?: number;
  /** Cancels requests: they fail with the code STOPPED. */
  signal?: AbortSignal;
  /** Limits the time of all requests together. By default there is no such limit. */
  deadline?: Deadline;
  env?: NodeJS.ProcessEnv;
}

type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

interface Request {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  query?: Query;
  body?: unknown;
  /** True if the request may be repeated although the first one may have arrived. By default true. */
  isIdempotent?: boolean;
}

const RETRY_MS = 30_000;
/** Shorter while nothing has ever answered: the server is more likely missing than busy. */
const UNREACHED_RETRY_MS = 3000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** Read size of artifacts. */
const CHUNK_BYTES = 2 ** 20;

/**
 * HTTP to one MLflow server: JSON and streamed files, with retries. Uses Node's http module instead of fetch, which streams files of known
 * length without web streams, and supports the certificates that MLflow's variables name.
 */
export class Connection {
  readonly #address: Address;
  readonly #options: {
    retryMs: number | null;
    timeoutMs: number;
    signal: AbortSignal | undefined;
    deadline: Deadline | undefined;
  };
  #wasReached = false;
  readonly #agent: HttpAgent;

  constructor(uri: string, options: ConnectionOptions = {}) {
    const { env = process.env } = options;
    this.#address = readAddress(uri, env);
    const timeoutSec = Number(env["MLFLOW_HTTP_REQUEST_TIMEOUT"]);
    this.#options = {
      retryMs: options.retryMs ?? null,
      timeoutMs: options.timeoutMs ?? (timeoutSec > 0 ? 1000 * timeoutSec : 120_000),
      signal: options.signal,
      deadline: options.deadline,
    };
    const { isInsecure, certificateFile } = this.#address;
    this.#agent = this.uri.startsWith("https:")
      ? new HttpsAgent({
          keepAlive: true,
          rejectUnauthorized: !isInsecure,
          ...(certificateFile === null ? {} : { ca: readFileSync(certificateFile) }),
        })
      : new HttpAgent({ keepAlive: true });
  }

  get uri(): string {
    return this.#address.uri;
  }

  /** @throws RegistryError whose code is MLflow's error code, else `HTTP_<status>`, else `UNREACHABLE` */
  json<Answer>(request: Request): Promise<Answer> {
    return this.#retry(request, async () => {
      const body = request.body === undefined ? null : Buffer.from(JSON.stringify(request.body));
      const headers =
        body === null ? {} : { "content-type": "application/json", "content-length": body.length };
      const response = await this.#send(request, headers, (out) => void out.end(body ?? undefined));
      const text = await textOf(response);
      if (!isSuccess(response))
        throw new Failed(failureOf(response.statusCode!, text, response.headers["retry-after"]));
      try {
        return (text === "" ? {} : JSON.parse(text)) as Answer;
      } catch {
        const message = `expected JSON, got ${text.slice(0, 80)}`;
        throw new Failed({ ...failureOf(response.statusCode!, message, undefined), errorCode: "NOT_MLFLOW" });
      }
    });
  }

  /** Uploads a file; each attempt starts at its beginning. */
  upload(path: string, file: string): Promise<void> {
    const request: Request = { method: "PUT", path };
    return this.#retry(request, async () => {
      const bytes = statSync(file).size;
      const headers = { "content-type": "application/octet-stream", "content-length": bytes };
      const onPart = this.#options.deadline?.startTransfer() ?? (() => {});
      const response = await this.#send(request, headers, (out) =>
        pipeline(createReadStream(file, { highWaterMark: CHUNK_BYTES }), reporting(onPart), out),
      );
      const text = await textOf(response);
      if (!isSuccess(response))
        throw new Failed(failureOf(response.statusCode!, text, response.headers["retry-after"]));
    });
  }

  /** Downloads a path to a file. Fails if the file is incomplete. */
  download(path: string, file: string): Promise<void> {
    const request: Request = { method: "GET", path };
    return this.#retry(request, async () => {
      const response = await this.#send(request, {}, (out) => void out.end());
      if (!isSuccess(response)) {
        throw new Failed(
          failureOf(response.statusCode!, await textOf(response), response.headers["retry-after"]),
        );
      }
      const expected = Number(response.headers["content-length"] ?? Number.NaN);
      const out = createWriteStream(file, { highWaterMark: 8 * CHUNK_BYTES });
      try {
        await pipeline(response, out);
      } catch (error) {
        // An error of the local disk, not of the server.
        if (/^E(NOSPC|DQUOT|ACCES|ROFS|IO)$/.test((error as NodeJS.ErrnoException).code ?? ""))
          throw new RegistryError("FILE", `${file}: ${(error as Error).message}`, { cause: error });
        throw error;
      }
      if (!Number.isNaN(expected) && out.bytesWritten !== expected) {
        throw new Failed(lost(`ended after ${out.bytesWritten} of ${expected} bytes`, false));
      }
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  async #retry<Answer>(request: Request, attempt: () => Promise<Answer>): Promise<Answer> {
    const { signal, deadline, retryMs } = this.#options;
    let giveUpMs: number | null = null;
    for (let tries = 1; ; tries++) {
      try {
        const answer = await attempt();
        this.#wasReached = true;
        return answer;
      } catch (error) {
        if (error instanceof RegistryError) throw error;
        if (signal?.aborted)
          throw new RegistryError("STOPPED", `${describe(request)}: ${messageOf(signal.reason)}`);
        const failure = error instanceof Failed ? error.failure : lost(messageOf(error), false);
        if (deadline?.signal.aborted && failure.status === null) failure.message = "no answer in time";
        this.#wasReached ||= failure.status !== null;
        giveUpMs ??= performance.now() + (retryMs ?? (this.#wasReached ? RETRY_MS : UNREACHED_RETRY_MS));
        const backOffMs =
          Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)) * (0.75 + Math.random() / 2);
        const pauseMs = failure.retryAfterSec === null ? backOffMs : 1000 * failure.retryAfterSec;
        const mayRetry = isTemporary(failure) && (request.isIdempotent !== false || wasNotDone(failure));
        const isLate = pauseMs >= (deadline?.remainingMs ?? Infinity);
        if (!mayRetry || isLate || performance.now() + pauseMs > giveUpMs)
          throw toError(describe(request), this.uri, failure, tries);
        await pause(pauseMs, signal);
      }
    }
  }

  /** Resolves with the head of the response, which may come before the request is sent completely. */
  #send(
    { method, path, query }: Request,
    headers: Record<string, string | number>,
    write: (out: ReturnType<typeof requestHttp>) => Promise<void> | void,
  ): Promise<IncomingMessage> {
    const { authorization } = this.#address;
    const signals = [this.#options.signal, this.#options.deadline?.signal].filter(
      (signal) => signal !== undefined,
    );
    const url = new URL(`${this.uri}${path}${formatQuery(query)}`);
    const options: RequestOptions = {
      method,
      agent: this.#agent,
      timeout: this.#options.timeoutMs,
      headers: { ...headers, "user-agent": "woodshed", ...(authorization === null ? {} : { authorization }) },
      ...(signals.length === 0 ? {} : { signal: AbortSignal.any(signals) }),
    };
    return new Promise((resolve, reject) => {
      const out = (url.protocol === "https:" ? requestHttps : requestHttp)(url, options);
      let hasResponse = false;
      out.on("response", (response) => {
        hasResponse = true;
        resolve(response);
      });
      out.on("timeout", () => out.destroy(new Error(`no data for ${this.#options.timeoutMs / 1000} s`)));
      out.on("error", (error: NodeJS.ErrnoException) => {
        const isUnsent = /^E(CONNREFUSED|NOTFOUND|HOSTUNREACH|NETUNREACH|AI_AGAIN)$/.test(error.code ?? "");
        reject(new Failed(lost(messageOf(error), isUnsent)));
      });
      // A server that refuses early closes its side. Its answer has the reason, not the broken pipe.
      Promise.resolve(write(out)).catch((error: Error) => {
        if (!hasResponse) setTimeout(() => reject(new Failed(lost(messageOf(error), false))), 100);
      });
    });
  }
}

/** Passes parts of a file on. Calls `onPart` for each one after the first: the previous one is accepted by then. */
function reporting(onPart: () => void) {
  return async function* (parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let isFirst = true;
    for await (const part of parts) {
      if (!isFirst) onPart();
      isFirst = false;
      yield part;
    }
  };
}

class Failed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

function lost(message: string, isUnsent: boolean): Failure {
  return { status: null, errorCode: null, message, retryAfterSec: null, isUnsent };
}

const isSuccess = ({ statusCode }: IncomingMessage): boolean => statusCode! >= 200 && statusCode! < 300;
const describe = ({ method, path }: Request): string => `${method} ${path}`;

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function formatQuery(query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.size === 0 ? "" : `?${search}`;
}

function messageOf(error: unknown): string {
  const { message = String(error), code, errors } = error as NodeJS.ErrnoException & { errors?: Error[] };
  // The message is empty where both addresses of a name refused.
  return message || errors?.map((one) => one.message).join(", ") || code || "the connection was lost";
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
  });
}
