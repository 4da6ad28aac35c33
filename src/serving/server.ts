import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { notFinite } from "../inference/finite.js";
import type { AnswerValue } from "../tasks/answer.js";
import { Decoders } from "./decoders.js";
import { PAGE } from "./page.js";
import type { ServedModel } from "./predict-worker.js";
import { Predictor } from "./predictor.js";
import { internalError, overloaded, RequestError } from "./request-error.js";
import { STREAM_LIMITS, type StreamSettings } from "./stream-limits.js";
import { Streams } from "./streams.js";
import { asksForWebSocket, plainAnswer, withoutUpgrade } from "./upgrade.js";
import { assertAcceptable, receiveAudio } from "./upload.js";

export interface ServeOptions {
  /** Folder of a checkpoint or of a run, as `findCheckpoint` takes it. */
  path: string;
  /** Overrides of the checkpoint's configuration. */
  overrides?: readonly string[];
  host: string;
  /** 0 takes a free port. */
  port: number;
  limits: RequestLimits;
  streams?: StreamSettings;
  /** Recordings, and windows of streams, computed together; 1 returns the exact bits of `predict`. */
  maxBatch: number;
  /** Threads that decode. */
  numDecoders: number;
  /** Called for each request when it is answered. */
  onAccess?: (entry: Access) => void;
  /** Called when the model's thread exits by itself. */
  onFailure?: (error: Error) => void;
}

/** Requests beyond these are refused. */
export interface RequestLimits {
  /** Largest body. */
  maxBytes: number;
  /** Longest recording. */
  maxSeconds: number;
  /** Time from a request's first byte to its last. */
  timeoutMs: number;
  /** Requests that are received, decoded or computed at a time; further ones are answered with 503. */
  maxPending: number;
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
  /** Seconds of audio; left out if none was decoded. */
  seconds?: number;
  /** The model's answer in a word or two. */
  answer?: string;
  /** Code of the error; left out for an answer without one. */
  error?: string;
}

/** A client that sends nothing for this long after its request was refused is disconnected. */
const LINGER_MS = 5000;

/** Predicts recordings that are sent over HTTP. */
export class PredictionServer {
  readonly #options: ServeOptions;
  readonly #server: Server;
  readonly #predictor: Predictor;
  readonly #decoders: Decoders;
  readonly #streams: Streams;
  /** Log entries of the requests under way, by their sockets. */
  readonly #entries = new WeakMap<object, Partial<Access>>();
  /** Connections that were answered and are closing; the rest of their requests is read and dropped. */
  readonly #lingering = new WeakSet<Socket>();
  #numPending = 0;
  #isClosing = false;

