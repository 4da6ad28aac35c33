import type { World } from "../distributed/world.js";

/**
 * Yields batches once all ranks have theirs. If a rank has none, because it cannot read a clip, all ranks
 * throw that error at the same step; if a rank wants to stop, all stop.
 *
 * @param where names the step that follows, for error messages
 */
export async function* takenTogether<Batch>(
  batches: AsyncGenerator<Batch, void, void>,
  world: World,
  where: () => string,
  signal: AbortSignal,
): AsyncGenerator<Batch, void, void> {
  try {
    for (;;) {
      world.enter("data");
      let next: IteratorResult<Batch, void> | null = null;
      let error: unknown = null;
      try {
        next = await batches.next();
      } catch (thrown) {
        error = world.size === 1 ? thrown : prefixed(thrown, where());
      }
      if (world.agree(error, signal.aborted) || next === null || next.done) return;
      yield next.value;
    }
  } finally {
    // After an early exit: frees the batches that were decoded ahead.
    await batches.return();
  }
}

/** Adds rank and step to an error's message. */
function prefixed(error: unknown, where: string): unknown {
  if (error instanceof Error) error.message = `${where}: ${error.message}`;
  return error;
}
