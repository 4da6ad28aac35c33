import { DistributedError, NativeError } from "../errors.js";

/** The failure of another rank, which reports the original error itself. */
export class PeerError extends DistributedError {}

/** A rank's error as the others receive it. */
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

/** Messages of Gloo and NCCL for a collective in which a rank is missing. */
const LOST =
  /closed by peer|connection reset|broken pipe|timed out|timeout|unhandled system error|remote process exited|pair closure|connection refused|writev|readv/i;

/**
 * Adds to a collective's error the position of this rank and the cause; returns other errors unchanged.
 */
export function explainCollective(error: unknown, rank: number, where: string, timeoutSec: number): unknown {
  if (!(error instanceof NativeError) || !LOST.test(error.message)) return error;
  const isTimeout = /timed out|timeout/i.test(error.message);
  const what = isTimeout
    ? `another rank did not respond within training.distributed.timeout_sec ${timeoutSec}, or is unreachable; the lines above, or the other ranks' logs, name it`
    : "another rank exited while this one waited for it; its log has its own error";
  return new PeerError("LOST", `rank ${rank}, ${where}: ${what} (${error.message})`, { cause: error });
}
