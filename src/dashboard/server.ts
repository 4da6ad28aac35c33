/** The HTTP server of `woodshed dashboard`: pages, and what they read (api.ts). */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { describeKnownError } from "../describe-error.js";
import { RequestError } from "../serving/request-error.js";
import { plainAnswer } from "../serving/upgrade.js";
import { asker } from "./ask.js";
import { type OpenDashboard, openDashboard } from "./open.js";
import { Pages } from "./pages.js";
import { Query } from "./query.js";
import { readJson } from "./request-body.js";
import { Router } from "./router.js";
import { ROUTES } from "./routes/index.js";
import { Guard } from "./security.js";
import { sendAnswer, sendJson, sendPage, sendText, setHeaders } from "./send.js";

export interface DashboardOptions {
  /** The folder with the runs; it may come later. */
  folder: string;
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Folders whose sounds may be played besides those that this machine recorded itself. */
  dataFolders?: readonly string[];
  /** The MLflow server whose models are shown; by default MLFLOW_TRACKING_URI, else the embedded registry. */
  trackingUri?: string;
  /** Folder of the built pages. */
  pages?: string;
}

/** Requests that are answered at a time, without streams of events; further ones are refused. */
const MOST_PENDING = 64;
const MOST_CONNECTIONS = 512;
const MOST_PATH = 15_000;

export class DashboardServer {
  readonly #server: Server;
  readonly #guard: Guard;
  readonly #pages: Pages;
  readonly #router = new Router(ROUTES);
  readonly #dashboard: OpenDashboard;
  #numPending = 0;
  #token: string;

