/** The HTTP server of `woodshed dashboard`: pages, and what they read (api.ts). */
import { realpathSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { resolve } from "node:path";
import { describeKnownError } from "../describe-error.js";
import { ConfigError } from "../errors.js";
import { RequestError } from "../serving/request-error.js";
import { plainAnswer } from "../serving/upgrade.js";
import { EventHub } from "./event-hub.js";
import { Maps } from "./maps/maps.js";
import { Pages } from "./pages.js";
import { Query } from "./query.js";
import { Readers } from "./readers.js";
import { readJson } from "./request-body.js";
import type { Dashboard } from "./route.js";
import { Router } from "./router.js";
import { ROUTES } from "./routes/index.js";
import { Runs } from "./runs.js";
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
  readonly #dashboard: Dashboard;
  #numPending = 0;
  #token: string;

  private constructor(options: DashboardOptions, folder: string) {
    const readers = new Readers();
    const runs = new Runs(folder, readers);
    this.#dashboard = {
      ...{ folder, readers, runs, events: new EventHub(runs, readers), maps: new Maps() },
      dataFolders: (options.dataFolders ?? []).map((path) => existingFolder(path) ?? noFolder(path)),
    };
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
    const server = new DashboardServer(options, existingFolder(options.folder) ?? resolve(options.folder));
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
    this.#dashboard.runs.close();
    this.#dashboard.maps.close();
    this.#dashboard.events.close();
    if (this.#server.listening) {
      const closed = new Promise((resolve) => this.#server.close(resolve));
      this.#server.closeAllConnections();
      await closed;
    }
    await this.#dashboard.readers.close();
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

/** Returns the path without symbolic links; null if there is nothing. @throws ConfigError for a file */
function existingFolder(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  if (!found.isDirectory()) throw new ConfigError("FOLDER", `${path}: expected a folder, this is a file`);
  return realpathSync(path);
}

function noFolder(path: string): never {
  throw new ConfigError("FOLDER", `${path}: no such folder`);
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
