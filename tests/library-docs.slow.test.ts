// The examples of README.md, docs/library.md and docs/layers.md, run as they are in a package that has Woodshed as a dependency.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../src/package-root.js";
import { IS_LONG } from "./support/long.js";

const CLI = join(packageRoot, "dist", "cli", "main.js");
const TIMEOUT_MS = 300_000;

/** Returns the code blocks of a page that begin with a file name, by that name. */
function filesOf(page: string): Map<string, string> {
  const text = readFileSync(join(packageRoot, page), "utf8");
  return new Map(
    [...text.matchAll(/```js\n(\/\/ ([\w-]+\.mjs).*?)```/gs)].map(([, code, name]) => [name!, code!]),
  );
}

function newPackage(files: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "woodshed-library-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(packageRoot, join(folder, "node_modules", "woodshed"));
  for (const [name, code] of files) writeFileSync(join(folder, name), code);
  return folder;
}

function run(folder: string, ...args: string[]): string {
  return execFileSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
}

describe("README.md's loop", () => {
  const files = filesOf("README.md");
  const ACCURACY = /^best checkpoint: test accuracy (0\.\d+|1\.000)$/m;

  it(
    "learns, does nothing when it is run again, and its checkpoints can be listed",
    () => {
      const folder = newPackage(files);
      const printed = run(folder, "train.mjs");
      expect(Number(ACCURACY.exec(printed)![1])).toBeGreaterThan(0.9);
      expect(run(folder, "train.mjs")).toBe(printed);
      const table = run(folder, CLI, "checkpoints", "list", "runs/spirals");
      expect(table).toMatch(/^checkpoint +epoch +test\/accuracy +size +saved +for +links$/m);
      for (const step of ["0000090", "0000180", "0000270"])
        expect(table).toMatch(new RegExp(`^step-${step} .*every-5-epochs`, "m"));
      expect(table).toMatch(/^step-0000360 .*every-5-epochs.* last/m);
    },
    TIMEOUT_MS,
  );

  // tests/own-loop.slow.test.ts launches a loop on two ranks by default.
  it.runIf(IS_LONG)(
    "learns on two ranks",
    () => {
      const folder = newPackage(files);
      const printed = run(folder, CLI, "launch", "--ranks", "2", "train.mjs");
      expect(Number(ACCURACY.exec(printed)![1])).toBeGreaterThan(0.9);
    },
    TIMEOUT_MS,
  );
});

it("docs/layers.md's example prints what the page says", () => {
  expect(run(newPackage(filesOf("docs/layers.md")), "layers.mjs")).toBe(
    "[ 2, 100, 10 ]\n[ 'gru.weight_ih_l0', 'gru.weight_hh_l0', 'gru.bias_ih_l0' ]\n",
  );
});

describe("docs/library.md", () => {
  const files = filesOf("docs/library.md");
  let folder: string;
  beforeAll(() => {
    folder = newPackage(files);
  });

  it.each([
    ["clipped.mjs", "-1\n"],
    ["checkpointing.mjs", "0.0.weight\n"],
    ["rows.mjs", "1 [ 1, 8 ] [ 1 ]\n"],
    ["workers.mjs", "horse\n"],
    [
      "checkpoints.mjs",
      /^\{ step: 0, epoch: 0, batch: 0 \} new\n\/.*runs\/mine\/checkpoints\/step-0001000 .*\/step-0001000\n$/,
    ],
    ["weights.mjs", "1000 { 'validation/loss': 0.001 }\n"],
    ["trackers.mjs", "100\n"],
    ["ranks.mjs", "step 20 on 1 rank(s)\n"],
  ])("%s prints what the page says", (name, expected) => {
    expect(run(folder, name)).toMatch(expected);
  });

  it("names no other file", () => {
    expect([...files.keys()].sort()).toEqual([
      ...[
        "checkpointing.mjs",
        "checkpoints.mjs",
        "clipped.mjs",
        "decode.mjs",
        "ranks.mjs",
        "rows.mjs",
        "trackers.mjs",
        "weights.mjs",
        "workers.mjs",
      ],
    ]);
  });
});
