// A search in W&B: its trials in a group, and a run of its own with the table, the figures and links to them.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCliWith } from "./support/cli.js";
import { searchRecipe } from "./support/study.js";
import { makeTones } from "./support/tones.js";
import { FakeWandb } from "./support/wandb-server.js";

it("logs trials as runs of a group, and the study as one more run", async () => {
  const root = mkdtempSync(join(tmpdir(), "woodshed-search-wandb-"));
  const recipe = join(root, "search.yaml");
  const samples = { count: 0 };
  const logging = {
    samples,
    embeddings: { max_points: 0 },
    wandb: { enabled: true, system_metrics_sec: null },
  };
  const search = { n_trials: 2, parallel: 2, pruner: { name: "nop" } };
  const training = { batch_size: 8, epochs: 2, precision: "fp32" };
  writeFileSync(recipe, searchRecipe(makeTones(8), join(root, "runs"), search, { logging, training }));
  const wandb = await FakeWandb.start();
  try {
    const { code, stderr } = await runCliWith(wandb.env, "tune", recipe);
    expect(`${code} ${stderr}`).toMatch(/^0 /);
    const runs = [...wandb.runs.values()];
    expect(runs.map(({ group }) => group)).toEqual(Array(3).fill("study"));
    const trials = runs.filter(({ id }) => /^tones-t\d{4}-/.test(id));
    expect(trials).toHaveLength(2);
    for (const { summary, exitCode } of trials) {
      expect(summary["validation/loss"]).toBeTypeOf("number");
      expect(exitCode).toBe(0);
    }
    const study = runs.find(({ id }) => id.startsWith("study-summary-"))!;
    // The same numeric keys for every search, so that studies can be compared.
    expect(study.summary).toMatchObject({
      ...{ num_trials: 2, num_complete: 2, num_pruned: 0, num_failed: 0, epochs_saved_fraction: 0 },
      "best/trial": expect.any(Number),
      "best/validation/loss": expect.any(Number),
      "recipe/validation/loss": expect.any(Number),
    });
    expect(Object.keys(study.summary).filter((key) => /trial \d/.test(key))).toEqual([]);
    const figures = [...study.files.keys()].filter((name) => name.endsWith(".plotly.json")).join(" ");
    for (const name of [
      "history",
      "importance",
      "parallel_coordinate",
      "slice",
      "contour",
      "timeline",
      "intermediate_values",
    ]) {
      expect(figures).toContain(`search/${name}`);
    }
    const table = wandb.artifacts.find(({ name }) => name.includes("study-summary"))!;
    const text = [...table.files.values()].join("");
    expect(text).toContain("optimization.learning_rate");
    for (const { id } of trials) expect(text).toMatch(new RegExp(`http://127\\.0\\.0\\.1:\\d+/[^"]*${id}`));
  } finally {
    await wandb.stop();
  }
});
