import type { Operator } from "./operator.js";

/** Told of every operator call, with the arguments as the caller gave them. */
export type OnCall = (operator: Operator, given: readonly unknown[], result: unknown) => void;

/** Who is told now; null, which is nearly always, costs a call one comparison. @internal */
export let onCall: OnCall | null = null;

/**
 * Tells `recorder` of every operator that `body` calls, in order. In-place operators give the tensor that
 * they changed as their result.
 */
export function recordCalls<T>(recorder: OnCall, body: () => T): T {
  const before = onCall;
  onCall = recorder;
  try {
    return body();
  } finally {
    onCall = before;
  }
}