  private constructor(options: ServeOptions, predictor: Predictor) {
    const { limits, numDecoders } = options;
    const { timeoutMs, maxSeconds } = limits;
    this.#options = options;
    this.#predictor = predictor;
    this.#decoders = new Decoders({ format: predictor.model.format, maxSeconds }, numDecoders);
    this.#streams = new Streams(predictor.model, { ...STREAM_LIMITS, ...options.streams }, (wave, signal) =>
      predictor.score(wave, signal),
    );
    this.#server = createServer({
      requestTimeout: timeoutMs,
      headersTimeout: Math.min(timeoutMs, 10_000),
      // How often both timeouts are checked; the default is every 30 s.
      connectionsCheckingInterval: Math.min(1000, timeoutMs),
      keepAliveTimeout: 5000,
      maxHeaderSize: 16_384,
    });
    this.#server.on("request", (request, response) => void this.#answer(request, response));
    this.#server.on("checkContinue", (request, response) => void this.#answer(request, response, true));
    this.#server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) =>
      this.#refuse(error, socket),
    );
  }

  /** Loads the model and listens. */
  static async start(options: ServeOptions): Promise<PredictionServer> {
    const { path, overrides = [], streams, maxBatch, host, port } = options;
    const predictor = await Predictor.open({ path, overrides, hopSec: streams?.hopSec }, maxBatch, (error) =>
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

  /** Refuses new requests, answers those under way for `graceMs` at most, and closes. */
  async close(graceMs = 10_000): Promise<void> {
    this.#isClosing = true;
    if (this.#server.listening) {
      const closed = new Promise((resolve) => this.#server.close(resolve));
      this.#server.closeIdleConnections();
      const timer = setTimeout(() => this.#server.closeAllConnections(), graceMs);
      await Promise.all([closed, this.#streams.close(graceMs)]);
      clearTimeout(timer);
    }
    await Promise.all([this.#predictor.close(), this.#decoders.close()]);
  }

  /** Opens a stream; other requests that offer another protocol are answered in this one. */
  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? "/").split("?")[0]!;
    if (path !== "/stream" || !asksForWebSocket(request))
      return void withoutUpgrade(this.#server, request, socket, head);
    const startMs = performance.now();
    const log = (status: number, code: string | undefined, seconds: number): void =>
      this.#options.onAccess?.({
        time: new Date().toISOString(),
        remote: request.socket.remoteAddress ?? "",
        method: request.method ?? "",
        path,
        status,
        ms: Math.round(10 * (performance.now() - startMs)) / 10,
        seconds: Math.round(1000 * seconds) / 1000,
        ...(code === undefined ? {} : { error: code }),
      });
    socket.on("error", () => socket.destroy());
    try {
      this.#streams.open(request, socket, head, ({ seconds, error }) => log(101, error?.code, seconds));
    } catch (error) {
      const { status, code, message } = error as RequestError;
      log(status, code, 0);
      socket.end(plainAnswer(status, code, message));
    }
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
        // 499, as in nginx: the client closed the connection before its answer.
        status: response.writableFinished ? response.statusCode : 499,
        ms: Math.round(10 * (performance.now() - startMs)) / 10,
        ...entry,
      });
    });
    try {
      await this.#route(request, response, path, entry, expectsContinue);
    } catch (error) {
      const known = error instanceof RequestError ? error : internalError(error as Error);
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
      throw new RequestError(
        404,
        "NOT_FOUND",
        `${path}: not found; the paths are ${Object.keys(ROUTES).join(", ")}`,
      );
    }
    if (allowed === "POST" ? request.method !== "POST" : !isRead) {
      throw new RequestError(405, "METHOD", `${path} accepts ${allowed}`, { Allow: allowed });
    }
    if (path === "/") return send(request, response, 200, PAGE, "text/html; charset=utf-8");
    if (path === "/health") {
      const status = this.#isClosing ? "closing" : "ok";
      const { numStreams, maxStreams } = this.#streams;
      const pending = {
        ...{ pending: this.#numPending, max_pending: this.#options.limits.maxPending },
        ...{ streams: numStreams, max_streams: maxStreams },
      };
      return sendJson(request, response, this.#isClosing ? 503 : 200, {
        status,
        ...this.#described(),
        ...pending,
      });
    }
    if (path === "/stream")
      throw new RequestError(
        426,
        "UPGRADE",
        "/stream is a WebSocket: connect with a client of WebSocket, to an address such as ws://HOST/stream?rate=16000",
        { Upgrade: "websocket", Connection: "Upgrade" },
      );
    const answer = await this.#predict(request, response, entry, expectsContinue);
    // A connection that stays open for another request would keep the server from closing.
    if (this.#isClosing) response.setHeader("Connection", "close");
    sendJson(request, response, 200, answer);
  }

  #described() {
    const { name, task, format, clipSec } = this.model;
    return {
      ...{ model: name, task: task.name, summary: task.summary },
      ...task.properties,
      ...{ sample_rate_hz: format.sampleRateHz, channels: format.channels, clip_sec: clipSec },
    };
  }

  async #predict(
    request: IncomingMessage,
    response: ServerResponse,
    entry: Partial<Access>,
    expectsContinue: boolean,
  ): Promise<object> {
    const { maxBytes, maxPending } = this.#options.limits;
    assertAcceptable(request, maxBytes);
    if (this.#isClosing) throw overloaded("the server is closing");
    if (this.#numPending >= maxPending) throw overloaded(`${maxPending} requests are under way`);
    this.#numPending++;
    try {
      if (expectsContinue) response.writeContinue();
      const gone = new AbortController();
      response.on("close", () => gone.abort());
      const { bytes, name: file } = await receiveAudio(request, maxBytes);
      const { samples, durationSec } = await this.#decoders.decode(bytes, file);
      entry.seconds = Math.round(1000 * durationSec) / 1000;
      const answer = await this.#predictor.predict(samples, gone.signal);
      if (answer === null) {
        const { code, message } = notFinite(file);
        throw new RequestError(422, code, message);
      }
      entry.answer = answer.brief;
      const isDrawn = new URLSearchParams(request.url!.split("?")[1]).has("values");
      return {
        ...answer.json,
        duration_sec: durationSec,
        ...(isDrawn ? { values: answer.values.map(rowOf) } : {}),
      };
    } finally {
      this.#numPending--;
    }
  }

  #sendError(request: IncomingMessage, response: ServerResponse, error: RequestError): void {
    if (response.destroyed || response.headersSent) return;
    const { status, code, message, headers } = error;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!request.complete) {
      response.setHeader("Connection", "close");
      request.on("error", () => {}).resume();
      this.#linger(request.socket);
    }
    sendJson(request, response, status, { error: { code, message } });
  }

  /**
   * Closes a connection after its answer, while the client may still be sending. Closing a socket with unread data
   * resets the connection, and the client loses the answer (EPIPE or ECONNRESET). Thus only this side is closed, and
   * data is read and dropped until the client closes its side, for at most `timeoutMs`.
   */
  #linger(socket: Socket): void {
    this.#lingering.add(socket);
    // The HTTP server calls this when the answer is written; the default closes both sides.
    socket.destroySoon = () => void socket.end();
    socket.setTimeout(LINGER_MS, () => socket.destroy());
    const timer = setTimeout(() => socket.destroy(), this.#options.limits.timeoutMs);
    socket.once("close", () => clearTimeout(timer));
  }

  /** Answers data that is not an HTTP request, and requests that time out. */
  #refuse(error: NodeJS.ErrnoException, socket: Socket): void {
    if (this.#lingering.has(socket)) {
      // The request was answered and logged. Errors of the parser are about the rest of the refused request.
      if (!error.code?.startsWith("HPE_")) socket.destroy();
      return;
    }
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
    const answer = isLate
      ? plainAnswer(
          408,
          "TIMEOUT",
          `the request was not complete after ${this.#options.limits.timeoutMs / 1000} s`,
        )
      : plainAnswer(400, "BAD_REQUEST", "this is not an HTTP request");
    socket.end(answer);
    this.#linger(socket);
    socket.resume();
  }
}

/** A row to draw, in JSON. */
const rowOf = ({ isChosen, ...value }: AnswerValue) => ({ ...value, is_chosen: isChosen });

const ROUTES: Record<string, "GET" | "POST"> = {
  "/": "GET",
  "/health": "GET",
  "/predict": "POST",
  "/stream": "GET",
};

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
