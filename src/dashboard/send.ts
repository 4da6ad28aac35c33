/** Writes answers. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { RequestError } from "../serving/request-error.js";
import type { EventSink } from "./event-hub.js";
import type { PageFile } from "./pages.js";
import type { Answer } from "./route.js";
import { HEADERS, ISOLATION_HEADERS } from "./security.js";

/** A reader that has not taken this much of its events is dropped: it gets the current state when it connects again. */
const MOST_WAITING_BYTES = 1 << 20;

/** @param isLocal true if the browser reaches the dashboard by a name of this machine */
export function setHeaders(response: ServerResponse, isLocal: boolean): void {
  const headers = isLocal ? { ...HEADERS, ...ISOLATION_HEADERS } : HEADERS;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader("Cache-Control", "no-store");
}

export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  switch (answer.kind) {
    case "json":
      return sendJson(request, response, answer.status, answer.value);
    case "bytes": {
      offer(response, answer.fileName);
      const { bytes } = answer;
      const range = rangeOf(request, response, bytes.length);
      response.setHeader("Accept-Ranges", "bytes");
      const part = range === null ? bytes : bytes.subarray(range.start, range.end);
      return send(request, response, range === null ? answer.status : 206, part, answer.type);
    }
    case "file":
      return await sendFile(request, response, answer);
    case "removed":
      response.writeHead(204).end();
      return;
    case "events":
      return answer.open(openEvents(response));
  }
}

export function sendJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: object,
): void {
  send(
    request,
    response,
    status,
    Buffer.from(`${JSON.stringify(value, finite)}\n`),
    "application/json; charset=utf-8",
  );
}

/** JSON has no NaN and no infinities; JSON.stringify writes null for them already, this is for values that it cannot write. */
function finite(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

export function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
): void {
  send(request, response, status, Buffer.from(`${text}\n`), "text/plain; charset=utf-8");
}

export function sendPage(request: IncomingMessage, response: ServerResponse, page: PageFile): void {
  response.setHeader(
    "Cache-Control",
    page.isChecked ? "private, no-cache" : "private, max-age=31536000, immutable",
  );
  response.setHeader("Vary", "Accept-Encoding");
  response.setHeader("ETag", page.etag);
  if (request.headers["if-none-match"] === page.etag) {
    response.writeHead(304).end();
    return;
  }
  if (page.encoding !== "identity") response.setHeader("Content-Encoding", page.encoding);
  send(request, response, 200, page.bytes, page.type);
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: Uint8Array,
  type: string,
): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { "Content-Type": type, "Content-Length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { path, type, fileName }: Extract<Answer, { kind: "file" }>,
): Promise<void> {
  const { size } = await stat(path);
  const range = rangeOf(request, response, size);
  offer(response, fileName);
  response.setHeader("Accept-Ranges", "bytes");
  const { start, end } = range ?? { start: 0, end: size };
  response.writeHead(range === null ? 200 : 206, { "Content-Type": type, "Content-Length": end - start });
  if (request.method === "HEAD" || end === start) return void response.end();
  try {
    await pipeline(createReadStream(path, { start, end: end - 1 }), response);
  } catch {
    // The reader is gone, or the file became shorter: the connection is closed before its announced length.
    response.destroy();
  }
}

function offer(response: ServerResponse, fileName: string | null): void {
  if (fileName === null) return;
  const plain = fileName.replace(/[^\w.-]+/g, "_");
  response.setHeader("Content-Disposition", `attachment; filename="${plain}"`);
}

/**
 * Returns the asked part of an answer; null for all of it. Several parts are answered as all, which a server may do.
 *
 * @throws RequestError 416 for a part that does not exist
 */
function rangeOf(
  { headers }: IncomingMessage,
  response: ServerResponse,
  size: number,
): { start: number; end: number } | null {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? "");
  if (asked === null || (asked[1] === "" && asked[2] === "")) return null;
  const [first, last] = [asked[1]!, asked[2]!];
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (start >= end)
    throw new RequestError(416, "RANGE", `the answer has ${size} bytes`, {
      "Content-Range": `bytes */${size}`,
    });
  response.setHeader("Content-Range", `bytes ${start}-${end - 1}/${size}`);
  return { start, end };
}

function openEvents(response: ServerResponse): EventSink {
  response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no" });
  response.flushHeaders();
  return {
    send(text) {
      if (response.destroyed) return false;
      // Events before this one: a single large one is no sign of a slow reader.
      if (response.writableLength > MOST_WAITING_BYTES) {
        response.destroy();
        return false;
      }
      response.write(text);
      return true;
    },
    onEnd: (done) => void response.once("close", done),
    end: () => void response.end(),
  };
}
