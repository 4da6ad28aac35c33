import { describe, expect, it } from "vitest";
import { describeHang, type RankState } from "./hang.js";

const state = (rank: number, more: Partial<RankState> = {}): RankState => ({
  rank,
  stage: "backward",
  waits: true,
  step: 17,
  forSec: 40,
  silentSec: 0,
  ...more,
});

describe("describeHang", () => {
  it("returns null if no rank waits longer than the limit", () => {
    expect(describeHang([state(0, { forSec: 29 }), state(1, { forSec: 2 })], 30)).toBeNull();
    expect(describeHang([state(0, { stage: "data", waits: false }), state(1, { forSec: 2 })], 30)).toBeNull();
  });

  it("names the late rank, its stage and step", () => {
    const late = state(1, { stage: "data", waits: false, step: 16, forSec: 41 });
    expect(describeHang([state(0), late, state(2)], 30)).toBe(
      "ranks 0, 2 have waited in backward after step 17 for 40 s for rank 1 (in data after step 16 for 41 s)",
    );
  });

  it("names the rank that sends no messages", () => {
    expect(describeHang([state(0), state(1, { silentSec: 12 })], 30)).toMatch(
      /rank 0 has waited in backward after step 17 for 40 s; no message from rank 1 for 12 s/,
    );
  });

  it("suggests a network problem if all ranks wait", () => {
    expect(describeHang([state(0), state(1)], 30)).toMatch(/ranks 0, 1 have waited.*all ranks.*network/);
  });
});
