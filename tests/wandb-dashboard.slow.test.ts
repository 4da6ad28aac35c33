// Workspaces and reports, posted by the command line to a fake server and read back by W&B's own package.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { resultsOf } from "../src/tracking/wandb/dashboard/results.js";
import { reportSections, type Section, workspaceSections } from "../src/tracking/wandb/dashboard/sections.js";
import { type Ended, runCliWith, startCli, WAIT } from "./support/cli.js";
import { startLineServer } from "./support/line-server.js";
import { EPOCH_LINE, Pause } from "./support/pause.js";
import { onlyRun } from "./support/run.js";
import { makeTones, toneOverrides } from "./support/tones.js";
import { API_KEY, FakeWandb } from "./support/wandb-server.js";

const tones = makeTones();
const newRuns = (): string => mkdtempSync(join(tmpdir(), "woodshed-dashboard-"));
const WORKSPACE_SECTIONS = workspaceSections(resultsOf([]));
const REPORT_SECTIONS = reportSections(resultsOf([]));
let wandb: FakeWandb;
/** Two runs on the server, of project `birds`. */
let runs: string[];
/** A run that the server does not have. */
let unsent: string;

function command(folder: string, ...more: string[]): string[] {
  const overrides = [...toneOverrides(tones, folder), `data.test=${tones}`, "training.epochs=2"];
  return ["train", "recipes/folder.yaml", ...overrides, "logging.wandb.project=birds", ...more];
}

async function train(...more: string[]): Promise<string> {
  const folder = newRuns();
  const { code, stderr } = await runCliWith(wandb.env, ...command(folder, ...more));
  expect(code, stderr).toBe(0);
  return onlyRun(folder);
}

/** Trains until W&B's engine has sent system metrics, which it measures once a second. */
async function trainWithSystemMetrics(...more: string[]): Promise<string> {
  const folder = newRuns();
  const pause = new Pause(EPOCH_LINE);
  const args = command(folder, ...more, "logging.wandb.system_metrics_sec=1");
  const { ended } = startCli(args, { ...wandb.env, ...pause.env });
  await pause.reached(ended);
  const hasEvents = () => [...wandb.runs.values()].some(({ events }) => events.length > 0);
  try {
    await vi.waitFor(() => expect(hasEvents()).toBe(true), WAIT);
  } finally {
    pause.continue();
  }
  const { code, stderr } = await ended;
  expect(code, stderr).toBe(0);
  return onlyRun(folder);
}

beforeAll(async () => {
  wandb = await FakeWandb.start();
  runs = [
    await trainWithSystemMetrics("logging.wandb.enabled=true"),
    await train("logging.wandb.enabled=true", "seed=2"),
  ];
  unsent = await train();
});
afterAll(() => wandb.stop());

function dashboard(...args: string[]): Promise<Ended> {
  return runCliWith(wandb.env, "wandb", "dashboard", ...args);
}

function urlsIn({ stdout }: Ended): { workspace: string; report: string | undefined } {
  const url = (what: string) => new RegExp(`^${what} \\w+: (\\S+)$`, "m").exec(stdout)?.[1];
  return { workspace: url("workspace")!, report: url("report") };
}

interface LoadedPanel {
  type: string;
  title: string | null;
  keys: string[];
}

let load: (url: string) => Promise<unknown>;
beforeAll(() => {
  load = startLineServer("wandb-workspaces-read.py", { ...wandb.env, WANDB_SILENT: "true" });
});

/** The panels as the package reads them, without the x axis. */
function expectPanels(loaded: LoadedPanel[], { panels }: Section): void {
  const types: Record<string, string> = {
    ...{ "Run History Line Plot": "LinePlot", "Bar Chart": "BarPlot", "Media Browser": "MediaBrowser" },
    ...{ Weave: "WeavePanelSummaryTable", "Run Comparer": "RunComparer" },
  };
  expect(loaded.map(({ type }) => type)).toEqual(panels.map(({ viewType }) => types[viewType]));
  for (const [i, { keys, config }] of panels.entries()) {
    expect(loaded[i]!.keys).toEqual(keys.filter((key) => key !== "trainer/step"));
    if ("chartTitle" in config) expect(loaded[i]!.title).toBe(config["chartTitle"]);
  }
}

