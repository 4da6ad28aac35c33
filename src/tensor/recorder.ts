import type { OperatorSpec } from "./addon.js";

/** An operator as recorders see it. */
export interface RecordedOperator {
  readonly spec: OperatorSpec;
  /** Positions of the arguments by their names in options. */
  readonly optionNames: ReadonlyMap<string, number>;
}

/** Receives every operator call, with the arguments as the caller passed them. */
export type OnCall = (operator: RecordedOperator, values: readonly unknown[], result: unknown) => void;

/** The active recorder; usually null, which costs each call one comparison. @internal */
export let onCall: OnCall | null = null;

/**
 * Passes every operator call of `body` to `recorder`, in order. The result of an in-place operator is the
 * tensor that it changed.
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

/** True while only operators of libtorch are to be called. @internal */
export let isOnlyLibtorch = false;

/**
 * Runs `body` without Woodshed's own operators, for programs that do not know them: what they compute is computed by operators of
 * libtorch.
 */
export function withoutOwnOperators<T>(body: () => T): T {
  const before = isOnlyLibtorch;
  isOnlyLibtorch = true;
  try {
    return body();
  } finally {
    isOnlyLibtorch = before;
  }
}
