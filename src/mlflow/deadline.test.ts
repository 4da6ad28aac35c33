import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Deadline } from "./deadline.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("counts from the start, and aborts when the time is over", () => {
  using deadline = new Deadline(5000);
  vi.advanceTimersByTime(60_000);
  expect([deadline.remainingMs, deadline.signal.aborted]).toEqual([Number.POSITIVE_INFINITY, false]);
  deadline.start();
  vi.advanceTimersByTime(3000);
  deadline.start();
  expect(deadline.remainingMs).toBe(2000);
  vi.advanceTimersByTime(1999);
  expect(deadline.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect([deadline.remainingMs, deadline.signal.aborted]).toEqual([0, true]);
});

it("does not count the time in which parts of a file arrive, but counts gaps between them", () => {
  using deadline = new Deadline(5000);
  deadline.start();
  vi.advanceTimersByTime(1000);
  const onPart = deadline.startTransfer();
  for (let part = 0; part < 10; part++) {
    vi.advanceTimersByTime(3000);
    onPart();
  }
  expect(deadline.remainingMs).toBe(4000);
  vi.advanceTimersByTime(4000);
  expect(deadline.signal.aborted).toBe(true);
  onPart();
  expect(deadline.remainingMs).toBe(0);
});

it("does not count during a pause", () => {
  using deadline = new Deadline(5000);
  deadline.start();
  vi.advanceTimersByTime(1000);
  const resume = deadline.pause();
  vi.advanceTimersByTime(60_000);
  expect(deadline.signal.aborted).toBe(false);
  resume();
  expect(deadline.remainingMs).toBe(4000);
  vi.advanceTimersByTime(4000);
  expect(deadline.signal.aborted).toBe(true);
});