describe("woodshed wandb dashboard", () => {
  it("saves a workspace that W&B's own package loads, and updates it when it is run again", async () => {
    const first = await dashboard("--project", "birds");
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout).toMatch(
      new RegExp(`^workspace created: ${wandb.url}/me/birds\\?nw=[a-z0-9]{11}\n$`),
    );
    const { workspace } = urlsIn(first);
    const loaded = (await load(workspace)) as {
      name: string;
      auto: boolean;
      sections: { name: string; isOpen: boolean; panels: LoadedPanel[] }[];
    };
    expect([loaded.name, loaded.auto]).toEqual(["Woodshed", false]);
    expect(loaded.sections.map(({ name, isOpen }) => [name, isOpen])).toEqual(
      WORKSPACE_SECTIONS.map(({ name, isOpen }) => [name, isOpen]),
    );
    for (const [i, section] of WORKSPACE_SECTIONS.entries())
      expectPanels(loaded.sections[i]!.panels, section);

    const before = structuredClone(wandb.views.views);
    const again = await dashboard("--project", "birds");
    expect(again.stdout).toBe(`workspace updated: ${workspace}\n`);
    expect(wandb.views.views).toEqual(before);
    const other = await dashboard("--project", "birds", "--name", "Nightly 🦉");
    expect(other.stdout).toMatch(/^workspace created: /);
    expect(wandb.views.views.length).toBe(before.length + 1);
  });

  it("saves a report that compares the runs, by their ids, and updates it", async () => {
    const ended = await dashboard(...runs, "--report", "Two seeds / which?");
    expect(ended.code, ended.stderr).toBe(0);
    const { report } = urlsIn(ended);
    expect(report).toMatch(new RegExp(`^${wandb.url}/me/birds/reports/Two-seeds-which---[A-Za-z0-9+/_-]+$`));
    const loaded = (await load(report!)) as {
      title: string;
      headings: string[];
      blocks: string[];
      panels: LoadedPanel[][];
      filters: string[];
      projects: string[];
    };
    expect(loaded.title).toBe("Two seeds / which?");
    expect(loaded.headings).toEqual(REPORT_SECTIONS.map(({ name }) => name));
    for (const [i, section] of REPORT_SECTIONS.entries()) expectPanels(loaded.panels[i]!, section);
    const ids = runs.map((run) => run.split("/").at(-1)!).sort();
    for (const filter of loaded.filters)
      expect(filter).toBe(`Metric("ID") in [${ids.map((id) => `'${id}'`).join(", ")}]`);
    expect(new Set(loaded.projects)).toEqual(new Set(["birds"]));
    const count = wandb.views.views.length;
    expect((await dashboard(...runs, "--report", "Two seeds / which?")).stdout).toMatch(/^report updated: /m);
    expect(wandb.views.views.length).toBe(count);
    const { stdout } = await dashboard(runs[0]!);
    expect(stdout).toMatch(/^report created: .*\/Comparison-of-1-run--/m);
  });

  it("has panels only for keys that training logs", () => {
    const { history, events } = wandb.runs.get(runs[0]!.split("/").at(-1)!)!;
    const logged = new Set(history.flatMap((row) => Object.keys(row)));
    for (const event of events)
      for (const key of Object.keys(event)) logged.add(key.replace(/^system\./, "system/"));
    const wanted = [...WORKSPACE_SECTIONS, ...REPORT_SECTIONS].flatMap(({ panels }) =>
      panels.flatMap(({ keys }) => keys),
    );
    expect(wanted.filter((key) => !logged.has(key))).toEqual([]);
    // Tables, figures and numbers have different kinds of panels.
    const kinds = new Map(history.flatMap((row) => Object.entries(row)));
    for (const { viewType, keys } of WORKSPACE_SECTIONS.flatMap(({ panels }) => panels)) {
      const type = (kinds.get(keys[0] ?? "") as { _type?: string } | undefined)?._type;
      if (viewType === "Weave") expect([keys[0], type]).toEqual([keys[0], "table-file"]);
      if (viewType === "Media Browser")
        expect([keys[0], type]).toEqual([keys[0], expect.stringMatching(/^(plotly|html)-file$/)]);
    }
  });
});

describe("reports the remedy", () => {
  const run = (args: string[], env: NodeJS.ProcessEnv): Promise<Ended> =>
    runCliWith(env, "wandb", "dashboard", ...args);

  it.each<[string, () => [args: string[], env: NodeJS.ProcessEnv], RegExp]>([
    [
      "without a key",
      () => [[], { WANDB_API_KEY: "", NETRC: "/nonexistent", WANDB_BASE_URL: wandb.url }],
      /no API key for http.*\/authorize, then set WANDB_API_KEY, or store it in ~\/\.netrc/,
    ],
    [
      "with a wrong key",
      () => [[], { ...wandb.env, WANDB_API_KEY: "f".repeat(40) }],
      /does not accept this API key \(401\): copy yours from .*\/authorize into WANDB_API_KEY/,
    ],
    [
      "for an entity that does not exist",
      () => [["--entity", "nobody", "--project", "birds"], wandb.env],
      /\/nobody\/birds: no such project, or this key may not see it: check --entity and --project/,
    ],
    [
      "without a network",
      () => [[], { WANDB_API_KEY: API_KEY, WANDB_BASE_URL: "http://127.0.0.1:9" }],
      /127\.0\.0\.1:9 cannot be reached \(.*\): check the network.*--base-url/,
    ],
    [
      "for a run that was not sent",
      () => [[unsent], wandb.env],
      /this run is not in .*\/me\/birds; send it with: npx woodshed wandb sync \/.* --project birds --entity me\n/,
    ],
    ["for a folder that is not a run", () => [[tones], wandb.env], /this is not a run/],
    [
      "for a report without runs",
      () => [["--report", "x"], wandb.env],
      /--report: name the folders of the runs/,
    ],
    ["for an empty name", () => [["--name", " "], wandb.env], /--name: expected a name/],
  ])(
    "%s",
    async (_, command, message) => {
      const numViews = wandb.views.views.length;
      const { code, stdout, stderr } = await run(...command());
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(message);
      expect(stderr).not.toMatch(/ {4}at /);
      expect(stderr).not.toContain(API_KEY);
      expect(wandb.views.views.length).toBe(numViews);
    },
    60_000,
  );

  it("when the server answers 403 or 404", async () => {
    for (const [status, message] of [
      [403, /check the entity .*--entity\), or ask its owner for write access/],
      [404, /404/],
    ] as const) {
      wandb.fault = (name) => (name === "WoodshedUpsertView" ? { status } : null);
      const { code, stderr } = await run(["--project", "birds"], wandb.env);
      wandb.fault = () => null;
      expect(code).toBe(1);
      expect(stderr).toMatch(message);
    }
  });
});
