/** The socket on which the runs of trials report evaluations and ask whether to continue, in JSON lines. */
import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createSocketFolder } from "../temporary-folder.js";
import { onLines } from "./lines.js";

/** An evaluation of a trial's run. */
export interface TrialReport {
  /** The trial's number. */
  number: number;
  /** The run's folder. */
  folder: string;
  /** Epochs before the evaluated one. */
  step: number;
  metrics: Readonly<Record<string, number>>;
}

/** Returns a reason to stop the run; null to continue. */
export type OnReport = (report: TrialReport) => Promise<string | null>;

export class TrialServer {
  readonly #server: Server;
  readonly #folder: string;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, folder: string) {
    this.#server = server;
    this.#folder = folder;
  }

  static async listen(onReport: OnReport): Promise<TrialServer> {
    const folder = createSocketFolder("woodshed-search-", "socket");
    const server = createServer();
    const trialServer = new TrialServer(server, folder);
    server.on("connection", (socket) => {
      trialServer.#sockets.add(socket);
      socket.on("close", () => trialServer.#sockets.delete(socket));
      onLines(socket, (line) => {
        const { metrics, ...report } = JSON.parse(line) as TrialReport;
        const numbers = Object.fromEntries(
          Object.entries(metrics).map(([name, value]) => [name, Number(value)]),
        );
        onReport({ ...report, metrics: numbers }).then(
          (reason) => socket.write(`${JSON.stringify({ reason })}\n`),
          // A failure of the search must not stop the run.
          () => socket.write(`${JSON.stringify({ reason: null })}\n`),
        );
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(trialServer.path, resolve);
    });
    return trialServer;
  }

  get path(): string {
    return join(this.#folder, "socket");
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