  private constructor(options: DashboardOptions) {
    this.#dashboard = openDashboard(options.folder, options.dataFolders ?? [], options.trackingUri);
    this.#guard = new Guard(options.host);
    this.#token = this.#guard.newToken();
    this.#pages = new Pages(options.pages);
    this.#server = createServer({
      requestTimeout: 30_000,
      headersTimeout: 10_000,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: 5000,
      maxHeaderSize: 16_384,
    });
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.on("request", (request, response) => void this.#answer(request, response));
    this.#server.on("upgrade", (_, socket) =>
      socket.end(plainAnswer(400, "UPGRADE", "this server has no other protocols")),
    );
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
      if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
      const [status, name, message] = CLIENT_ERRORS[error.code ?? ""] ?? NOT_HTTP;
      socket.end(plainAnswer(status, name, message));
    });
  }

  /** Finds the runs and listens. Records are read afterwards, the newest first. */
  static async start(options: DashboardOptions): Promise<DashboardServer> {
    const server = new DashboardServer(options);
    try {
      await new Promise<void>((resolve, reject) => {
        server.#server.once("error", reject);
        server.#server.listen(options.port, options.host, resolve);
      });
      server.#guard.port = server.port;
      server.#dashboard.readers.start();
      await server.#dashboard.runs.start();
    } catch (error) {
      await server.close();
      throw error;
    }
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Without the token. */
  get url(): string {
    const { address, port, family } = this.#server.address() as AddressInfo;
    return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
  }

  /** Opens the dashboard in one browser, as `/?token=...`; `newToken` returns another. */
  get token(): string {
    return this.#token;
  }

  newToken(): string {
    this.#token = this.#guard.newToken();
    return this.#token;
  }

  get numRuns(): number {
    return this.#dashboard.runs.all().length;
  }

  async close(): Promise<void> {
    const closed = this.#dashboard.close();
    if (this.#server.listening) {
      const isSilent = new Promise((resolve) => this.#server.close(resolve));
      this.#server.closeAllConnections();
      await isSilent;
    }
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setHeaders(response, this.#guard.isLocal(request));
    try {
      await this.#route(request, response);
    } catch (error) {
      this.#fail(request, response, error);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? "";
    if (url.length > MOST_PATH || !url.startsWith("/") || url.startsWith("//"))
      throw new RequestError(400, "BAD_REQUEST", "no such address");
    const end = url.indexOf("?");
    const path = end === -1 ? url : url.slice(0, end);
    const isApi = path.startsWith("/api/");
    this.#guard.assertOwn(request, !isApi && this.#pages.isPage(path));
    const query = new Query(end === -1 ? "" : url.slice(end + 1));
    if (!isApi && query.has("token")) return this.#logIn(request, response, path, query);
    if (!this.#guard.isLoggedIn(request)) {
      if (isApi) throw new RequestError(401, "TOKEN", TOKEN_NEEDED);
      return sendText(request, response, 401, TOKEN_NEEDED);
    }
    return isApi
      ? await this.#answerApi(request, response, path, query)
      : await this.#answerPage(request, response, path);
  }

  /** Trades a token for the cookie and leaves it out of the address. */
  #logIn(request: IncomingMessage, response: ServerResponse, path: string, query: Query): void {
    // A browser that loads an address before its user asks for it must not use up the token.
    const isAhead = request.headers["sec-purpose"] !== undefined || request.headers["purpose"] !== undefined;
    if (request.method !== "GET" || isAhead) throw new RequestError(400, "TOKEN", TOKEN_NEEDED);
    const cookie = this.#guard.exchange(query.text("token"));
    if (cookie === null && !this.#guard.isLoggedIn(request)) {
      sendText(request, response, 401, TOKEN_USED);
      return;
    }
    if (cookie !== null) response.setHeader("Set-Cookie", cookie);
    response.writeHead(303, { Location: this.#pages.isPage(path) ? path : "/" }).end();
  }

  async #answerPage(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method !== "GET" && request.method !== "HEAD")
      throw new RequestError(405, "METHOD", "this address accepts GET", { Allow: "GET" });
    if (!this.#pages.areBuilt)
      return sendText(request, response, 503, "The pages are not built: run npm run build.");
    const page = await this.#pages.find(path, String(request.headers["accept-encoding"] ?? ""));
    if (page === null) throw new RequestError(404, "NOT_FOUND", "no such address");
    sendPage(request, response, page);
  }

  async #answerApi(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: Query,
  ): Promise<void> {
    const { route, params } = this.#router.find(request.method ?? "", path);
    if (this.#numPending >= MOST_PENDING)
      throw new RequestError(
        503,
        "OVERLOADED",
        `${MOST_PENDING} requests are under way; try again in a second`,
        {
          "Retry-After": "1",
        },
      );
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    this.#numPending++;
    try {
      const answer = await route.answer({
        ...{ dashboard: this.#dashboard, params, query, headers: request.headers, signal: gone.signal },
        json: () => readJson(request),
        ask: asker(this.#router, this.#dashboard, gone.signal),
      });
      if (answer.kind === "events" && request.method === "HEAD")
        throw new RequestError(405, "METHOD", "this address accepts GET", { Allow: "GET" });
      await sendAnswer(request, response, answer);
    } finally {
      this.#numPending--;
    }
  }

  #fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (response.destroyed || response.headersSent) return void response.destroy();
    const { status, code, message, headers } =
      error instanceof RequestError ? error : internal(error as Error);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // The rest of a body that was refused is not read.
    if (!request.complete) response.setHeader("Connection", "close");
    sendJson(request, response, status, { error: { code, message } });
  }
}

type ClientError = readonly [status: number, code: string, message: string];
const NOT_HTTP: ClientError = [400, "BAD_REQUEST", "this is not an HTTP request"];
/** By the code of Node's error. */
const CLIENT_ERRORS: Readonly<Record<string, ClientError>> = {
  HPE_HEADER_OVERFLOW: [431, "TOO_LARGE", "the address or the headers are too long"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "TIMEOUT", "the request was not complete in time"],
};

const TOKEN_NEEDED =
  "This dashboard needs the address that woodshed dashboard printed: its token opens it in one browser. Press Enter in that terminal for a new address.";
const TOKEN_USED =
  "This address was used already: its token opens the dashboard once. Press Enter in the terminal of woodshed dashboard for a new address.";

function internal(error: Error): RequestError {
  process.stderr.write(`warning: dashboard: ${error.stack ?? error.message}\n`);
  return new RequestError(500, "INTERNAL", describeKnownError(error) ?? error.message);
}
