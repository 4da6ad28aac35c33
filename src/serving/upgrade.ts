/** Requests that ask for another protocol on their connection (RFC 9110, 7.8). */
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

/** Headers that only concern the change of the protocol; `Connection` may also close the connection. */
const UPGRADE_HEADERS = new Set(["upgrade", "http2-settings", "connection"]);

/**
 * Answers a request that offers another protocol, such as the HTTP/2 that Java's client offers first, as if it had not: a server may
 * ignore the offer, but Node (before 24.9) hands over every such connection. It is given back with the same request.
 */
export function withoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (!UPGRADE_HEADERS.has(rawHeaders[i]!.toLowerCase()))
      lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), head]));
  server.emit("connection", socket);
}

/** Returns the answer to a request whose connection has no response object: an error in JSON, after which the connection closes. */
export function plainAnswer(status: number, code: string, message: string): string {
  const body = `${JSON.stringify({ error: { code, message } })}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}
