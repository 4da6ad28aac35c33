import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Decoders } from "./decoders.js";
import { PAGE } from "./page.js";
import type { ServedModel } from "./predict-worker.js";
import { Predictor } from "./predictor.js";
import { overloaded, RequestError } from "./request-error.js";
import { assertAcceptable, receiveAudio } from "./upload.js";

export interface ServeOptions {
  /** A checkpoint's folder, or what `findCheckpoint` finds one by. */
  path: string;
  /** Of the checkpoint's configuration. */
  overrides?: readonly string[];
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Of a body. */
  maxBytes: number;
  /** Of a recording. */
  maxSeconds: number;
  /** From a request's first byte to its last. */
  timeoutMs: number;
  /** Requests that are received, decoded or computed at a time; the next is answered with 503. */
  maxPending: number;
  /** Recordings computed together; 1 gives what `predict` gives to the last bit. */
  maxBatch: number;
  /** Threads that decode. */
  numDecoders: number;
  /** Told of each request when it is answered. */
  onAccess?: (entry: Access) => void;
  /** Told when the network's thread has ended by itself. */
  onFailure?: (error: Error) => void;
}

/** A line of the access log. */
export interface Access {
  /** ISO 8601, UTC. */
  time: string;
  remote: string;
  method: string;
  path: string;
  status: number;
  ms: number;
  /** Of audio; where there was some. */
  seconds?: number;
  label?: string;
  /** The error's code; where there was one. */
  error?: string;
}

/** How long a refused body is read on, for the answer to be seen before the connection ends. */
const LINGER_MS = 1000;

/** Names what is heard in recordings that are sent over HTTP. */
export class PredictionServer {
  readonly #options: ServeOptions;
  readonly #server: Server;
  readonly #predictor: Predictor;
  readonly #decoders: Decoders;
  /** Of the requests under way, by their sockets. */
  readonly #entries = new WeakMap<object, Partial<Access>>();
  #numPending = 0;
  #isClosing = false;

