// Tests a study that is continued with another recipe: it is refused before a trial starts, or shows each trial with its
// own parameters.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { trialTable } from "../src/cli/tune-view.js";
import { loadConfig } from "../src/config/load.js";
import { Searches } from "../src/dashboard/searches/searches.js";
import { SearchPlan } from "../src/search/plan.js";
import { openStudy } from "../src/search/plan-study.js";
import { summarize, writeBestRecipe, writePage } from "../src/search/results.js";
import { Search } from "../src/search/search.js";
import { readNote } from "../src/search/storage-note.js";
import { readStudyAttrs } from "../src/search/study-checks.js";
import { summaryValues, tableOf } from "../src/search/summary-run.js";
import { searchRecipe } from "./support/study.js";
import { makeTones } from "./support/tones.js";

const tones = makeTones(4);
const root = mkdtempSync(join(tmpdir(), "woodshed-changes-"));
const rate = { "optimization.learning_rate": { type: "float", low: 1e-4, high: 0.05, log: true } };
const decay = { "optimization.weight_decay": { type: "float", low: 0, high: 0.5 } };
const channels = { "model.channels": { type: "categorical", choices: [[8], [8, 16]] } };

let numPlans = 0;
function planOf(folder: string, search: object, overrides: string[] = []): SearchPlan {
  const recipe = join(root, `recipe-${numPlans++}.yaml`);
  writeFileSync(recipe, searchRecipe(tones, folder, { pruner: { name: "nop" }, ...search }));
  return new SearchPlan(loadConfig(recipe, overrides), recipe);
}
const newFolder = (): string => mkdtempSync(join(root, "runs-"));

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** Opens a search as `woodshed tune` does, without running trials; returns its warnings. */
async function begin(plan: SearchPlan, options: { allowChanges?: boolean } = {}): Promise<string[]> {
  const warnings: string[] = [];
  const onWarning = (message: string): void => void warnings.push(message);
  const search = await Search.open(plan, { onWarning }, new AbortController().signal, options);
  await search.close();
  return warnings;
}

/** Adds a complete trial, as any version of Woodshed would have. */
async function addTrial(plan: SearchPlan, value: number, userAttrs = {}): Promise<void> {
  const study = await openStudy(plan, false);
  await study.tell((await study.ask())!, value, { userAttrs: { epochs: 5, run: "r", ...userAttrs } });
  await study.close();
}

it("a search with its storage elsewhere notes where, so that the dashboard reads it", async () => {
  const folder = newFolder();
  const storage = join(newFolder(), "study.db");
  const plan = planOf(folder, { search_space: rate, storage: `sqlite:///${storage}` });
  expect(await begin(plan)).toEqual([]);
  await addTrial(plan, 0.5);
  expect(readNote(plan.folder)).toEqual({
    study: "study",
    storage: { kind: "sqlite", path: storage },
    isOurs: true,
  });
  const searches = new Searches({ folder, keyOf: (path) => basename(path) });
  expect(await searches.detail("study")).toMatchObject({ path: "study", numComplete: 1, numPlanned: 20 });
});

describe("a study continued with other data", () => {
  /** Returns the override for a copy of the tones that `change` modifies. */
  function copyOf(change: (folder: string) => void): string {
    const folder = mkdtempSync(join(root, "data-"));
    cpSync(tones, folder, { recursive: true });
    change(folder);
    return `data.train=${folder}`;
  }
  const addClips = (folder: string): void =>
    cpSync(join(tones, "low", "0.wav"), join(folder, "high", "x.wav"));
  const addLabel = (folder: string): void =>
    cpSync(join(tones, "low"), join(folder, "noise"), { recursive: true });

  it("is refused for other labels, and for other clips without allowChanges; a copy counts as the same data", async () => {
    const folder = newFolder();
    const plan = (overrides: string[] = []) => planOf(folder, { search_space: rate }, overrides);
    expect(await begin(plan())).toEqual([]);
    // No trial has started, so that any data is accepted.
    expect(await begin(plan([copyOf(addLabel)]))).toEqual([]);
    expect(await begin(plan())).toEqual([]);
    await addTrial(plan(), 0.5);
    expect(await begin(plan([copyOf(() => {})]))).toEqual([]);
    await expect(begin(plan([copyOf(addLabel)]), { allowChanges: true })).rejects.toThrow(
      /^study study: its trials were trained on the labels high, low, mid; data\.train \S+ has high, low, mid, noise\. Set .*study_name to another name$/,
    );
    const other = copyOf(addClips);
    await expect(begin(plan([other]))).rejects.toMatchObject({
      code: "SEARCH_DATA",
      message: expect.stringMatching(
        /measured on 12 training and validation clips; data\.train \S+ has 13 training .*--allow-changes$/,
      ),
    });
    expect(await begin(plan([other]), { allowChanges: true })).toEqual([
      expect.stringMatching(/^warning: study study: .* before and after the change are not comparable$/),
    ]);
  });

  it("is refused by changed paths if an older version recorded no clips", async () => {
    const folder = newFolder();
    const plan = planOf(folder, { search_space: rate });
    await addTrial(plan, 0.5);
    const study = await openStudy(plan, false);
    await study.setUserAttr("recipe", JSON.stringify(plan.configWith({})));
    await study.close();
    await expect(begin(planOf(folder, { search_space: rate }, [copyOf(() => {})]))).rejects.toThrow(
      /its trials have no record of their clips, and the data changed \(data\.train: .* before, .* now\)/,
    );
    expect(await begin(plan)).toEqual([]);
    const again = await openStudy(plan, true);
    open.push(again);
    expect((await readStudyAttrs(again)).data).toMatchObject({
      numClips: 12,
      labels: ["high", "low", "mid"],
    });
  });

  it("is noted in the recipe of the best trial", () => {
    const plan = planOf(newFolder(), { search_space: rate });
    const trial = {
      ...{
        number: 0,
        state: "COMPLETE" as const,
        values: [0.5],
        params: { "optimization.learning_rate": 0.01 },
      },
      ...{ intermediateValues: [], constraints: {}, retryHistory: [], startedMs: null, endedMs: null },
      userAttrs: { data: "a" },
    };
    writeFileSync(join(mkFolder(plan), "x"), "");
    const now = { fingerprint: "a", numClips: 12, labels: ["high", "low"] };
    const head = (fingerprint: string): string =>
      readFileSync(writeBestRecipe(plan, trial, { ...now, fingerprint }), "utf8").split("\n")[1]!;
    expect(head("a")).toBe("# Labels: high, low; 12 training and validation clips.");
    expect(head("b")).toBe("# Warning: the trial was measured on other clips than those of this recipe.");
  });
});

