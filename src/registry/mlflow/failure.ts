import { RegistryError } from "../../errors.js";

/** What came of one try: an answer that is an error, or no answer. */
export interface Failure {
  /** null without an answer. */
  status: number | null;
  /** MLflow's, such as RESOURCE_DOES_NOT_EXIST; null where it gave none. */
  errorCode: string | null;
  message: string;
  /** The server asks not to be tried again before. */
  retryAfterSec: number | null;
  /** The request did not reach it, so that nothing can have been done. */
  isUnsent: boolean;
}

/** Worth another try: overload, a proxy without its server, a server's own failure, a lost connection. */
export function isPassing({ status }: Failure): boolean {
  return status === null || status === 408 || status === 429 || status >= 500;
}

/** Surely not done, so that what is no idempotent request may be sent again. */
export function isUndone({ status, isUnsent }: Failure): boolean {
  return status === null ? isUnsent : status === 429 || status === 503;
}

/** @param body what the server said, JSON of MLflow's or a proxy's page */
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
    // No JSON: as it is.
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
  const often = tries > 1 ? ` (${tries} tries)` : "";
  const code = errorCode ?? (status === null ? "UNREACHABLE" : `HTTP_${status}`);
  const advice = adviceFor(failure, uri, request.startsWith("PUT "));
  return new RegistryError(
    code,
    `${request} at ${uri}: ${came.replace(/\.$/, "")}${often}${advice && `; ${advice}`}`,
  );
}

function adviceFor({ status, errorCode, message }: Failure, uri: string, isUpload: boolean): string {
  if (/disk is full|No space left/i.test(message)) return "make room on the server's disk";
  if (status === null) return `see that the server runs (curl ${uri}/health) and that nothing lies between`;
  if (status === 401)
    return "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN";
  if (status === 403)
    return "the account may not do this, or the server does not know the host by this name (mlflow server --allowed-hosts)";
  if (status === 404 && errorCode === null)
    return "no MLflow server is there, or one older than 3; give its own address";
  if (status === 413) return "something between takes no bodies of this size";
  // MLflow answers a full disk with nothing but "Internal Server Error".
  if (status >= 500 && isUpload) return "see that the server's disk has room, and its log";
  if (status >= 500) return "see the server's log";
  return "";
}
