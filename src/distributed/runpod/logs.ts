/** Reads a pod's log as server-sent events, and resumes after a cut. */
import type { z } from "zod";
import { DistributedError } from "../../errors.js";
import { logEventSchema, podSchema } from "./api.js";
import { isCode, type RunpodClient } from "./client.js";
import { pause } from "./pause.js";

export type LogEvent = z.infer<typeof logEventSchema>;

export interface LogOptions {
  source?: "container" | "system" | undefined;
  /** Number of earlier lines to begin with. */
  tail?: number;
  /** If false, ends after the earlier lines. */
  isFollowed?: boolean;
  /** Silence after which the connection counts as cut. */
  idleMs?: number;
  /** Time without contact after which the network counts as lost. */
  lostAfterMs?: number;
  reconnectMs?: number;
  signal?: AbortSignal | undefined;
  onCut?: (reason: string) => void;
}

/** Number of recent lines among which repeated ones are recognized after a resume. */
const REMEMBERED = 1000;

/**
 * Yields every line once, in order, until the pod is gone or `signal` aborts.
 *
 * @throws DistributedError RUNPOD_LOST after `lostAfterMs` without contact.
 */
export async function* streamLogs(
  client: RunpodClient,
  podId: string,
  options: LogOptions = {},
): AsyncGenerator<LogEvent> {
  const { source, tail = 100, isFollowed = true, signal, onCut = () => {} } = options;
  const { lostAfterMs = 600_000, reconnectMs = 2000 } = options;
  const idleMs = options.idleMs ?? (isFollowed ? 60_000 : 2000);
  let lastEventId: string | undefined;
  let failingSinceMs: number | undefined;
  const recent: string[] = [];
  let waitMs = reconnectMs;
  for (;;) {
    try {
      const query = { source, ...(lastEventId === undefined ? { tail } : {}) };
      const cursor = lastEventId === undefined ? {} : { lastEventId };
      const answer = await client.stream(`/pods/${podId}/logs`, { query, signal, tries: 2, ...cursor });
      failingSinceMs = undefined;
      const replayed = new Set(recent);
      for await (const { id, data } of readEvents(answer, idleMs)) {
        waitMs = reconnectMs;
        const key = `${id}\n${data}`;
        // The cursor is a time: lines of the same moment may come again.
        if (replayed.delete(key)) continue;
        recent.push(key);
        if (recent.length > REMEMBERED) recent.shift();
        lastEventId = id ?? lastEventId;
        const event = logEventSchema.safeParse(parseJson(data));
        if (event.success) yield event.data;
      }
      if (!isFollowed) return;
    } catch (error) {
      signal?.throwIfAborted();
      if (isCode(error, "RUNPOD_NOT_FOUND")) return;
      if (isCode(error, "RUNPOD_REJECTED", "RUNPOD_INVALID") && lastEventId?.includes("/")) {
        // Documented as a time, but sent as "time/number" in the example: a refused cursor is retried without the number.
        lastEventId = lastEventId.split("/")[0];
      } else if (!isCode(error, "RUNPOD_NETWORK", "RUNPOD_SERVER", "RUNPOD_RATE")) throw error;
      else onCut(error.message);
      failingSinceMs ??= Date.now();
      if (Date.now() - failingSinceMs > lostAfterMs) {
        throw new DistributedError(
          "RUNPOD_LOST",
          `RunPod: no contact with pod ${podId} for ${Math.round(lostAfterMs / 1000)} s.`,
          { cause: error },
        );
      }
    }
    await pause(waitMs, signal);
    // RunPod allows 60 requests per minute.
    waitMs = Math.min(30_000, 2 * waitMs);
    if (await isGone(client, podId, signal)) return;
  }
}

async function isGone(client: RunpodClient, podId: string, signal?: AbortSignal): Promise<boolean> {
  try {
    const { status } = await client.get(`/pods/${podId}`, podSchema, { signal, tries: 1 });
    return status === "TERMINATED" || status === "EXITED" || status === "ERROR";
  } catch (error) {
    signal?.throwIfAborted();
    return isCode(error, "RUNPOD_NOT_FOUND");
  }
}

/** Yields events until the server closes the stream, or `idleMs` pass without a byte. */
async function* readEvents(answer: Response, idleMs: number): AsyncGenerator<{ id?: string; data: string }> {
  if (answer.body === null) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const chunk = await withinMs(reader.read(), idleMs);
      if (chunk === null || chunk.done) return;
      text += chunk.value;
      // An event ends with an empty line; the rest is incomplete.
      const parts = text.split(/\r?\n\r?\n/);
      text = parts.pop()!;
      for (const part of parts) {
        const fields = part.split(/\r?\n/).map((line) => /^(\w+): ?(.*)$/.exec(line));
        const values = (name: string) =>
          fields.filter((field) => field?.[1] === name).map((field) => field![2]!);
        const data = values("data").join("\n");
        const id = values("id").at(-1);
        if (data !== "") yield { data, ...(id === undefined ? {} : { id }) };
      }
    }
  } catch (cause) {
    throw new DistributedError("RUNPOD_NETWORK", `RunPod: the log was cut: ${(cause as Error).message}.`, {
      cause,
    });
  } finally {
    // Not awaited: on a dead connection it may never resolve.
    void reader.cancel().catch(() => {});
  }
}

/** Resolves with null after `ms`. */
async function withinMs<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  work.catch(() => {});
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
