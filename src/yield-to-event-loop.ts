/** Lets the event loop serve sockets, timers and signals. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
