import { DistributedError, NativeError } from "../errors.js";

/** Another rank's failure, as this one learns of it: not worth telling where that rank tells its own. */
export class PeerError extends DistributedError {}

/** What a rank tells the others of an error that ends its part. */
export interface Failure {
  rank: number;
  name: string;
  code: string;
  message: string;
}

export function failureOf(rank: number, error: unknown): Failure {
  const { name, message, code } = error as Error & { code?: string };
  return { rank, name: name ?? "Error", code: code ?? "UNKNOWN", message: message ?? String(error) };
}

export function peerError({ rank, name, code, message }: Failure): PeerError {
  return new PeerError(code, `rank ${rank} failed: ${name}: ${message}`);
}

/** Gloo's and NCCL's words for a collective that a rank did not come to. */
const LOST =
  /closed by peer|connection reset|broken pipe|timed out|timeout|unhandled system error|remote process exited|pair closure|connection refused|writev|readv/i;

/**
 * A collective's error as one that says where this rank stood and what it means; other errors as they are.
 */
export function explainCollective(error: unknown, rank: number, where: string, timeoutSec: number): unknown {
  if (!(error instanceof NativeError) || !LOST.test(error.message)) return error;
  const isTimeout = /timed out|timeout/i.test(error.message);
  const what = isTimeout
    ? `another rank did not come within training.distributed.timeout_sec ${timeoutSec}, or cannot be reached; the watch's lines above or in the other ranks' logs name it`
    : "another rank ended while this one waited for it; its own error is in its log";
  return new PeerError("LOST", `rank ${rank}, ${where}: ${what} (${error.message})`, { cause: error });
}
