import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeColumns } from "../../columns.js";
import { answerKey } from "./answer-key.js";
import { soundsByWorth, spread } from "./choose.js";
import { PathHider } from "./hide-paths.js";

describe("answers of an exported page", () => {
  it("have one name for addresses that ask for more or less of the same", () => {
    expect(answerKey("/api/runs/k/stages?points=300")).toBe("/api/runs/k/stages");
    expect(answerKey("/api/runs/k/console?after=0")).toBe("/api/runs/k/console");
    expect(answerKey("/api/runs/k/console?after=1")).not.toBe(answerKey("/api/runs/k/console"));
    expect(answerKey("/api/runs/k/predictions?step=4&split=a%20b")).toBe(
      answerKey("/api/runs/k/predictions?split=a+b&step=4"),
    );
  });
});

describe("what fits into an exported page", () => {
  it("is spread evenly, with the first and the last", () => {
    expect(spread([1, 2, 3], 3)).toEqual([1, 2, 3]);
    expect(spread([0, 10, 20, 30, 40, 50], 3)).toEqual([0, 30, 50]);
    expect(spread([1, 2, 3], 1)).toEqual([3]);
  });

  it("are sounds of the highest loss first, then one that is correct; NaN is the highest", () => {
    const column = (name: string, values: Float32Array | Int32Array | Uint8Array) => ({
      name,
      values,
      shape: [],
    });
    const columns = [
      column("clip", Int32Array.of(10, 11, 12, 13, 14, 15)),
      column("loss", Float32Array.of(0.1, 3, Number.NaN, 2, 0.2, 1)),
      column("is_correct", Uint8Array.of(1, 0, 0, 0, 1, 0)),
    ];
    expect(soundsByWorth(encodeColumns({ meta: {}, columns }))).toEqual([12, 11, 13, 10, 15, 14]);
    expect(soundsByWorth(encodeColumns({ meta: {}, columns: [] }))).toEqual([]);
  });
});

describe("texts in an exported page", () => {
  const hider = new PathHider("gpu-7");

  it.each([
    ["data.train=/mnt/data/secret project/train.csv", "data.train=…/secret project/train.csv"],
    ["error: /srv/people/ann/clips/a.wav:17: too short", "error: …/a.wav:17: too short"],
    ["C:\\Users\\ann\\clips\\a.wav is missing", "…/a.wav is missing"],
    ["data.train=/data/recordings", "data.train=…/recordings"],
    [`read ${join(homedir(), "notes.txt")}`, "read ~/notes.txt"],
    ["run gpu-7 with 2 ranks", "run (host) with 2 ranks"],
  ])("%s", (text, shown) => {
    expect(hider.text(text)).toBe(shown);
  });

  it.each([
    "/m/09x0r",
    "https://example.com/a/b/c",
    "train/loss",
    "runs/quickstart/checkpoints/best",
    "gpu-70",
  ])("%s stays", (text) => {
    expect(hider.text(text)).toBe(text);
  });

  it("are changed wherever they are in data", () => {
    expect(hider.data({ a: ["/x/y/z", 1, null], "/x/y/z": true })).toEqual({
      a: ["…/z", 1, null],
      "/x/y/z": true,
    });
  });
});
