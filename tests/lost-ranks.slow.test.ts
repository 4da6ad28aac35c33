// Ranks that do not join, disagree with the others or die: every other rank must fail, at its own timeout.
import { describe, expect, it } from "vitest";
import { type RankEnd, resultsOf, runRanks } from "./support/ranks.js";

interface Outcome {
  error?: { name: string; code: string; message: string };
  ms: number;
}

/** Timeouts of the other layers, as the scripts set them (`OTHERS_MS` in tests/ranks/rank.mjs). */
const OTHERS_MS = 120_000;
/** A rank whose timeout ended earlier, because it was first to call, closes its connections: the others fail then. */
const BY_OTHERS = /closed|reset/i;
/**
 * Not before its own timeout, unless another rank's ended, and not by waiting for another layer's, however busy the machine is.
 */
const isInTime = ({ ms, error }: Outcome, timeoutMs: number): boolean =>
  (ms > timeoutMs - 100 || BY_OTHERS.test(error?.message ?? "")) && ms < OTHERS_MS;

describe.concurrent("a group", () => {
  it("fails at its timeout if a rank is missing, and the monitored barrier names that rank", async () => {
    const [first, second] = resultsOf(
      await runRanks<Record<string, Outcome>>("lost.mjs", 3, { input: "late" }),
    );
    for (const [name, message] of [
      ["allReduce", /^allReduce of float32 \[2, 3\]: .*(Timed out|timeout|closed|reset)/i],
      ["barrier", /^barrier: .*(Timed out|timeout|closed|reset)/i],
      ["receive", /^receive of float32 \[4\]: .*(Timed out|timeout)/i],
      ["monitoredBarrier", /^monitoredBarrier: .*Ranks 2 failed to pass monitoredBarrier in 3000 ms/],
    ] as const) {
      const outcome = first![name]!;
      expect(outcome.error?.message).toMatch(message);
      expect(isInTime(outcome, 3000), `${name}: ${outcome.ms} ms`).toBe(true);
    }
    expect(second!["allReduce"]!.error?.message).toMatch(/^allReduce of float32 \[2, 3\]: /);
  });

  it("reports differing collective calls before anything is sent", async () => {
    const results = resultsOf(
      await runRanks<Record<string, Outcome | number[]>>("lost.mjs", 2, { input: "different" }),
    );
    for (const result of results) {
      const message = (name: string) => (result[name] as Outcome).error?.message;
      expect(message("shape")).toMatch(/^allReduce of float32 \[\d\]: .*mismatch.*shape/is);
      expect(message("dtype")).toMatch(/^broadcast of float\d\d \[2\]: .*mismatch.*(type|dtype)/is);
      expect(message("collective")).toMatch(/mismatch.*(BARRIER|ALLREDUCE)/is);
      expect(result["same"]).toEqual([3, 3]);
    }
  });

  it("fails at once if a rank is killed", async () => {
    const ends = await runRanks<Outcome>("lost.mjs", 3, { input: "killed" });
    expect(ends[2]!.signal).toBe("SIGKILL");
    for (const { ms, error } of resultsOf(ends.slice(0, 2))) {
      expect(error?.message).toMatch(/^allReduce of float32 \[2\]: .*(closed by peer|reset|refused|broken)/i);
      expect(ms).toBeLessThan(OTHERS_MS);
    }
  });
});

describe.concurrent("a world", () => {
  it("broadcasts, gathers, agrees, and fails on every rank if one fails", async () => {
    const results = resultsOf(
      await runRanks<Record<string, unknown>>("world.mjs", 2, { input: { uses: true } }),
    );
    for (const [rank, result] of results.entries()) {
      expect(result).toMatchObject({
        place: [rank, 2, rank === 0],
        gathered: [0, 1].map((of) => ({ rank: of, text: "é" })),
        bytes: [[], [1]],
        numbers: [
          ["0", "NaN"],
          ["1", "1"],
        ],
        decided: { by: 0 },
        agreed: [false, true],
        differs: { error: { code: "DRIFT", message: expect.stringContaining("here: weight of rank 1") } },
        broadcast: [1, 1, 1],
        failed: {
          error:
            rank === 1
              ? { name: "RangeError" }
              : { name: "PeerError", message: "rank 1 failed: RangeError: of rank 1" },
        },
        after: [0, 1],
      });
    }
  });

  const joinError = (end: RankEnd<Outcome>, timeoutMs: number): string => {
    const [outcome] = resultsOf([end]);
    expect(outcome!.error?.name).toBe("DistributedError");
    expect(isInTime(outcome!, timeoutMs), `${outcome!.ms} ms`).toBe(true);
    return outcome!.error!.message;
  };

  it("names the ranks that did not join", async () => {
    const ends = await runRanks<Outcome>("world.mjs", 4, { ranks: [0, 2], input: { timeoutSec: 8 } });
    expect(joinError(ends[0]!, 8000)).toMatch(
      /^rank 0 of 4: ranks 1, 3 did not join within 8 s to 127\.0\.0\.1:\d+/,
    );
    // It joined later, so that its own timeout may be after the end of rank 0 and its store.
    expect(joinError(ends[1]!, 0)).toMatch(
      /^rank 2 of 4: (ranks 1, 3 did not join|the ranks did not find each other)/,
    );
  });

  it("names a rank that died before it joined", async () => {
    const ends = await runRanks<Outcome>("world.mjs", 2, { input: { timeoutSec: 2, dies: true } });
    expect(ends[1]!.code).toBe(3);
    expect(joinError(ends[0]!, 2000)).toMatch(/^rank 0 of 2: rank 1 did not join within 2 s/);
  });

  it("reports that rank 0, which serves the store, is missing", async () => {
    const ends = await runRanks<Outcome>("world.mjs", 2, { ranks: [1], input: { timeoutSec: 2 } });
    expect(joinError(ends[0]!, 2000)).toMatch(
      /^no store of rank 0 at 127\.0\.0\.1:\d+ within 2 s; is rank 0 running/,
    );
  });
});
