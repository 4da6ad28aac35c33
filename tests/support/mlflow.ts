import {
  createServer,
  type IncomingMessage,
  request as requestHttp,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import { type ServerLease, useEmbeddedServer } from "../../src/mlflow/server/embedded.js";
import { mlflowFolder } from "./mlflow-folder.js";

/** The folder of the server that the test files of a vitest process share: the parent of this worker. */
const FOLDER = mlflowFolder(process.ppid);

/** MLflow's real server, which takes seconds of CPU time to start: one for all test files, which name what they make. */
export async function startMlflow(): Promise<ServerLease & { folder: string }> {
  // Nobody uses it between two files. `stop-mlflow.ts` ends it with vitest.
  const lease = await useEmbeddedServer(FOLDER, { lingerSec: 600 });
  afterAll(() => lease.release());
  return Object.assign(lease, { folder: FOLDER });
}

/** The action for a request instead of passing it on; `cut` breaks the connection in the middle of its body. */
export type Fault =
  | { status: number; retryAfterSec?: number; message?: string }
  | "drop"
  | "cut"
  | "answer lost"
  | { delayMs: number }
  | null;

/** A proxy before a server, which fails as networks and proxies do. */
export class FaultyProxy {
  readonly requests: string[] = [];
  /** Decides on each request by its method and path: `POST /api/2.0/mlflow/runs/create`. */
  fault: (request: string) => Fault = () => null;
  readonly #target: URL;
  readonly #server: Server;

  private constructor(uri: string) {
    this.#target = new URL(uri);
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(uri: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(uri);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get uri(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = `${request.method} ${new URL(request.url!, this.uri).pathname}`;
    this.requests.push(name);
    const fault = this.fault(name);
    if (fault === "drop") {
      request.socket.destroy();
    } else if (fault !== null && typeof fault === "object" && "status" in fault) {
      request.resume();
      const { status, retryAfterSec, message = "a fault" } = fault;
      response.writeHead(status, retryAfterSec === undefined ? {} : { "retry-after": String(retryAfterSec) });
      response.end(JSON.stringify({ error_code: "INTERNAL_ERROR", message }));
    } else {
      if (fault !== null && typeof fault === "object")
        await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      this.#pass(request, response, fault);
    }
  }

  #pass(request: IncomingMessage, response: ServerResponse, fault: Fault): void {
    const { hostname, port, host } = this.#target;
    const headers = { ...request.headers, host };
    const out = requestHttp(
      { hostname, port, method: request.method, path: request.url, headers },
      (answer) => {
        if (fault === "answer lost") {
          answer.resume();
          answer.on("end", () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      },
    );
    out.on("error", () => request.socket.destroy());
    if (fault !== "cut") {
      request.pipe(out);
      return;
    }
    let seen = 0;
    request.on("data", (chunk: Buffer) => {
      out.write(chunk);
      seen += chunk.length;
      if (seen * 2 >= Number(request.headers["content-length"] ?? 0)) {
        request.socket.destroy();
        out.destroy();
      }
    });
  }
}
