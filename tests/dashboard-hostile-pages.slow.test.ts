/** Texts of a record that would run as script if a page took them for markup: each page shows them as they are. */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { encodeWav16 } from "../src/audio/wav.js";
import type { SearchList } from "../src/dashboard/api.js";
import { packageRoot } from "../src/package-root.js";
import { openSqlite } from "../src/sqlite.js";
import { findChromium, NO_CHROMIUM, type OpenPage } from "./support/browser.js";
import { recordRun, TestDashboard } from "./support/dashboard.js";
import { openDashboard } from "./support/dashboard-page.js";
import { recordEvaluation } from "./support/recorded-clips.js";
import { writeStudyJournal } from "./support/study-journal.js";

const chromium = findChromium();
const folder = mkdtempSync(join(tmpdir(), "woodshed-hostile-pages-"));

/** Markup that runs a script, beside a name by which it is found. */
const hostile = (name: string): string => `<img src=x onerror="window.__xss='${name}'">${name}`;
const [LABEL, OTHER] = [hostile("label"), hostile("other label")];
const JAVASCRIPT = "javascript:window.__xss='link'";

let dashboard: TestDashboard;
let open: OpenPage;
let page: Page;
/** Keys of two runs. */
let keys: string[];
let oversized: string;

async function recordHostileRun(seed: number): Promise<void> {
  const config = {
    name: hostile("run"),
    seed,
    model: { name: hostile("model") },
    data: { train: hostile("data") },
    task: { name: "classification" },
    checkpoint: { monitor: hostile("validation/metric"), mode: "min" },
    logging: { wandb: { notes: hostile("notes"), tags: [hostile("tag")] } },
    registry: { mlflow: { tracking_uri: JAVASCRIPT } },
    [hostile("key")]: hostile(`value ${seed}`),
  };
  const metrics = {
    "train/loss": [3, 2, 1],
    [hostile("validation/metric")]: [3, 2, seed],
    [hostile("metric")]: [1],
  };
  await recordRun(dashboard.folder, metrics, config, (recorder, run) => {
    const database = openSqlite(join(run.folder, "run.sqlite"));
    database.prepare("UPDATE run SET name = ?, host = ?").run(config.name, hostile("host"));
    database.close();
    const clips = [0, 1, 2, 3].map((i) => {
      const file = join(folder, `${i}.wav`);
      writeFileSync(file, encodeWav16(new Float32Array(4000).fill(0.1 * i), 8000));
      const name = `clips/${hostile(`clip ${i}`)}.wav`;
      return { name, file, startSec: 0, durationSec: null, label: i % 2 === 0 ? LABEL : OTHER };
    });
    recordEvaluation(recorder, run.folder, {
      ...{ step: 2, source: null, clips, labels: [LABEL, OTHER] },
      predicted: [0, 0, 0, seed],
      embeddings: clips.map((_, i) => [i, 1 - i, i % 2]),
    });
    recorder.event("warning", hostile("event"));
    recorder.show(2, "chart", {
      kind: "figure",
      data: [
        {
          type: "bar",
          name: hostile("trace"),
          x: [hostile("figure")],
          y: [1],
          hovertext: [hostile("hover")],
        },
        { type: "scatter", name: "line", x: [hostile("figure")], y: [1], hovertemplate: hostile("template") },
        {
          type: "iframe",
          srcdoc: hostile("srcdoc"),
          ...JSON.parse('{"__proto__":{"name":"from the prototype"}}'),
        },
      ],
      layout: {
        title: { text: `<a href="${JAVASCRIPT}">link</a> ${hostile("figure title")}` },
        annotations: [{ text: `<a href="${JAVASCRIPT}" target="_top">annotation</a>` }],
        images: [{ source: "http://127.0.0.1:9/outside.png" }, { source: "file:///etc/passwd" }],
      },
    });
    recorder.show(2, hostile("item"), {
      ...{ kind: "curves", title: hostile("curves"), xLabel: hostile("x"), yLabel: hostile("y") },
      curves: [1, 2].map((k) => ({ label: hostile(`curve ${k}`), x: [0, 1], y: [0, k] })),
    });
    recorder.show(2, "table", {
      kind: "table",
      columns: [
        { name: hostile("column"), type: "text" },
        { name: "vector", type: "vector" },
      ],
      rows: [
        [hostile("cell"), [1, 2, 3, 4, 5]],
        [JAVASCRIPT, null],
      ],
    });
    appendFileSync(
      join(run.folder, "console.jsonl"),
      `${JSON.stringify({ timeMs: 1, stream: "stdout", text: `${hostile("console")}\u001b[31m` })}\n`,
    );
  });
}

/** Items that are too large, and media that are elsewhere. */
async function recordOversizedRun(): Promise<void> {
  await recordRun(dashboard.folder, { "train/loss": [1] }, { name: "oversized" }, (recorder, run) => {
    recorder.show(0, "media", {
      kind: "table",
      columns: [
        { name: "picture", type: "image" },
        { name: "sound", type: "audio" },
      ],
      rows: [["../../../etc/passwd.png", "/etc/passwd.wav"]],
    });
    recorder.flush();
    const database = openSqlite(join(run.folder, "run.sqlite"));
    const insert = database.prepare(
      `INSERT INTO items VALUES (0, ?, 0, '{"kind":"figure","data":[],"layout":{"x":"' || hex(zeroblob(?)) || '"}}')`,
    );
    insert.run("large", 10_000_000);
    insert.run("huge", 100_000_000);
    database.close();
  });
}

/** A registry of MLflow's with other texts. */
function writeHostileRegistry(): void {
  mkdirSync(join(folder, "mlflow"));
  const database = openSqlite(join(folder, "mlflow", "mlflow.db"));
  database.pragma("foreign_keys = OFF");
  database.exec(readFileSync(join(packageRoot, "tests/fixtures/mlflow-registry.sql"), "utf8"));
  database.prepare("UPDATE registered_models SET description = ?").run(hostile("description"));
  database.prepare("UPDATE model_version_tags SET value = ? WHERE key = 'stage'").run(hostile("stage"));
  database.prepare("UPDATE registered_model_aliases SET alias = ? WHERE version = 2").run(hostile("alias"));
  database.close();
}

function writeHostileStudy(): void {
  const study = join(dashboard.folder, "study");
  mkdirSync(study);
  const path = join(study, "study.journal");
  writeStudyJournal(path, 12, "study");
  const text = readFileSync(path, "utf8");
  writeFileSync(
    path,
    text
      .replaceAll('"model.dropout"', JSON.stringify(hostile("parameter")))
      .replaceAll('\\"adamw\\"', JSON.stringify(JSON.stringify(hostile("choice"))).slice(1, -1)),
  );
}

describe.skipIf(chromium === null)(chromium === null ? NO_CHROMIUM : "hostile texts on pages", () => {
  beforeAll(async () => {
    vi.stubEnv("WOODSHED_MLFLOW_FOLDER", join(folder, "mlflow"));
    dashboard = new TestDashboard();
    await recordOversizedRun();
    for (const seed of [0, 1]) await recordHostileRun(seed);
    writeHostileRegistry();
    writeHostileStudy();
    await dashboard.start();
    // The newest first.
    keys = (await dashboard.rows()).map(({ key }) => key);
    oversized = keys.pop()!;
    open = await openDashboard(chromium!, dashboard.server);
    page = open.page;
  });
  afterAll(async () => {
    await open?.close();
    await dashboard?.[Symbol.asyncDispose]();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page, waits for texts to be shown as they are, and looks whether one became an element or ran. */
  async function expectHarmless(path: string, texts: readonly string[]): Promise<void> {
    await page.goto(`${dashboard.server.url}${path}`);
    for (const text of texts)
      await expect
        .poll(() => page.evaluate("document.body.textContent"), { message: `${path}: ${text}` })
        .toContain(text);
    expect(await page.evaluate("document.querySelectorAll('img[src=x], [onerror]').length"), path).toBe(0);
    expect(await page.evaluate("document.querySelectorAll('a[href^=javascript]').length"), path).toBe(0);
    expect(await page.evaluate("typeof window.__xss"), path).toBe("undefined");
  }

  // A script that the policy refuses would be reported in the console.
  const problems = (): string[] => open.problems.splice(0);

  it.each([
    ["Runs", "/", ["test-", ...["tag", "metric"].map(hostile)]],
    ["a run", "/runs/RUN", ["key", "event", "console", "host", "data", "clip 1"].map(hostile)],
    ["Listen", "/runs/RUN/listen", ["label", "clip 3"].map(hostile)],
    ["Confusion", "/runs/RUN/confusion", ["label", "other label"].map(hostile)],
    ["Map", "/runs/RUN/map?clip=3", [hostile("label"), "trustworthiness"]],
    [
      "Figures",
      "/runs/RUN/figures",
      ["trace", "figure title", "item", "curves", "curve 2", "column", "cell"].map(hostile),
    ],
    ["Profile", "/runs/RUN/profile", ["Nothing to profile"]],
    ["Try it", "/runs/RUN/try", ["cannot be tried"]],
    ["Compare", "/compare?runs=BOTH", ["validation/metric", "value 0", "value 1"].map(hostile)],
    ["Searches", "/searches", ["study"]],
    ["Models", "/models", ["description", "stage", "alias"].map(hostile)],
  ])("%s", async (_, path, texts) => {
    await expectHarmless(path.replace("RUN", keys[0]!).replace("BOTH", keys.join(",")), texts);
    expect(problems()).toEqual([]);
  });

  it("a search", async () => {
    const { searches } = await dashboard.json<SearchList>("/api/searches");
    await expectHarmless(`/searches/${searches[0]!.key}`, ["parameter", "choice"].map(hostile));
    expect(problems()).toEqual([]);
  });

  it("texts of the address", async () => {
    const text = encodeURIComponent(hostile("address"));
    const of = `/runs/${keys[0]}`;
    for (const [path, shown] of [
      [`/?q=${text}&group=${text}&sort=${text}`, "Columns"],
      [`/runs/${text}`, "no such address"],
      [`/compare?runs=${text}`, "Runs"],
      [`${of}/listen?label=${text}&clip=${text}&step=${text}`, "Listen"],
      [`${of}/map?colour=${text}&clip=${text}`, "trustworthiness"],
      [`${of}/confusion?true=${text}&predicted=${text}`, hostile("label")],
    ] as const)
      await expectHarmless(path, [shown]);
    const isNotFound = (message: string): boolean => /status of 40[04]/.test(message);
    expect(problems().filter((message) => !isNotFound(message))).toEqual([]);
  });

  it("a figure is drawn from its numbers: nothing of it is a frame, a link, a request or a script", async () => {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    const address = `${dashboard.server.url}/runs/${keys[0]}/figures`;
    await page.goto(address);
    const card = page.getByRole("region", { name: "chart", exact: true });
    await card.getByText(`link ${hostile("figure title")}`).waitFor();
    await card.getByText("Not drawn here: annotations, images, traces of the type iframe.").waitFor();
    await card.locator("canvas").hover();
    await card.getByRole("button", { name: "Values" }).click();
    for (const text of ["figure", "hover"].map(hostile)) await card.getByText(text).first().waitFor();
    expect(await page.evaluate("document.querySelectorAll('iframe, object, embed, main a').length")).toBe(0);
    expect(await card.textContent()).not.toContain("from the prototype");
    expect(await page.evaluate("typeof window.__xss")).toBe("undefined");
    expect(page.url()).toBe(address);
    expect(requests.filter((url) => !url.startsWith(`${dashboard.server.url}/`))).toEqual([]);
    expect(problems()).toEqual([]);
  });

  it("items that are too large are named and not read; media outside of the run are refused", async () => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${dashboard.server.url}/runs/${oversized}/figures`);
    const card = (name: string) => page.getByRole("region", { name, exact: true });
    await card("huge").getByText("It has 200 MB: too large for a page.").waitFor();
    await card("large").getByRole("link", { name: "Save it as JSON" }).waitFor();
    await card("media").getByText("no picture").first().waitFor();
    await card("media").getByRole("button", { name: "play sound of row 1" }).click();
    await card("media").getByText("expected a file of the run").waitFor();
    expect(asked.filter((url) => /item\?name=(large|huge)/.test(url))).toEqual([]);
    expect((await dashboard.ask(`/api/runs/${oversized}/item?name=huge&step=0`)).status).toBe(413);
    const isRefused = (message: string): boolean => /status of 40[34]/.test(message);
    expect(problems().filter((message) => !isRefused(message))).toEqual([]);
  });

  it("a chart that was logged is data, also when its address is opened", async () => {
    const answer = await page.goto(`${dashboard.server.url}/api/runs/${keys[0]}/item?name=chart&step=2`);
    expect(answer!.headers()).toMatchObject({
      "content-type": expect.stringContaining("application/json"),
      "x-content-type-options": "nosniff",
    });
    expect(await page.locator("body").textContent()).toContain("onerror");
    expect(await page.evaluate("typeof window.__xss")).toBe("undefined");
    expect(await page.evaluate("document.querySelectorAll('img, a').length")).toBe(0);
  });
});
