/** The time for ages, every ten seconds: faster would move what nobody waits for. */
import { signal } from "@preact/signals";

export const nowMs = signal(Date.now());
setInterval(() => {
  nowMs.value = Date.now();
}, 10_000);
