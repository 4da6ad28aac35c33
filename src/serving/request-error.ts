import { describeKnownError } from "../describe-error.js";
import { WoodshedError } from "../errors.js";

/** A request that fails; the status shows whether the client or the server caused it. */
export class RequestError extends WoodshedError {
  constructor(
    /** Status code of HTTP. */
    readonly status: number,
    code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code, message);
  }
}

export function overloaded(message: string): RequestError {
  return new RequestError(503, "OVERLOADED", `${message}; try again in a second`, { "Retry-After": "1" });
}

/** An error that the request did not cause. */
export function internalError(error: Error): RequestError {
  const code = error instanceof WoodshedError ? error.code : "INTERNAL";
  return new RequestError(500, code, describeKnownError(error) ?? error.message);
}
