// Trials of two ranks: rank 0 decides for both whether a trial is pruned, and no trial may hang.
// `WOODSHED_TRIALS=50 npx vitest run search-ranks` runs more trials.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "./support/cli.js";
import { rounds } from "./support/long.js";
import { readStudy, searchRecipe } from "./support/study.js";
import { makeTones } from "./support/tones.js";

const NUM_TRIALS = rounds("WOODSHED_TRIALS", 1, 50);
/** Prunes all of a few trials, after their second epoch; most of many trials, by their metric after the first. */
const pruner =
  NUM_TRIALS < 10
    ? { name: "threshold", options: { upper: 0, n_warmup_steps: 1 } }
    : { name: "percentile", options: { percentile: 40, n_startup_trials: 1 } };

it(
  `${NUM_TRIALS} trials of two ranks end, pruned or complete, with both ranks`,
  async () => {
    const root = mkdtempSync(join(tmpdir(), "woodshed-search-ranks-"));
    const recipe = join(root, "search.yaml");
    const search = {
      n_trials: NUM_TRIALS,
      retries: 0,
      pruner,
    };
    const training = {
      batch_size: 8,
      epochs: 3,
      precision: "fp32",
      distributed: { world_size: 2, timeout_sec: 60 },
    };
    writeFileSync(recipe, searchRecipe(makeTones(8), join(root, "runs"), search, { training }));
    const { code, stdout, stderr } = await runCli("tune", recipe);
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    const { trials } = readStudy(join(root, "runs", "study", "study.journal"), "study");
    const states = trials.map(({ state }) => state);
    expect(states).toHaveLength(NUM_TRIALS);
    expect(new Set(states)).toEqual(new Set(NUM_TRIALS < 10 ? ["PRUNED"] : ["COMPLETE", "PRUNED"]));
    if (NUM_TRIALS < 10) {
      for (const { intermediateValues } of trials) expect(intermediateValues).toHaveLength(2);
    }
    console.log(
      stdout
        .split("\n")
        .filter((line) => /^ {2}(trials|epochs)/.test(line))
        .join("\n"),
    );
    // Both ranks trained, and neither waited for the other or failed.
    const logs = readdirSync(join(root, "runs", "study", "trials")).filter((name) => name.endsWith(".log"));
    for (const name of logs) {
      const text = readFileSync(join(root, "runs", "study", "trials", name), "utf8");
      expect(text, name).toMatch(/2 ranks, each/);
      expect(text, name).not.toMatch(/Error|has waited/);
    }
  },
  300_000 + 60_000 * NUM_TRIALS,
);
