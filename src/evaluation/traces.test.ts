import { expect, it } from "vitest";
import { randomFloat } from "../data/random.js";
import { World } from "../distributed/world.js";
import { TraceCollector } from "./traces.js";

const NUM_CLIPS = 100;
const traceOf = (clip: number): Uint8Array => new Uint8Array(20 + (clip % 7)).fill(clip);

function collected(mostBytes: number, order: readonly number[]): [number, Uint8Array][] {
  const collector = new TraceCollector(mostBytes);
  for (const clip of order) collector.add(clip, traceOf(clip));
  return [...collector.merge(World.solo())];
}

const inOrder = Array.from({ length: NUM_CLIPS }, (_, clip) => clip);

it("keeps all traces that fit", () => {
  const all = collected(1e4, inOrder.toReversed());
  expect(all).toEqual(inOrder.map((clip) => [clip, traceOf(clip)]));
});

it.each([0, 30, 500, 1000])("keeps the same ones of %i bytes in any order, spread evenly", (mostBytes) => {
  const kept = collected(mostBytes, inOrder);
  for (const seed of [1, 2, 3]) {
    const shuffled = inOrder.toSorted((a, b) => randomFloat(seed, a) - randomFloat(seed, b));
    expect(collected(mostBytes, shuffled)).toEqual(kept);
  }
  const bytes = kept.reduce((sum, [, { length }]) => sum + length, 0);
  expect(bytes).toBeLessThanOrEqual(mostBytes);
  // One more would not have fitted.
  expect(bytes + 26).toBeGreaterThan(mostBytes);
  if (kept.length < 2) return;
  const gaps = [...kept.map(([clip]) => clip), NUM_CLIPS].map((clip, i, all) => clip - (all[i - 1] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual((3 * NUM_CLIPS) / kept.length);
});

it("leaves out a trace that is larger than the limit, and no other because of it", () => {
  const collector = new TraceCollector(60);
  for (const clip of [0, 1, 2]) collector.add(clip, new Uint8Array(clip === 0 ? 61 : 30));
  expect([...collector.merge(World.solo()).keys()]).toEqual([1, 2]);
});

/** Merges the collectors of several ranks: each call of a world's method has the values of all ranks, found by repeating the merge. */
function mergeRanks(collectors: readonly TraceCollector[]): (readonly [number, Uint8Array])[][] {
  const known: unknown[][] = [];
  for (;;) {
    let isWhole = true;
    const values: unknown[] = [];
    const merged = collectors.map((collector) => {
      let call = 0;
      const exchange = (value: unknown): unknown[] => {
        const answer = known[call++];
        if (answer !== undefined) return answer;
        values.push(value);
        isWhole = false;
        throw new Error("not known yet");
      };
      try {
        return [...collector.merge({ gather: exchange, gatherBytes: exchange } as unknown as World)];
      } catch (error) {
        if (isWhole) throw error;
        return [];
      }
    });
    if (isWhole) return merged;
    known.push(values);
  }
}

it.each([1, 2, 3, 5])("keeps on all of %i ranks what one rank keeps", (numRanks) => {
  for (const mostBytes of [0, 100, 700, 1500, 1e4]) {
    const one = collected(mostBytes, inOrder);
    const collectors = Array.from({ length: numRanks }, () => new TraceCollector(mostBytes));
    // Uneven shares: the last rank has half of all, and with five ranks one has none.
    for (const clip of inOrder) {
      const rank = clip % 2 === 0 ? numRanks - 1 : clip % Math.min(numRanks, 4);
      collectors[rank]!.add(clip, traceOf(clip));
    }
    for (const merged of mergeRanks(collectors)) expect(merged).toEqual(one);
  }
});
