import type { IncomingMessage } from "node:http";
import { fileInForm } from "./multipart.js";
import { RequestError } from "./request-error.js";

/** The error for a body that is too large by its header or by its bytes. */
function tooLarge(maxBytes: number): RequestError {
  return new RequestError(
    413,
    "TOO_LARGE",
    `the body is larger than the limit of ${maxBytes / 1e6} MB; send a shorter recording (--max-mb sets the limit)`,
  );
}

/** Throws RequestError for a request whose header shows that its body cannot be accepted. */
export function assertAcceptable(request: IncomingMessage, maxBytes: number): void {
  const length = request.headers["content-length"];
  if (length !== undefined && Number(length) > maxBytes) throw tooLarge(maxBytes);
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") {
    throw new RequestError(
      415,
      "ENCODING",
      `Content-Encoding: ${encoding} is not supported; send the bytes unencoded`,
    );
  }
}

/**
 * Receives the audio file of a request: its body, or the one file of a form (`multipart/form-data`).
 *
 * @throws RequestError for a body that is too large, empty or cut off, or a form without exactly one file
 */
export async function receiveAudio(
  request: IncomingMessage,
  maxBytes: number,
): Promise<{ bytes: Buffer; name: string }> {
  const body = await receive(request, maxBytes);
  if (body.length === 0) {
    throw new RequestError(
      400,
      "EMPTY",
      "the body is empty; send an audio file (curl --data-binary @note.wav)",
    );
  }
  const type = request.headers["content-type"] ?? "";
  if (/^multipart\/form-data\b/i.test(type)) return fileInForm(body, type);
  return { bytes: body, name: "upload" };
}

async function receive(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Not `for await`: leaving it early destroys the socket before the answer is sent.
    await new Promise<void>((resolve, reject) => {
      request.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBytes) chunks.push(chunk);
        else reject(tooLarge(maxBytes));
      });
      request.on("end", resolve);
      request.on("error", reject);
      request.on("close", () => {
        if (!request.complete) reject(new Error("closed"));
      });
    });
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(400, "CUT_OFF", `the upload was cut off after ${size} bytes`);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
}
