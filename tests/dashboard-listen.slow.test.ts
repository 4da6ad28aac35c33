// The pages Listen, Confusion and Map in a real browser, over a run that a training recorded.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { ClipList, CorrectionList, RunRow } from "../src/dashboard/api.js";
import { DashboardServer } from "../src/dashboard/server.js";
import { openDataset } from "../src/data/dataset.js";
import { findChromium, NO_CHROMIUM, type OpenPage } from "./support/browser.js";
import { runCli } from "./support/cli.js";
import { expectGoodLooks, findPoint, openDashboard, readRuns, violations } from "./support/dashboard-page.js";
import { TASK_DATA } from "./support/task-data.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const chromium = findChromium();

const folder = mkdtempSync(join(tmpdir(), "woodshed-listen-"));
const runs = join(folder, "runs");
const tones = makeTones(24);
/** Clips of other lengths, so other sounds. */
const testTones = makeTones(3, 0.2);
/** Folders to remove. */
const made = [folder, tones, testTones];
let server: DashboardServer;
/** The run that `visit` opens. */
let key: string;
let tonesKey: string;
let otherKey: string;
/** Keys of runs by name. */
let keys: Readonly<Record<string, string>>;
let open: OpenPage;
let page: Page;

beforeAll(async () => {
  vi.stubEnv("WOODSHED_CACHE", join(folder, "cache"));
  const manifest = join(folder, "tones.csv");
  const rows = ["low", "mid", "high"].flatMap((label) =>
    readdirSync(join(tones, label)).map((name) => `${join(tones, label, name)},${label}`),
  );
  writeFileSync(manifest, `path,label\n${rows.join("\n")}\n`);
  const overrides = [
    ...toneOverrides(tones, runs),
    `data.train=${manifest}`,
    `data.test=${testTones}`,
    "logging.predictions.train_clips=9",
    "name=tones",
    "training.epochs=2",
  ];
  const { code, stderr } = await runCli("train", "recipes/folder.yaml", ...overrides);
  if (code !== 0) throw new Error(stderr);
  for (const [task, makeData] of Object.entries(TASK_DATA)) {
    const manifest = makeData();
    made.push(dirname(manifest));
    const given = [`task.name=${task}`, `name=${task}`, `data.train=${manifest}`, "training.epochs=2"];
    const trained = await runCli("train", "recipes/folder.yaml", ...toneOverrides(tones, runs), ...given);
    if (trained.code !== 0) throw new Error(trained.stderr);
  }
  const [name] = readdirSync(runs).filter((one) => one.startsWith("tones-"));
  cpSync(join(runs, name!), join(runs, "tones-20261128-101500-bbbb"), { recursive: true });
  server = await DashboardServer.start({ folder: runs, host: "127.0.0.1", port: 0 });
  if (chromium === null) return;
  open = await openDashboard(chromium, server);
  page = open.page;
  await page.addInitScript(LISTEN);
  const read = await readRuns(open, 5);
  keys = Object.fromEntries(read.map(({ name, key: one }) => [name, one]));
  const isCopy = ({ path }: RunRow): boolean => path.endsWith("bbbb");
  tonesKey = read.find((row) => row.name === "tones" && !isCopy(row))!.key;
  otherKey = read.find(isCopy)!.key;
});

afterAll(async () => {
  await open?.close();
  await server?.close();
  vi.unstubAllEnvs();
  for (const one of made) rmSync(one, { recursive: true, force: true });
});

beforeEach(() => {
  key = tonesKey;
});

afterEach(() => {
  if (chromium !== null) expect(open.problems.splice(0)).toEqual([]);
});

const fetched = <T>(path: string): Promise<T> =>
  page.evaluate<T>(`fetch(${JSON.stringify(path)}).then((response) => response.json())`);
const visit = (path: string): Promise<unknown> => page.goto(`${server.url}/runs/${key}/${path}`);
const parameter = (name: string): string | null => new URL(page.url()).searchParams.get(name);
const selectedName = (): Promise<string> => page.locator(".clip-detail h2").innerText();