  private constructor(options: ServeOptions, predictor: Predictor) {
    const { timeoutMs, maxSeconds, numDecoders } = options;
    this.#options = options;
    this.#predictor = predictor;
    this.#decoders = new Decoders({ sampleRateHz: predictor.model.sampleRateHz, maxSeconds }, numDecoders);
    this.#server = createServer({
      requestTimeout: timeoutMs,
      headersTimeout: Math.min(timeoutMs, 10_000),
      // How often the two are looked at: every 30 s unless told otherwise.
      connectionsCheckingInterval: Math.min(1000, timeoutMs),
      keepAliveTimeout: 5000,
      maxHeaderSize: 16_384,
    });
    this.#server.on("request", (request, response) => void this.#answer(request, response));
    this.#server.on("checkContinue", (request, response) => void this.#answer(request, response, true));
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) =>
      this.#refuse(error, socket),
    );
  }

  /** Loads the model and listens. */
  static async start(options: ServeOptions): Promise<PredictionServer> {
    const { path, overrides = [], maxBatch, host, port } = options;
    const predictor = await Predictor.open({ path, overrides }, maxBatch, (error) =>
      options.onFailure?.(error),
    );
    const server = new PredictionServer(options, predictor);
    try {
      await new Promise<void>((resolve, reject) => {
        server.#server.once("error", reject);
        server.#server.listen(port, host, resolve);
      });
    } catch (error) {
      await server.close(0);
      throw error;
    }
    return server;
  }

  get model(): ServedModel {
    return this.#predictor.model;
  }

  get url(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
  }

  /** Takes no more requests, answers those under way, for `graceMs` at most, and ends. */
  async close(graceMs = 10_000): Promise<void> {
    this.#isClosing = true;
    if (this.#server.listening) {
      const closed = new Promise((resolve) => this.#server.close(resolve));
      this.#server.closeIdleConnections();
      const timer = setTimeout(() => this.#server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    }
    await Promise.all([this.#predictor.close(), this.#decoders.close()]);
  }

  async #answer(request: IncomingMessage, response: ServerResponse, expectsContinue = false): Promise<void> {
    const startMs = performance.now();
    const path = (request.url ?? "/").split("?")[0]!;
    const entry: Partial<Access> = {};
    this.#entries.set(request.socket, entry);
    response.on("close", () => {
      this.#entries.delete(request.socket);
      if (!response.writableFinished) entry.error ??= "GONE";
      this.#options.onAccess?.({
        time: new Date().toISOString(),
        remote: request.socket.remoteAddress ?? "",
        method: request.method ?? "",
        path,
        // 499, as nginx has it: the client went before its answer.
        status: response.writableFinished ? response.statusCode : 499,
        ms: Math.round(10 * (performance.now() - startMs)) / 10,
        ...entry,
      });
    });
    try {
      await this.#route(request, response, path, entry, expectsContinue);
    } catch (error) {
      const known =
        error instanceof RequestError ? error : new RequestError(500, "INTERNAL", (error as Error).message);
      entry.error = known.code;
      this.#sendError(request, response, known);
    }
  }

  async #route(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    entry: Partial<Access>,
    expectsContinue: boolean,
  ): Promise<void> {
    const isRead = request.method === "GET" || request.method === "HEAD";
    const allowed = ROUTES[path];
    if (allowed === undefined) {
      throw new RequestError(404, "NOT_FOUND", `${path}: there are ${Object.keys(ROUTES).join(", ")}`);
    }
    if (allowed === "POST" ? request.method !== "POST" : !isRead) {
      throw new RequestError(405, "METHOD", `${path} takes ${allowed}`, { Allow: allowed });
    }
    if (path === "/") return send(request, response, 200, PAGE, "text/html; charset=utf-8");
    if (path === "/health") {
      const status = this.#isClosing ? "closing" : "ok";
      const pending = { pending: this.#numPending, max_pending: this.#options.maxPending };
      return sendJson(request, response, this.#isClosing ? 503 : 200, {
        status,
        ...this.#described(),
        ...pending,
      });
    }
    const answer = await this.#predict(request, response, entry, expectsContinue);
    // A connection kept for another request would keep the server from closing.
    if (this.#isClosing) response.setHeader("Connection", "close");
    sendJson(request, response, 200, answer);
  }

  #described() {
    const { name, labels, sampleRateHz, clipSec } = this.model;
    return { model: name, labels, sample_rate_hz: sampleRateHz, clip_sec: clipSec };
  }

  async #predict(
    request: IncomingMessage,
    response: ServerResponse,
    entry: Partial<Access>,
    expectsContinue: boolean,
  ): Promise<object> {
    const { maxBytes, maxPending } = this.#options;
    assertAcceptable(request, maxBytes);
    if (this.#isClosing) throw overloaded("the server is closing");
    if (this.#numPending >= maxPending) throw overloaded(`${maxPending} requests are under way`);
    this.#numPending++;
    try {
      if (expectsContinue) response.writeContinue();
      const gone = new AbortController();
      response.on("close", () => gone.abort());
      const { bytes, name } = await receiveAudio(request, maxBytes);
      const { samples, durationSec } = await this.#decoders.decode(bytes, name);
      entry.seconds = Math.round(1000 * durationSec) / 1000;
      const { probabilities } = await this.#predictor.predict(samples, gone.signal);
      const { labels } = this.model;
      const label = labels[probabilities.indexOf(Math.max(...probabilities))]!;
      entry.label = label;
      const byLabel = Object.fromEntries(labels.map((one, i) => [one, probabilities[i]]));
      return { label, probabilities: byLabel, duration_sec: durationSec };
    } finally {
      this.#numPending--;
    }
  }

  #sendError(request: IncomingMessage, response: ServerResponse, error: RequestError): void {
    if (response.destroyed || response.headersSent) return;
    const { status, code, message, headers } = error;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!request.complete) {
      // The rest of the body is not wanted. A connection that is closed on data unread takes the answer with it,
      // so it is read on for a moment.
      response.setHeader("Connection", "close");
      const { socket } = request;
      const timer = setTimeout(() => socket.destroy(), LINGER_MS);
      socket.once("close", () => clearTimeout(timer));
      request.on("error", () => {}).resume();
    }
    sendJson(request, response, status, { error: { code, message } });
  }

  /** What is no HTTP request, or did not come in time. */
  #refuse(error: NodeJS.ErrnoException, socket: Socket): void {
    const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    const entry = this.#entries.get(socket);
    if (entry !== undefined) Object.assign(entry, isLate ? { status: 408, error: "TIMEOUT" } : {});
    else if (error.code !== "ECONNRESET") {
      this.#options.onAccess?.({
        time: new Date().toISOString(),
        remote: socket.remoteAddress ?? "",
        method: "",
        path: "",
        status: isLate ? 408 : 400,
        ms: 0,
        error: isLate ? "TIMEOUT" : (error.code ?? "BAD_REQUEST"),
      });
    }
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const [status, code, message] = isLate
      ? [
          "408 Request Timeout",
          "TIMEOUT",
          `the request did not come whole in ${this.#options.timeoutMs / 1000} s`,
        ]
      : ["400 Bad Request", "BAD_REQUEST", "this is no HTTP request"];
    const body = `${JSON.stringify({ error: { code, message } })}\n`;
    socket.end(
      `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    // Who sends on is not listened to.
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  }
}

const ROUTES: Record<string, "GET" | "POST"> = { "/": "GET", "/health": "GET", "/predict": "POST" };

function sendJson(request: IncomingMessage, response: ServerResponse, status: number, value: object): void {
  send(request, response, status, `${JSON.stringify(value)}\n`, "application/json");
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: string,
  type: string,
): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(body),
    "X-Content-Type-Options": "nosniff",
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
