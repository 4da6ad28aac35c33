import { describe, expect, it } from "vitest";
import { planSounds } from "./map-sounds.js";

describe("planSounds", () => {
  it("keeps all sounds at 16 kHz if they fit, else at 8 kHz, else an even selection", () => {
    expect(planSounds(10, 1, 44_100, 1e6)).toMatchObject({ sampleRateHz: 16_000, numSamples: 16_000 });
    expect(planSounds(100, 1, 44_100, 1e6)).toMatchObject({ sampleRateHz: 8000, numSamples: 8000 });
    expect(planSounds(100, 1, 44_100, 1e6).kept.length).toBe(100);
    const some = planSounds(1000, 20, 16_000, 1e6);
    expect([some.sampleRateHz, some.numSamples, some.kept.length]).toEqual([8000, 12_000, 83]);
    expect([some.kept[0], some.kept.at(-1)]).toEqual([0, 987]);
  });

  it("keeps no sounds with a budget of 0", () => {
    expect(planSounds(10, 1, 16_000, 0).kept.length).toBe(0);
  });
});
