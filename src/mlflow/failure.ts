import { RegistryError } from "../errors.js";

/** The failure of one attempt: an error response, or no response. */
export interface Failure {
  /** null without a response. */
  status: number | null;
  /** MLflow's error code, such as RESOURCE_DOES_NOT_EXIST; null if it sent none. */
  errorCode: string | null;
  message: string;
  /** Pause that the server asks for. */
  retryAfterSec: number | null;
  /** True if the request did not reach the server, so that nothing was done. */
  isUnsent: boolean;
}

/**
 * Returns true for failures that may be temporary: overload, an unreachable server behind a proxy, a server error, a lost connection, one
 * on which the server lost its place.
 */
export function isTemporary(failure: Failure): boolean {
  const { status } = failure;
  return status === null || status === 408 || status === 429 || status >= 500 || wasNotRead(failure);
}

/** Returns true if the request was certainly not done, so that even one that is not idempotent may be repeated. */
export function wasNotDone(failure: Failure): boolean {
  const { status, isUnsent } = failure;
  return status === null ? isUnsent : status === 429 || status === 503 || wasNotRead(failure);
}

/** uvicorn, MLflow's server, closes a connection whose bytes it cannot read as a request; MLflow's own answers have a code. */
function wasNotRead({ status, errorCode, message }: Failure): boolean {
  return status === 400 && errorCode === null && /^Invalid HTTP request received\.?$/.test(message);
}

/** @param body MLflow's JSON, or the HTML page of a proxy */
export function failureOf(status: number, body: string, retryAfter: string | undefined): Failure {
  let errorCode: string | null = null;
  let message = body
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 500);
  try {
    const parsed = JSON.parse(body) as { error_code?: string; message?: string; detail?: string };
    errorCode = parsed.error_code ?? null;
    message = parsed.message ?? parsed.detail ?? message;
  } catch {
    // Not JSON: the text is the message.
  }
  const seconds = Number(retryAfter);
  return {
    ...{ status, errorCode, message, isUnsent: false },
    retryAfterSec: retryAfter !== undefined && Number.isFinite(seconds) ? Math.max(0, seconds) : null,
  };
}

/** `POST /api/2.0/mlflow/runs/create at http://...: 404 RESOURCE_DOES_NOT_EXIST: message; what to do` */
export function toError(request: string, uri: string, failure: Failure, tries: number): RegistryError {
  const { status, errorCode, message } = failure;
  const came = status === null ? message : [status, errorCode, message].filter(Boolean).join(" ");
  const often = tries > 1 ? ` (${tries} attempts)` : "";
  const code = errorCode ?? (status === null ? "UNREACHABLE" : `HTTP_${status}`);
  const advice = adviceFor(failure, uri, request.startsWith("PUT "));
  return new RegistryError(
    code,
    `${request} at ${uri}: ${came.replace(/\.$/, "")}${often}${advice && `; ${advice}`}`,
  );
}

function adviceFor({ status, errorCode, message }: Failure, uri: string, isUpload: boolean): string {
  if (/disk is full|No space left/i.test(message)) return "free space on the server's disk";
  if (status === null)
    return `check that the server runs (curl ${uri}/health) and that no firewall or proxy blocks it`;
  if (status === 401)
    return "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN";
  if (status === 403)
    return "the account lacks the permission, or the server does not accept this host name (mlflow server --allowed-hosts)";
  if (status === 404 && errorCode === null)
    return "expected the address of an MLflow server, version 3 or newer";
  if (status === 413) return "a proxy limits the size of requests; raise its limit";
  // MLflow answers a full disk with nothing but "Internal Server Error".
  if (status >= 500 && isUpload) return "check the free space of the server's disk, and its log";
  if (status >= 500) return "check the server's log";
  return "";
}
