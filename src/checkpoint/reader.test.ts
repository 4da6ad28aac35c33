import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { contentOf, openWriter } from "../../tests/support/checkpoints.js";
import { CheckpointReader, findCheckpoint, listStored } from "./index.js";

let run: string;
let last: string;
beforeEach(async () => {
  run = mkdtempSync(join(tmpdir(), "woodshed-reader-"));
  const writer = openWriter(join(run, "checkpoints"));
  await writer.save(
    () => contentOf(1, { "validation/loss": Number.NaN }),
    ["every-1-epochs", "best-validation/loss"],
  );
  await writer.close();
  last = join(run, "checkpoints", "last");
});

it("finds a checkpoint by its folder, its run's folder, its run's checkpoints folder, and a link", () => {
  const own = join(run, "checkpoints", "step-0000001");
  for (const path of [own, run, join(run, "checkpoints"), last]) expect(findCheckpoint(path)).toBe(own);
  expect(() => findCheckpoint(join(run, "nowhere"))).toThrow(
    /nowhere: no such folder; expected a run's folder/,
  );
  const runs = mkdtempSync(join(tmpdir(), "woodshed-runs-"));
  cpSync(run, join(runs, "birds"), { recursive: true });
  expect(() => findCheckpoint(runs)).toThrow(
    `${runs}: a folder of runs, expected one run, such as ${runs}/birds`,
  );
  const file = join(run, "model.safetensors");
  writeFileSync(file, "");
  expect(() => findCheckpoint(file)).toThrow(
    `${file}: a file, expected the folder of a run or a checkpoint: ${run}`,
  );
  const empty = mkdtempSync(join(tmpdir(), "woodshed-empty-"));
  expect(() => findCheckpoint(empty)).toThrow(/holds no checkpoint \(found nothing\)/);
});

it("resolves a link once, when it is opened", () => {
  expect(new CheckpointReader(last).folder).toBe(join(run, "checkpoints", "step-0000001"));
});

it("returns NaN for a metric that was NaN", () => {
  expect(new CheckpointReader(last).manifest.metrics["validation/loss"]).toBeNaN();
});

describe("an invalid manifest", () => {
  const damages: [string, (manifest: Record<string, unknown>) => unknown, RegExp][] = [
    ["is empty", () => ({}), /not a checkpoint's manifest: version: .*; use another checkpoint/],
    ["is a list", () => [], /not a checkpoint's manifest/],
    ["lacks its position", ({ position: _, ...rest }) => rest, /not a checkpoint's manifest: position: /],
    ["has a position that is text", (all) => ({ ...all, position: "middle" }), /manifest: position: /],
    [
      "names a file outside of its folder",
      (all) => ({ ...all, files: { "../../secret": { bytes: 1, crc32: "0" } } }),
      /manifest: files\.\.\.\/\.\.\/secret: /,
    ],
  ];
  it.each(damages)("that %s is refused, and its checkpoint is not listed", (_, damage, message) => {
    const file = join(last, "checkpoint.json");
    writeFileSync(file, JSON.stringify(damage(JSON.parse(readFileSync(file, "utf8")))));
    expect(() => new CheckpointReader(last)).toThrow(message);
    expect(listStored(join(run, "checkpoints"))).toEqual([]);
  });
});
