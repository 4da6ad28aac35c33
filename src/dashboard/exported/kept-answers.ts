import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { RequestError } from "../../serving/request-error.js";
import type { Ask } from "../route.js";
import { answerKey, type ExportedIndex } from "./answer-key.js";

export interface Asked {
  status: number;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** An answer as it lies in the page. */
export interface EncodedAnswer {
  about: ExportedIndex["answers"][number];
  base64: string;
}

/** Receives what is kept, one answer after the other. */
export type Keep = (answer: EncodedAnswer) => void;

export interface ExportOptions {
  /** Bytes of sounds, as they lie in the page. */
  mostSoundBytes: number;
  /** How long the map of the last evaluation is waited for. */
  mapPatienceMs: number;
  signal: AbortSignal;
  /** @param part what is read now */
  onProgress(part: string): void;
}

/** Returns an answer as a whole. */
export async function askFor(ask: Ask, address: string): Promise<Asked> {
  const answer = await ask(address);
  switch (answer.kind) {
    case "json":
      return { status: answer.status, ...jsonBytes(answer.value) };
    case "bytes":
      return { status: answer.status, type: answer.type, bytes: new Uint8Array(answer.bytes) };
    case "file":
      return { status: 200, type: answer.type, bytes: new Uint8Array(await readFile(answer.path)) };
    case "removed":
    case "events":
      throw new Error(`${address}: no answer to keep`);
  }
}

export async function askForJson<T>(ask: Ask, address: string): Promise<T> {
  return JSON.parse(Buffer.from((await askFor(ask, address)).bytes).toString("utf8")) as T;
}

export function jsonBytes(value: unknown): Pick<Asked, "type" | "bytes"> {
  return { type: "application/json", bytes: new TextEncoder().encode(JSON.stringify(value)) };
}

/** Sounds are not compressed: it would save little. */
export async function encodeAnswer(
  address: string,
  { type, bytes }: Pick<Asked, "type" | "bytes">,
): Promise<EncodedAnswer> {
  const key = answerKey(address);
  const smaller = type === "audio/wav" ? null : await promisify(gzip)(bytes, { level: 9 });
  if (smaller !== null && smaller.length < bytes.length)
    return { about: { key, type, encoding: "gzip" }, base64: smaller.toString("base64") };
  return { about: { key, type, encoding: "identity" }, base64: Buffer.from(bytes).toString("base64") };
}

/** An answer that cannot be read is missing in the page; it is no reason for none. */
export function unlessMissing(error: unknown): null {
  if (error instanceof RequestError && error.status !== 503) return null;
  throw error;
}
