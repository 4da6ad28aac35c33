import type { IncomingMessage } from "node:http";
import { RequestError } from "../serving/request-error.js";
import { bad } from "./query.js";

const MOST_BYTES = 1_000_000;

/**
 * Reads a JSON body. Forms of other sites can send neither JSON's type nor, without a question first that is refused, any other than
 * a form's.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = (request.headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
  if (type !== "application/json")
    throw new RequestError(415, "TYPE", `expected Content-Type: application/json`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES)
      throw new RequestError(413, "TOO_LARGE", `the body is larger than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw bad("the body is not JSON");
  }
}
