// A run with many augmentations, killed and resumed, and on two ranks.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { RunStore } from "../src/tracking/store/store.js";
import { augmentationList } from "./support/augmentations.js";
import { type Ended, runCli, startCli } from "./support/cli.js";
import { rounds } from "./support/long.js";
import { EPOCH_LINE, Pause } from "./support/pause.js";
import { runCliRanks } from "./support/ranks.js";
import { numbersOf, onlyRun, tensorsOf } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const NUM_KILLS = rounds("WOODSHED_KILLS", 1, 5);
const tones = makeTones(8);
const root = mkdtempSync(join(tmpdir(), "woodshed-augmented-kill-"));

const command = (runs: string, ...more: string[]): string[] => [
  "train",
  "recipes/folder.yaml",
  ...toneOverrides(tones, join(root, runs)),
  `data.augmentations=${augmentationList(join(tones, "low"))}`,
  "data.workers=1",
  `training.epochs=${NUM_KILLS + 2}`,
  "optimization.learning_rate=0.0005",
  "checkpoint.resume=auto",
  "checkpoint.save=[{every_steps: 1, keep_last: 2}]",
  ...more,
];

function runOf(runs: string, ...ends: Ended[]): string {
  for (const { code, stderr } of ends) expect(code, stderr).toBe(0);
  return onlyRun(join(root, runs));
}

it("is the same to the bit after SIGKILL, and within rounding on two ranks", async () => {
  const whole = runOf("whole", await runCli(...command("whole")));
  const args = command("killed");
  for (let kill = 0; kill < NUM_KILLS; kill++) {
    const pause = new Pause(EPOCH_LINE);
    const { child, ended } = startCli(args, pause.env);
    await pause.reached(ended);
    child.kill("SIGKILL");
    pause.end();
    await ended;
  }
  const killed = runOf("killed", await startCli(args).ended);
  expect(numbersOf(killed)).toEqual(numbersOf(whole));
  expect(tensorsOf(killed)).toEqual(tensorsOf(whole));

  const onTwo = command("ranks", "training.distributed.world_size=2");
  const ranks = runOf("ranks", ...(await runCliRanks(onTwo, 2)));
  const [one, two] = [whole, ranks].map((folder) => {
    using store = RunStore.open(folder);
    return ["train/loss", "validation/loss"].flatMap((name) => store.metrics(name).map(({ value }) => value));
  });
  expect(two!.length).toBe(one!.length);
  for (const [i, value] of two!.entries()) expect(value).toBeCloseTo(one![i]!, 4);
});
