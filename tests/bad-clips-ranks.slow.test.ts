// Two ranks that examine shares of the recordings, are killed and resume after a file was mended: they must leave out the same
// clips, and equal one rank that was not killed.
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import { loadConfig } from "../src/config/load.js";
import { runTraining } from "../src/train/run.js";
import { plantBadClips, tone } from "./support/bad-clips.js";
import { startCli } from "./support/cli.js";
import { sleep } from "./support/job.js";
import { EPOCH_LINE, Pause } from "./support/pause.js";
import { runCliRanks } from "./support/ranks.js";
import { numbersOf, onlyRun } from "./support/run.js";
import { toneOverrides } from "./support/tones.js";

const root = mkdtempSync(join(tmpdir(), "woodshed-bad-clips-ranks-"));
const { tones, csv } = plantBadClips();
afterAll(() => {
  for (const folder of [root, tones]) rmSync(folder, { recursive: true });
});

const [one, two] = [join(root, "one"), join(root, "two")];
const overrides = (runs: string): string[] => [
  ...toneOverrides(csv, runs),
  "data.on_bad_clip=skip",
  "training.epochs=2",
  "checkpoint.resume=auto",
  "checkpoint.save=[{every_steps: 1, keep_last: 2}]",
];

it("two ranks, killed and resumed, leave out the clips that one rank does, and train to the same numbers", async () => {
  await runTraining(loadConfig("recipes/folder.yaml", overrides(one)));
  const args = ["train", "recipes/folder.yaml", ...overrides(two), "training.distributed.world_size=2"];
  const pause = new Pause(EPOCH_LINE);
  const ranks: ReturnType<typeof startCli>[] = [];
  const killed = runCliRanks(args, 2, (given, env = {}) => {
    const rank = startCli(given, { ...env, ...(env["RANK"] === "0" ? pause.env : {}) });
    ranks.push(rank);
    return rank;
  });
  while (ranks.length === 0) await sleep(10);
  await pause.reached(ranks[0]!.ended, 0);
  // A killed run resumes from a checkpoint; a thread writes it.
  while (!existsSync(join(onlyRun(two), "checkpoints", "last"))) await sleep(10);
  const children: ChildProcess[] = ranks.map(({ child }) => child);
  for (const child of children) child.kill("SIGKILL");
  pause.end();
  const [first] = await killed;
  expect(first!.stderr).toContain("warning: 9 clips left out (data.on_bad_clip: skip): 9 of data.train\n");
  expect(first!.stdout).toMatch(/^data .*, 9 left out;/m);

  writeFileSync(join(tones, "mid", "cut.wav"), encodeWav16(tone(0.25), 16_000));
  const [again, other] = await runCliRanks(args, 2);
  expect([again!.code, other!.code], again!.stderr).toEqual([0, 0]);
  expect(again!.stdout).toMatch(/^resume/m);
  expect(again!.stderr).toContain(
    "9 clips left out (data.on_bad_clip: skip): 9 of data.train, as the run recorded",
  );
  const [expected, found] = [numbersOf(onlyRun(one)), numbersOf(onlyRun(two))];
  expect(found.map(([name]) => name)).toEqual(expected.map(([name]) => name));
  for (const [i, [name, values]] of expected.entries()) {
    const others = found[i]![1];
    expect(others.map(([step]) => step)).toEqual(values.map(([step]) => step));
    // Sums of gradients round differently over two ranks.
    for (const [j, [, value]] of values.entries())
      expect(Math.abs(others[j]![1] - value), name).toBeLessThan(1e-3 * Math.max(1, Math.abs(value)));
  }
}, 240_000);