function mkFolder({ folder }: SearchPlan): string {
  cpSync(tones, folder, { recursive: true, filter: (path) => path === tones });
  return folder;
}

describe("a study continued with another space", () => {
  const before = { search_space: { ...rate, ...decay } };
  const shared = newFolder();
  beforeAll(async () => {
    await begin(planOf(shared, before));
    await addTrial(planOf(shared, before), 0.5);
  });

  it.each<[string, object, RegExp]>([
    [
      "a missing key",
      { search_space: rate },
      /another search_space: optimization\.weight_decay is missing\./,
    ],
    ["an additional key", { search_space: { ...rate, ...decay, ...channels } }, /model\.channels is new\./],
    [
      "a replaced key",
      { search_space: { ...rate, ...channels } },
      /model\.channels is new, and optimization\.weight_decay is missing\. Set .*study_name/,
    ],
    [
      "another type",
      { search_space: { ...rate, "optimization.weight_decay": { type: "categorical", choices: [0, 0.1] } } },
      /optimization\.weight_decay: this study's trials had another type or other choices/,
    ],
    [
      "another metric",
      { ...before, metric: "train/loss" },
      /its trials were measured by validation\/loss, not train\/loss; use another study_name/,
    ],
    [
      "more metrics",
      { ...before, metric: ["validation/loss", "model/num_parameters"] },
      /its directions are minimize, not minimize, minimize/,
    ],
  ])("is refused for %s", async (_, after, message) => {
    await expect(begin(planOf(shared, after), { allowChanges: true })).rejects.toThrow(message);
  });

  it("accepts other bounds, and trials without a key whose condition is false", async () => {
    const folder = newFolder();
    const sgd = { "optimization.optimizer": { type: "categorical", choices: ["adamw", "sgd"] } };
    const momentum = {
      "optimization.momentum": {
        type: "float",
        low: 0,
        high: 0.9,
        when: { "optimization.optimizer": "sgd" },
      },
    };
    const search_space = { ...rate, ...sgd, ...momentum };
    await begin(planOf(folder, { search_space }));
    await addTrial(planOf(folder, { search_space }), 0.5); // the recipe's values: adamw
    const wider = { "optimization.learning_rate": { type: "float", low: 1e-5, high: 0.1, log: true } };
    expect(await begin(planOf(folder, { search_space: { ...search_space, ...wider } }))).toEqual([]);
  });

  it("shows trials of both spaces with their own parameters, with either recipe", async () => {
    // Older versions allowed such a study to continue.
    const folder = newFolder();
    const plans = [
      planOf(folder, { search_space: { ...rate, ...channels } }),
      planOf(folder, { search_space: { ...rate, ...decay } }),
    ];
    await addTrial(plans[0]!, 0.25);
    await addTrial(plans[1]!, 0.5);
    for (const plan of plans) {
      const study = await openStudy(plan, true);
      open.push(study);
      const trials = await study.trials();
      const [head, first, second] = trialTable(plan, trials, [0]);
      expect(head).toMatch(/channels/);
      expect(head).toMatch(/weight_decay/);
      expect(first).toMatch(/^0\* +complete +0\.2500 .*\[8/);
      expect(second).not.toMatch(/\[8/);
      const summary = await summarize(plan, study);
      expect(summaryValues(plan, summary)).toMatchObject({
        ...{ num_trials: 2, num_complete: 2, "best/trial": 0, "best/validation/loss": 0.25 },
      });
      const table = tableOf(plan, trials);
      if (table.kind !== "table") throw new Error(table.kind);
      const types = Object.fromEntries(table.columns.map(({ name, type }) => [name, type]));
      expect(types).toMatchObject({ "model.channels": "text", "optimization.weight_decay": "number" });
      const path = writeBestRecipe(plan, summary.best[0]!, null);
      expect(loadConfig(path).config.model).toHaveProperty("channels.0", 8);
    }
    await expect(begin(plans[0]!)).rejects.toThrow(/another search_space/);
    const [study] = open as Awaited<ReturnType<typeof openStudy>>[];
    await writePage(plans[1]!, study!, await summarize(plans[1]!, study!));
  }, 120_000);
});
