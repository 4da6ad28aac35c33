import { describe, expect, it, test } from "vitest";
import { type Balance, balanceDraw, countRepeats, drawClips, keyEpoch } from "./balance.js";
import { epochOrder } from "./order.js";
import { Sampler } from "./sampler.js";

const labels = [
  ...new Array<string[]>(70).fill(["dog"]),
  ...new Array<string[]>(25).fill(["rain"]),
  ...new Array<string[]>(4).fill(["rain", "siren"]),
  ...new Array<string[]>(1).fill([]),
];
const siren = (clip: number): boolean => clip >= 95 && clip < 99;

/** Numbers of draws of each clip over some epochs. */
function counts(balance: Balance, numEpochs: number, seed = 3): number[] {
  const draw = balanceDraw(labels, balance);
  const total = new Array<number>(labels.length).fill(0);
  for (let epoch = 0; epoch < numEpochs; epoch++)
    for (const clip of drawClips(draw, seed, epoch)) total[clip]!++;
  return total;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe("an epoch drawn by weights", () => {
  it("has as many clips of each label by `equal`, clips without a label counting as one", () => {
    const drawn = counts("equal", 1);
    expect([sum(drawn.slice(0, 70)), sum(drawn.slice(95, 99)), drawn[99]]).toEqual([
      // 70 dogs weigh 1 together, 25 clips of 29 with rain 25 / 29, sirens 1, the clip without labels 1.
      ...[
        expect.toSatisfy((n: number) => n === 25 || n === 26),
        expect.toSatisfy((n: number) => n === 25 || n === 26),
      ],
      expect.toSatisfy((n: number) => n === 25 || n === 26),
    ]);
    expect(sum(drawn)).toBe(100);
  });

  it("lies between by `sqrt`", () => {
    const weights = labels.map((own) =>
      own.length === 0 ? 1 : 1 / Math.sqrt(own[0] === "dog" ? 70 : siren(labels.indexOf(own)) ? 4 : 29),
    );
    const { expected } = balanceDraw(labels, "sqrt");
    const scale = 100 / sum(weights.map((w, i) => (siren(i) ? 0.5 : w)));
    for (const [i, w] of weights.entries()) expect(expected[i]).toBeCloseTo((siren(i) ? 0.5 : w) * scale, 9);
  });

  it("weighs labels as told, others by 1", () => {
    const drawn = counts({ siren: 8 }, 50);
    const unit = (100 * 50) / (70 + 25 + 1 + 4 * 8);
    expect(sum(drawn.slice(95, 99)) / unit).toBeGreaterThan(31.5);
    expect(sum(drawn.slice(95, 99)) / unit).toBeLessThan(32.5);
  });

  it("lets the clips of a common label take turns", () => {
    const dogs = counts("equal", 40).slice(0, 70);
    // 25.9 of 70 dogs an epoch: 14.8 draws of each in 40 epochs, with a standard deviation of 3.
    expect(Math.min(...dogs)).toBeGreaterThan(3);
    expect(Math.max(...dogs)).toBeLessThan(28);
  });

  it("depends on seed and epoch alone", () => {
    const draw = balanceDraw(labels, "equal");
    expect(drawClips(draw, 1, 2)).toEqual(drawClips(draw, 1, 2));
    expect(drawClips(draw, 1, 2)).not.toEqual(drawClips(draw, 1, 3));
    expect(drawClips(draw, 1, 2)).not.toEqual(drawClips(draw, 2, 2));
  });
});

describe("the order of a balanced epoch", () => {
  const balance = balanceDraw(labels, "equal");
  const options = { numClips: 100, seed: 3, shuffle: true, balance };
  const sorted = (order: Iterable<number>) => [...order].sort((a, b) => a - b);

  test.each([
    ["over all clips", null],
    ["by windows of shards", { shards: Int32Array.from({ length: 100 }, (_, i) => i % 7), numShards: 2 }],
  ])("holds the drawn clips %s", (_, windows) => {
    const order = epochOrder({ ...options, windows }, 4);
    expect(sorted(order)).toEqual([...drawClips(balance, 3, 4)]);
    expect([...order]).not.toEqual(sorted(order));
  });

  it("is the same on one rank and on three", () => {
    const shared = { ...options, batchSize: 12, clipSamples: 10 };
    const batchesOf = (rank: number, worldSize: number) => [
      ...new Sampler({ ...shared, split: { rank, worldSize } }).batches(1),
    ];
    const ranks = [0, 1, 2].map((rank) => batchesOf(rank, 3));
    for (const [i, { indices }] of batchesOf(0, 1).entries())
      expect(ranks.flatMap((batches) => [...batches[i]!.indices])).toEqual([...indices]);
  });

  it("counts the repetitions of each clip, which have random keys of their own, on all ranks as on one", () => {
    const shared = { ...options, batchSize: 12, clipSamples: 10 };
    const repeatsOf = (rank: number, worldSize: number) => [
      ...new Sampler({ ...shared, split: { rank, worldSize } }).batches(1),
    ];
    const batches = repeatsOf(0, 1);
    const order = Int32Array.from(batches.flatMap(({ indices }) => [...indices]));
    expect(batches.flatMap(({ repeats }) => [...repeats!])).toEqual([...countRepeats(order, 100)]);
    expect(Math.max(...countRepeats(order, 100))).toBeGreaterThan(3);
    const ranks = [0, 1, 2].map((rank) => repeatsOf(rank, 3));
    for (const [i, { repeats }] of batches.entries())
      expect(ranks.flatMap((own) => [...own[i]!.repeats!])).toEqual([...repeats!]);
    expect(keyEpoch(7, 0)).toBe(7);
    expect(keyEpoch(7, 1)).not.toBe(keyEpoch(8, 0));
    const [plain] = new Sampler({ ...shared, balance: null, split: {} }).batches(1);
    expect(plain!.repeats).toBeNull();
  });
});
