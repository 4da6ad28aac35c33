import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { ServedModel } from "./predict-worker.js";
import { overloaded, RequestError } from "./request-error.js";
import type { StreamLimits } from "./stream-limits.js";
import { assertSameOrigin, parseSource } from "./stream-request.js";
import { type ScoreWindow, StreamSession } from "./stream-session.js";

/** The largest message: half a minute at 16 kHz. Whole recordings belong in several. */
const MAX_MESSAGE_BYTES = 1 << 20;
/** A server that closes, in codes of WebSocket. */
const GOING_AWAY = 1001;

/** A stream that ended. */
export interface EndedStream {
  seconds: number;
  error: RequestError | null;
}

/** The part of the served model that streams need. */
type StreamedModel = Pick<ServedModel, "stream" | "format"> & { task: Pick<ServedModel["task"], "name"> };

/** The streams of a server, over WebSocket. */
export class Streams {
  readonly #model: StreamedModel;
  readonly #limits: StreamLimits;
  readonly #score: ScoreWindow;
  /** Sessions whose connections are open. */
  readonly #sessions = new Set<StreamSession>();
  // Compression costs more than samples of sound gain by it.
  readonly #upgrader = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  #isClosing = false;

  constructor(model: StreamedModel, limits: StreamLimits, score: ScoreWindow) {
    this.#model = model;
    this.#limits = limits;
    this.#score = score;
  }

  get numStreams(): number {
    return [...this.#sessions].filter(({ isRunning }) => isRunning).length;
  }

  get maxStreams(): number {
    return this.#limits.maxStreams;
  }

  /**
   * Takes over the connection of a request that asks for a WebSocket. Errors that the client can correct are sent as a message on
   * the open connection: a browser shows the answer to a refused handshake to nobody.
   *
   * @param onEnd called once, when the connection is closed
   * @throws RequestError for a page of another site, before the handshake
   */
  open(request: IncomingMessage, socket: Duplex, head: Buffer, onEnd: (ended: EndedStream) => void): void {
    assertSameOrigin(request);
    let isOpen = false;
    socket.once("close", () => {
      const error = new RequestError(400, "HANDSHAKE", "the request is no handshake of a WebSocket");
      if (!isOpen) onEnd({ seconds: 0, error });
    });
    this.#upgrader.handleUpgrade(request, socket, head, (websocket) => {
      isOpen = true;
      void this.#run(new StreamSession(websocket, this.#limits), request).then(onEnd);
    });
  }

  async #run(session: StreamSession, request: IncomingMessage): Promise<EndedStream> {
    this.#sessions.add(session);
    await this.#compute(session, request);
    await session.closed;
    this.#sessions.delete(session);
    return { seconds: session.durationSec, error: session.error };
  }

  async #compute(session: StreamSession, request: IncomingMessage): Promise<void> {
    try {
      const { stream, format, task } = this.#model;
      if (this.#isClosing) throw overloaded("the server is closing");
      if (this.numStreams >= this.#limits.maxStreams)
        throw overloaded(`${this.#limits.maxStreams} streams are open (--max-streams sets the limit)`);
      if (stream === null)
        throw new RequestError(
          404,
          "TASK",
          `stream: a model of task ${task.name} has no labels that sound at times; send recordings to /predict`,
        );
      const source = parseSource(request.url ?? "", format);
      await session.run(stream, source, this.#score);
    } catch (error) {
      session.fail(error as RequestError);
    }
  }

  /** Ends all streams with a message, and closes their connections after `graceMs` at the latest. */
  async close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    const sessions = [...this.#sessions];
    for (const session of sessions)
      session.fail(
        new RequestError(503, "CLOSING", "stream: the server is closing; open it again later"),
        GOING_AWAY,
      );
    const timer = setTimeout(() => {
      for (const session of sessions) session.terminate();
    }, graceMs);
    await Promise.all(sessions.map(({ closed }) => closed));
    clearTimeout(timer);
    this.#upgrader.close();
  }
}
