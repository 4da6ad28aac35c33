import { describe, expect, it } from "vitest";
import type { RunRow } from "../../../../../src/dashboard/api.js";
import { compileFilter, parseFilter } from "./filter.js";
import { Keys } from "./keys.js";
import { makeRow } from "./make-row.js";

const RUNS: readonly RunRow[] = [
  makeRow({
    name: "cnn-base",
    last: { "train/loss": 0.4, "train/accuracy": 0.9, "validation/accuracy": 0.7 },
    config: { "optimization.learning_rate": 0.003, "model.type": "cnn", "training.batch_size": 32 },
    tags: ["paper"],
    notes: "the one of the talk",
  }),
  makeRow({
    name: "cnn-test",
    status: "failed",
    last: { "train/loss": null, "train/accuracy": 0.2, "validation/accuracy": 0.3 },
    config: { "optimization.learning_rate": 0.1, "model.type": "cnn", "training.batch_size": 8 },
    problems: ["train/loss is NaN"],
  }),
  makeRow({
    name: "transformer",
    last: { "train/accuracy": 0.65, "validation/accuracy": 0.61 },
    config: { "optimization.learning_rate": 0.001, "model.type": "ast", "front_end.type": "logmel" },
    startedMs: 0,
    endedMs: 7_200_000,
  }),
];
const keys = new Keys(RUNS);

function names(filter: string): string[] {
  const compiled = compileFilter(filter, keys);
  expect(compiled.errors).toEqual([]);
  return RUNS.filter(compiled.matches).map(({ name }) => name);
}

describe("parseFilter", () => {
  it("reads keys, operators, negation and quotes, with their places", () => {
    expect(parseFilter('accuracy>0.6 -name:"my test" "free text" a!=b')).toEqual([
      { isNegated: false, key: "accuracy", operator: ">", value: "0.6", from: 0, to: 12 },
      { isNegated: true, key: "name", operator: ":", value: "my test", from: 13, to: 28 },
      { isNegated: false, key: null, operator: ":", value: "free text", from: 29, to: 40 },
      { isNegated: false, key: "a", operator: "!=", value: "b", from: 41, to: 45 },
    ]);
  });

  it.each(['"open', "-", ":", ">", "a>", "--", '-"', "a:>b", "", "  "])("ends on %j", (text) => {
    for (const { from, to } of parseFilter(text)) expect(to).toBeGreaterThan(from);
  });
});

describe("compileFilter", () => {
  it.each([
    ["", ["cnn-base", "cnn-test", "transformer"]],
    ["accuracy>0.6", ["cnn-base", "transformer"]],
    ["accuracy>60% lr<0.01", ["cnn-base", "transformer"]],
    ["accuracy>0.6 learning_rate>=0.003", ["cnn-base"]],
    ["train/accuracy<=0.2", ["cnn-test"]],
    ["status:failed", ["cnn-test"]],
    ["-name:test", ["cnn-base", "transformer"]],
    ["name~^cnn-(base|x)$", ["cnn-base"]],
    ['"the talk"', ["cnn-base"]],
    ["PAPER", ["cnn-base"]],
    ["tag=paper", ["cnn-base"]],
    ["bs=8", ["cnn-test"]],
    ["loss < 1", ["cnn-base"]],
    ["loss <1 name: cnn", ["cnn-base"]],
    ["batch_size!=8", ["cnn-base", "transformer"]],
    ["model.type=ast", ["transformer"]],
    ["duration>1h", ["transformer"]],
    ["problem:nan", ["cnn-test"]],
    ["loss<1", ["cnn-base"]],
  ])("%s", (filter, expected) => expect(names(filter)).toEqual(expected));

  it("names the place of an error, and suggests keys", () => {
    const { errors, matches } = compileFilter("status:failed learnig_rate<0.1", keys);
    expect(errors).toEqual([
      { from: 14, to: 30, message: expect.stringContaining("did you mean optimization.learning_rate") },
    ]);
    expect(RUNS.filter(matches)).toHaveLength(1);
  });

  it("refuses what is ambiguous, is no number, or no expression", () => {
    const message = (text: string): string => compileFilter(text, keys).errors[0]!.message;
    expect(message("type:cnn")).toBe('"type" is ambiguous: front_end.type, model.type');
    expect(message("accuracy>high")).toBe('"accuracy>high": expected a number after >');
    expect(message("accuracy> name:cnn")).toBe('"accuracy>name:cnn": expected a number after >');
    expect(message("acc>0.1")).toMatch(/did you mean .*validation\/accuracy/);
    expect(message("name~(")).toMatch(/^"\(" is no regular expression/);
  });

  it("takes keys of objects' prototypes for unknown ones", () => {
    expect(compileFilter("__proto__:a constructor:b", keys).errors).toHaveLength(2);
  });
});

describe("Keys.complete", () => {
  it("offers beginnings of names and of their endings first", () => {
    expect(keys.complete("lea", 3).map(({ name }) => name)).toEqual(["optimization.learning_rate"]);
    expect(keys.complete("acc", 1).map(({ name }) => name)).toEqual(["train/accuracy"]);
    expect(keys.complete("sta", 2).map(({ name }) => name)).toEqual(["status", "started"]);
    expect(keys.complete("lr", 1).map(({ name }) => name)).toEqual(["optimization.learning_rate"]);
  });
});
