/**
 * Errors that a worker thread sends to the thread that reports them. `postMessage` drops their classes and fields, without
 * which `describeError` takes each of them for a defect.
 */
import { ownPlace, ownTrace } from "./components/trace.js";
import * as errors from "./errors.js";

/** An error that `postMessage` can send. */
export interface SentError {
  /** Name of its class. */
  className: string;
  message: string;
  stack: string | null;
  /** Its own fields, such as `code`, `syscall` and `path`. */
  fields: Record<string, string | number>;
  cause: SentError | null;
}

/** Converts anything that was thrown. */
export function packError(thrown: unknown): SentError {
  const error = thrown instanceof Error ? thrown : new Error(`thrown: ${String(thrown)}`);
  return {
    className: error.constructor.name,
    message: error.message,
    // Source maps are in the thread that ran the code.
    stack: ownPlace(error) === null ? (error.stack ?? null) : ownTrace(error.stack!),
    fields: Object.fromEntries(
      Object.entries({ ownPlace: ownPlace(error), ...error }).filter(
        (field): field is [string, string | number] => ["string", "number"].includes(typeof field[1]),
      ),
    ),
    cause: error.cause instanceof Error ? packError(error.cause) : null,
  };
}

/** Restores an error: its class if it is one of ours, its fields, and the stack of the thread that threw it. */
export function unpackError({ className, message, stack, fields, cause }: SentError): Error {
  const Class = Object.values(errors).find(({ name }) => name === className);
  const error = Class === undefined ? new Error(message) : new Class(String(fields["code"]), message);
  Object.assign(error, fields);
  if (stack !== null) error.stack = stack;
  if (cause !== null) error.cause = unpackError(cause);
  return error;
}
