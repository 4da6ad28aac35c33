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