/** Notes what reaches the output: the largest sample of each moment, of every sound that is played. */
const LISTEN = `
  window.heard = [];
  const create = AudioContext.prototype.createAnalyser;
  AudioContext.prototype.createAnalyser = function () {
    const analyser = create.call(this);
    const values = new Float32Array(analyser.fftSize);
    setInterval(() => {
      analyser.getFloatTimeDomainData(values);
      const peak = Math.max(...values.map(Math.abs));
      if (peak > 0.01) window.heard.push(peak);
    }, 5);
    return analyser;
  };`;
const numHeard = (): Promise<number> => page.evaluate("window.heard.length");

async function expectAccessible(): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

describe.skipIf(chromium === null)(chromium === null ? NO_CHROMIUM : "listening", () => {
  test("keys go through the clips, and their samples reach the output", async () => {
    await visit("listen");
    await page.locator(".clip-card.selected").waitFor();
    const first = await selectedName();
    await page.keyboard.press("Space");
    await expect.poll(numHeard).toBeGreaterThan(0);
    const before = await numHeard();
    await page.keyboard.press("j");
    await expect.poll(selectedName).not.toBe(first);
    await expect.poll(numHeard).toBeGreaterThan(before);
    await page.keyboard.press("k");
    await expect.poll(selectedName).toBe(first);
    // A dragged stretch is repeated until it is stopped.
    const stage = page.locator(".clip-detail .sound-stage");
    await page.locator(".clip-detail canvas").waitFor();
    const box = (await stage.boundingBox())!;
    await page.mouse.move(box.x + 0.2 * box.width, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.6 * box.width, box.y + 20, { steps: 4 });
    await page.mouse.up();
    const looped = await numHeard();
    await expect.poll(async () => (await numHeard()) - looped).toBeGreaterThan(200);
    await page.keyboard.press("Space");
    await expect.poll(() => page.locator(".clip-detail .sound-line").isHidden()).toBe(true);
  });

  test("filters, the evaluation and another run are in the address; the list holds what is visible", async () => {
    await visit("listen?label=low");
    await expect.poll(() => page.locator(".filters [role=status]").innerText()).toMatch(/of \d+ clips/);
    const texts = await page.locator(".clip-card .verdict").allInnerTexts();
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.every((text) => text.includes("low"))).toBe(true);
    await page.locator(".slider input").fill("0");
    await expect.poll(() => parameter("step")).not.toBeNull();
    await page.locator(".other-run select").selectOption(otherKey);
    await expect.poll(() => parameter("vs")).not.toBeNull();
    await expect.poll(() => page.locator(".other-run .scores").count()).toBe(1);
    expect(await page.locator(".history li").count()).toBe(2);
    await page.reload();
    await page.locator(".other-run .scores").waitFor();
    expect(await page.locator(".filters select").first().inputValue()).toBe("low");
  });

  test("a cell of the confusion matrix opens its clips, and keys play on", async () => {
    await visit("confusion");
    const cell = page.locator(".cell:not([disabled])").first();
    const label = (await cell.getAttribute("aria-label"))!;
    await cell.click();
    const count = Number(/(\d+) clips/.exec(label)![1]);
    await expect
      .poll(() => page.locator(".confusion-right [role=status]").innerText())
      .toContain(`${count} clips`);
    expect(parameter("true")).not.toBeNull();
    await page.locator("h2").first().click();
    await page.keyboard.press("j");
    await expect.poll(numHeard).toBeGreaterThan(0);
    await page.goBack();
    expect(parameter("true")).toBeNull();
  });

  test("the map: hovering plays, a click shows nearest clips, an outline lists its clips", async () => {
    await visit("map");
    await expect.poll(() => page.locator(".map-note").innerText()).toContain("trustworthiness");
    const stage = (await page.locator(".map-stage").boundingBox())!;
    await page.locator(".map-tools button", { hasText: "Fit" }).click();
    const place = await findPoint(page, ".map-stage canvas");
    await page.mouse.move(stage.x + place.x, stage.y + place.y);
    await page.locator(".map-tip").waitFor();
    await expect.poll(numHeard).toBeGreaterThan(0);
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => parameter("near")).not.toBeNull();
    await expect.poll(() => page.locator(".map-side [role=status]").innerText()).toBe("13 clips");
    await page.keyboard.down("Shift");
    await page.mouse.move(stage.x + stage.width - 5, stage.y + 2);
    await page.mouse.down();
    for (const [x, y] of [
      [stage.width - 5, stage.height - 2],
      [5, stage.height - 2],
      [5, 2],
    ] as const)
      await page.mouse.move(stage.x + x, stage.y + y, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await expect.poll(() => page.locator(".map-side h2").innerText()).toBe("Clips in the outline");
    const { clips } = await fetched<ClipList>(`/api/runs/${key}/clips?split=validation`);
    await expect
      .poll(() => page.locator(".map-side [role=status]").first().innerText())
      .toBe(`${clips.length} clips`);
    await page.locator(".slider input").fill("0");
    await expect.poll(() => page.locator(".map-note").innerText()).toContain("trustworthiness");
  });

  test("a map of all splits: coloured by split, each clip with the sound, neighbours and corrections of its own", async () => {
    // From the beginning: a page asks for the sounds of its first clips before one is chosen.
    const asked: string[] = [];
    const onRequest = (request: { url(): string }): void => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.endsWith("/sound")) asked.push(`${searchParams.get("split")} ${searchParams.get("clip")}`);
    };
    page.on("request", onRequest);
    await visit("map");
    const note = page.locator(".map-note");
    await expect.poll(() => note.innerText()).toContain("trustworthiness");
    await page.getByLabel("Set", { exact: true }).selectOption({ label: "all splits" });
    await expect.poll(() => page.locator(".legend").innerText()).toMatch(/train\s+validation\s+test/);
    expect(await page.getByLabel("colour by").inputValue()).toBe("split");
    const splits = ["train", "validation", "test"];
    const lists = await Promise.all(
      splits.map((split) => fetched<ClipList>(`/api/runs/${key}/clips?split=${split}`)),
    );
    const [numTrain, numValidation, numTest] = lists.map(({ clips }) => clips.length) as [
      number,
      number,
      number,
    ];
    expect([numTrain, numTest]).toEqual([9, 9]);
    const status = page.locator(".map-side [role=status]").first();
    await expect.poll(() => status.innerText()).toBe(`${numTrain + numValidation + numTest} clips`);
    await expect.poll(() => note.innerText()).toContain("trustworthiness");
    // One split alone: a colour is not the only sign.
    await page.locator(".legend button", { hasText: "test" }).click();
    await expect.poll(() => status.innerText()).toBe(`${numTest} clips`);
    // Only test clips can be pointed at now.
    const stage = (await page.locator(".map-stage").boundingBox())!;
    const place = await findPoint(page, ".map-stage canvas");
    await page.mouse.move(stage.x + place.x, stage.y + place.y);
    await expect.poll(() => page.locator(".map-tip").innerText()).toContain("test: ");
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => parameter("near")).not.toBeNull();
    await expect.poll(() => status.innerText()).toBe("13 clips");
    const clip = Number(parameter("near")) - numTrain - numValidation;
    expect(clip).toBeGreaterThanOrEqual(0);
    await expect.poll(() => asked).toContain(`test ${clip}`);
    page.off("request", onRequest);
    await expect.poll(selectedName).toBe(lists[2]!.clips[clip]!.name);
    const listed = await page.locator(".clip-card header").allInnerTexts();
    expect(listed.every((text) => splits.some((split) => text.includes(split)))).toBe(true);
    expect(await page.locator(".clip-detail a", { hasText: "Open in Listen" }).getAttribute("href")).toMatch(
      new RegExp(`^/runs/${key}/listen\\?split=test&step=\\d+&clip=${clip}$`),
    );
    // A correction is one of the clip's own split, and is undone from here.
    await page.keyboard.press("x");
    const corrected = async (split: string): Promise<number[]> =>
      (await fetched<CorrectionList>(`/api/runs/${key}/corrections?split=${split}`)).corrections.map(
        (one) => one.clip,
      );
    await expect.poll(() => corrected("test")).toEqual([clip]);
    expect([await corrected("train"), await corrected("validation")]).toEqual([[], []]);
    await expect.poll(() => page.locator(".correction-bar [role=status]").innerText()).toBe("1 correction");
    await page.keyboard.press("Control+z");
    await expect.poll(() => corrected("test")).toEqual([]);
    // An outline around everything holds the clips of all splits, and stays on the map of the first evaluation.
    await page.locator(".legend button", { hasText: "test" }).click();
    const { step } = await fetched<{ step: number }>(`/api/runs/${key}`);
    await visit(`map?split=*&step=${step}&outline=${step}_-999_-999_999_-999_999_999_-999_999`);
    await expect.poll(() => page.locator(".map-side h2").innerText()).toBe("Clips in the outline");
    expect(await status.innerText()).toBe(`${numTrain + numValidation + numTest} clips`);
    await expectGoodLooks(page);
    // A page without a joined set shows the validation clips.
    await visit("listen?split=*");
    await page.locator(".clip-card").first().waitFor();
    expect(await page.getByLabel("Set", { exact: true }).inputValue()).toBe("validation");
    // A run with one split has nothing to join.
    key = keys["regression"]!;
    await visit("map?split=*");
    await expect.poll(() => note.innerText()).toContain("trustworthiness");
    expect(await page.getByLabel("Set", { exact: true }).count()).toBe(0);
  });

  test("the map's view and outline are in the address", async () => {
    await visit("map");
    const note = page.locator(".map-note");
    await expect.poll(() => note.innerText()).toContain("trustworthiness");
    const picture = (): Promise<number> =>
      page.evaluate(
        "[...document.querySelector('.map-stage canvas').toDataURL()].reduce((hash, char) => (31 * hash + char.charCodeAt(0)) | 0, 0)",
      );
    // The first pictures are drawn while the map arrives.
    const settled = async (): Promise<number> => {
      for (let last = await picture(); ; ) {
        await page.waitForTimeout(300);
        const now = await picture();
        if (now === last) return now;
        last = now;
      }
    };
    const whole = await settled();
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(() => parameter("view")).not.toBeNull();
    await expect.poll(picture).not.toBe(whole);
    const zoomed = await settled();
    const { step } = await fetched<{ step: number }>(`/api/runs/${key}`);
    const { clips } = await fetched<ClipList>(`/api/runs/${key}/clips?split=validation`);
    const view = parameter("view");
    await visit(`map?view=${view}&outline=${step}_-999_-999_999_-999_999_999_-999_999`);
    await expect.poll(() => page.locator(".map-side h2").innerText()).toBe("Clips in the outline");
    expect(await page.locator(".map-side [role=status]").first().innerText()).toBe(`${clips.length} clips`);
    await expect.poll(picture).toBe(zoomed);
    // Keys move it by a fifth of its width.
    const middleNow = (): number => Number(parameter("view")!.split("_")[0]);
    const [middle, , width] = view!.split("_").map(Number) as [number, number, number];
    await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(() => (middleNow() - middle) / width).toBeCloseTo(0.2, 3);
    await page.keyboard.press("Shift+ArrowLeft");
    await expect.poll(() => (middleNow() - middle) / width).toBeCloseTo(0, 3);
    await page.getByRole("button", { name: "Fit" }).click();
    await page.getByRole("button", { name: "All clips" }).click();
    await expect.poll(() => [parameter("view"), parameter("outline")]).toEqual([null, null]);
    await expect.poll(picture).toBe(whole);
    await visit("map?view=1_2&outline=x");
    await expect.poll(picture).toBe(whole);
  });

  test("a label is corrected, a clip rejected, both undone, and the export trains", async () => {
    const journal = join(folder, "tones.csv.corrections.jsonl");
    await visit("listen");
    const name = await selectedName();
    const bar = page.locator(".correction-bar [role=status]");
    await expect.poll(() => bar.innerText()).toBe("No corrections");
    const label = (await page.locator(".label-row").innerText()).includes("high") ? "low" : "high";
    await page.keyboard.press("l");
    await page.locator(".label-editor input").fill(label);
    await page.keyboard.press("Enter");
    await expect.poll(() => bar.innerText()).toBe("1 correction");
    await page.keyboard.press("j");
    await expect.poll(selectedName).not.toBe(name);
    const rejected = await selectedName();
    await page.keyboard.press("x");
    await expect.poll(() => bar.innerText()).toBe("2 corrections");
    await page.keyboard.press("Control+z");
    await expect.poll(() => bar.innerText()).toBe("1 correction");
    await page.keyboard.press("x");
    await expect.poll(() => bar.innerText()).toBe("2 corrections");
    await page.reload();
    await expect.poll(() => bar.innerText()).toBe("2 corrections");
    expect(existsSync(journal)).toBe(true);
    expect(readFileSync(journal, "utf8").trimEnd().split("\n")).toHaveLength(4);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".correction-bar a").click(),
    ]);
    const out = join(folder, "corrected.csv");
    await download.saveAs(out);
    const data = openDataset({ train: out, validation: null, test: null, validationFraction: 0, seed: 0 });
    expect(data.train.find(({ path }) => path === name)?.label).toBe(label);
    expect(data.train.some(({ path }) => path === rejected)).toBe(false);
    expect(data.train).toHaveLength(71);
    const overrides = [...toneOverrides(tones, runs), `data.train=${out}`, "name=again"];
    const { code, stderr } = await runCli("train", "recipes/folder.yaml", "--dry-run", ...overrides);
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
  });

  test("several labels are completed and saved; cells and labels open clips", async () => {
    key = keys["tagging"]!;
    await visit("confusion");
    await page.locator(".label-table button", { hasText: "mid" }).click();
    await expect.poll(() => parameter("label")).toBe("mid");
    const bar = page.locator(".correction-bar [role=status]");
    await expect.poll(() => bar.innerText()).toBe("No corrections");
    await page.locator(".label-row").waitFor();
    await page.locator(".clip-name").first().click();
    await page.keyboard.press("l");
    await page.locator(".label-editor input").fill("brand new; hi");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    expect(await page.locator(".label-editor input").inputValue()).toBe("brand new;high");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".label-row").innerText()).toContain("brand new;high");
    await expectAccessible();
  });

  test("events are spans under the spectrogram, edited by mouse and keyboard; a recording is rejected", async () => {
    key = keys["detection"]!;
    await visit("listen");
    await expect.poll(() => page.locator(".clip-detail .span.true").count()).toBeGreaterThan(0);
    const bar = page.locator(".correction-bar [role=status]");
    await expect.poll(() => bar.innerText()).toBe("No corrections");
    await page.locator(".clip-detail .sound-stage canvas").waitFor();
    const count = await page.locator(".clip-detail .span.true").count();
    const editor = page.locator(".event-editor");
    const stage = (await page.locator(".clip-detail .sound-stage").boundingBox())!;
    const dragFrom = async (x: number, y: number, by: number): Promise<void> => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + by, y, { steps: 4 });
      await page.mouse.up();
    };
    // The selected stretch of the spectrogram becomes an event.
    await page.keyboard.press("l");
    await expect.poll(() => editor.locator("li").count()).toBe(count);
    await dragFrom(stage.x + stage.width / 4, stage.y + 20, stage.width / 4);
    await editor.getByRole("button", { name: "Add event" }).click();
    const added = editor.locator("li").last();
    const timesOf = async (): Promise<number[]> =>
      Promise.all([1, 2].map(async (i) => Number(await added.locator("input").nth(i).inputValue())));
    const [onset, offset] = await timesOf();
    expect([onset, offset]).toEqual([expect.closeTo(0.25, 1), expect.closeTo(0.5, 1)]);
    // The field of its label has the focus.
    await page.keyboard.type("siren");
    await expectAccessible();
    const end = (await editor
      .locator(".event-bar", { hasText: "siren" })
      .locator(".event-end")
      .last()
      .boundingBox())!;
    await dragFrom(end.x + end.width / 2, end.y + 5, stage.width / 10);
    await expect.poll(async () => (await timesOf())[1]! - offset!).toBeCloseTo(0.1, 1);
    expect((await timesOf())[0]).toBe(onset);
    await added.locator("input").nth(1).fill("0.2");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect.poll(() => bar.innerText()).toBe("1 correction");
    await expect.poll(() => page.locator(".label-row").innerText()).toContain(`${count + 1} event`);
    expect(await page.locator(".clip-detail .span.true").count()).toBe(count + 1);
    const setting = await page.locator(".setting code").innerText();
    const file = /^data\.corrections=\[(.*)\]$/.exec(setting)![1]!;
    const { label } = JSON.parse(readFileSync(file, "utf8").trimEnd()) as { label: string };
    const siren = (JSON.parse(label) as { events: unknown[][] }).events.find(([name]) => name === "siren");
    expect(siren).toEqual(["siren", expect.closeTo(0.21, 5), expect.closeTo(offset! + 0.1, 1)]);
    // Without an end after its start, nothing is saved; Escape leaves all as it was.
    await page.keyboard.press("l");
    await editor.locator("li").first().locator("input").nth(2).fill("");
    await page.keyboard.press("Enter");
    await expect.poll(() => editor.locator("[role=alert]").innerText()).toContain("Event 1 needs");
    await page.keyboard.press("Escape");
    await expect.poll(() => editor.count()).toBe(0);
    // Deleted by the keyboard.
    await page.keyboard.press("l");
    await expect.poll(() => editor.locator("li").count()).toBe(count + 1);
    const labels = await editor
      .locator(".event-label")
      .evaluateAll((fields) => fields.map((field) => (field as unknown as { value: string }).value));
    const other = labels.findIndex((label) => label !== "siren") + 1;
    await editor.getByRole("button", { name: `Delete event ${other}`, exact: true }).press("Enter");
    await editor.getByRole("button", { name: "Save" }).press("Enter");
    await expect.poll(() => page.locator(".label-row").innerText()).toContain(`${count} event`);
    // The corrected recording is one of validation: a label that training lacks would be refused.
    const sets = ["train", "validation"].map(
      (split) => `data.${split}=${file.replace(".corrections.jsonl", "")}`,
    );
    const given = [...toneOverrides(tones, runs), ...sets, setting, "task.name=detection", "name=again"];
    const { code, stdout, stderr } = await runCli("train", "recipes/folder.yaml", "--dry-run", ...given);
    expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
    expect(stdout + stderr).toContain("siren");
    await page.keyboard.press("x");
    await expect.poll(() => page.locator(".label-row").innerText()).toContain("rejected");
    await expect.poll(() => page.locator(".clip-card.selected .corrected").innerText()).toBe("rejected");
    await expectAccessible();
    await visit("confusion");
    await page.locator(".label-table").waitFor();
    await expectAccessible();
  });

  test("true against predicted numbers: a point opens its clip", async () => {
    key = keys["regression"]!;
    await visit("confusion");
    await page.locator(".numbers-table").waitFor();
    const box = (await page.locator(".numbers-scatter canvas").boundingBox())!;
    const caption = page.locator(".numbers-scatter figcaption");
    const place = await findPoint(page, ".numbers-scatter canvas");
    await page.mouse.move(box.x + place.x, box.y + place.y);
    await expect.poll(() => caption.innerText()).toMatch(/\.wav$/);
    const found = await caption.innerText();
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(selectedName).toBe(found);
    await expectAccessible();
  });

  test.each([
    ["listen", ".clip-detail .scores"],
    ["confusion", ".matrix"],
    ["map", ".map-note:not(:empty)"],
  ])("%s is accessible, and no wider than the window", async (path, ready) => {
    await visit(path);
    await page.locator(ready).first().waitFor();
    await page.locator(".clip-card canvas").first().waitFor();
    await expectGoodLooks(page);
  });
});
