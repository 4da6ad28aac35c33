import { describe, expect, it } from "vitest";
import {
  defaultColumns,
  differingKeys,
  findLeader,
  groupKeys,
  groupRuns,
  parseOrder,
  sortRuns,
} from "./arrange.js";
import { changesSince } from "./changes.js";
import { Keys } from "./keys.js";
import { makeRow } from "./make-row.js";

const of = (value: number | null) => ({ value, step: 1 });
const RUNS = [
  makeRow({ name: "a", best: of(0.5), config: { "x.lr": 0.1, "x.kind": "cnn", name: "a" }, startedMs: 10 }),
  makeRow({ name: "b", best: null, config: { "x.lr": 0.01, "x.kind": "cnn", name: "b" }, startedMs: 20 }),
  makeRow({ name: "c", best: of(0.9), config: { "x.lr": 0.1, "x.kind": "cnn", name: "c" }, startedMs: 30 }),
  makeRow({
    name: "d",
    best: of(0.7),
    config: { "x.lr": 0.1, "x.kind": "cnn", "x.extra": true },
    startedMs: 40,
  }),
];
const keys = new Keys(RUNS);
const order = (text: string): string =>
  sortRuns(RUNS, parseOrder(text), keys)
    .map(({ name }) => name)
    .join("");

describe("sortRuns", () => {
  it("has runs without a value last in both directions", () => {
    expect(order("best")).toBe("adcb");
    expect(order("-best")).toBe("cdab");
  });

  it("orders equal ones by their start, also those of an unknown key", () => {
    expect(order("x.lr")).toBe("bdca");
    expect(order("-started")).toBe("dcba");
    expect(order("-nothing")).toBe("dcba");
  });
});

describe("groupRuns", () => {
  it("has the mean and the deviation of each group", () => {
    const groups = groupRuns(sortRuns(RUNS, parseOrder("-best"), keys), "x.lr", keys);
    expect(groups.map(({ value, runs }) => [value, runs.length])).toEqual([
      ["0.1", 3],
      ["0.01", 1],
    ]);
    expect(groups[0]!.meanBest).toBeCloseTo(0.7);
    expect(groups[0]!.deviation).toBeCloseTo(0.2);
    expect(groups[1]).toMatchObject({ meanBest: null, deviation: null });
  });
});

describe("columns", () => {
  it("are the configuration keys that differ, those that all runs have first", () => {
    expect(differingKeys(RUNS)).toEqual(["x.lr", "x.extra"]);
    expect(differingKeys(RUNS.slice(0, 1))).toEqual([]);
  });

  it("to group by are in sections, those with the fewest values first", () => {
    const rows = ["a", "b", "c"].map((name, i) =>
      makeRow({
        name,
        config: {
          "data.fold": i,
          "model.width": 8 * (i % 2),
          "task.name": i === 0 ? "x" : "y",
          ...(i > 0 && { "x.y": 1 }),
        },
      }),
    );
    expect(groupKeys(rows, new Keys(rows))).toEqual([
      { title: "Run", names: ["name", "task.name"] },
      { title: "Settings that differ", names: ["model.width"] },
      { title: "Settings that some runs have", names: ["x.y"] },
      { title: "Different in every run", names: ["data.fold"] },
    ]);
  });

  it("begin with losses and accuracies", () => {
    const run = makeRow({ last: { "train/epoch_loss": 1, "train/loss": 1, "validation/loss": 2 } });
    expect(defaultColumns([run])).toEqual(["validation/loss", "train/epoch_loss"]);
  });
});

describe("findLeader", () => {
  it("leads by the distance to the second", () => {
    const leader = findLeader(RUNS)!;
    expect([leader.run.name, leader.second!.name]).toEqual(["c", "d"]);
    expect(leader.lead).toBeCloseTo(0.2);
  });

  it("takes the lowest of a loss", () => {
    const monitor = { name: "validation/loss", better: "min" } as const;
    const runs = [makeRow({ name: "x", monitor, best: of(2) }), makeRow({ name: "y", monitor, best: of(1) })];
    expect(findLeader(runs)!.run.name).toBe("y");
    expect(findLeader([makeRow({})])).toBeNull();
  });
});

describe("changesSince", () => {
  it("tells what started, ended and leads since the last visit", () => {
    const failed = makeRow({ name: "e", status: "failed", startedMs: 5, endedMs: 50 });
    const changes = changesSince(
      { timeMs: 25, best: { run: RUNS[0]!.key, value: 0.5 } },
      [...RUNS.map((run) => ({ ...run, endedMs: 22 })), failed],
      { run: RUNS[2]!, value: 0.9 },
    );
    expect(changes.started.map(({ name }) => name)).toEqual(["c", "d"]);
    expect(changes.finished).toEqual([]);
    expect(changes.failed).toEqual([failed]);
    expect(changes.newBest).toBe(RUNS[2]);
  });
});
