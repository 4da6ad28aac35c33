// `woodshed dashboard export` on a run that a training recorded: the page is opened from the disk in a real browser.
import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ItemHead } from "../src/dashboard/api.js";
import { type ExportedIndex, INDEX_ID } from "../src/dashboard/exported/answer-key.js";
import { JoinedSplits, partsText } from "../src/dashboard/joined-splits.js";
import { openSqlite } from "../src/sqlite.js";
import { findChromium, NO_CHROMIUM, type OpenPage, openPage } from "./support/browser.js";
import { runCli, startCli, WAIT } from "./support/cli.js";
import { TestDashboard } from "./support/dashboard.js";
import { violations } from "./support/dashboard-page.js";
import { makeTones, toneOverrides } from "./support/tones.js";

/** A label that would end the element it lies in, and run. */
const HOSTILE = '</script><script>document.title="owned"</script><!--<script>';

const chromium = findChromium();
const folder = mkdtempSync(join(tmpdir(), "woodshed-export-"));
const runs = join(folder, "runs");
const tones = makeTones(16);
const page = join(folder, "pages", "run.html");
let run: string;

/** Adds two figures to the record: one fits into the page, the other does not. */
function addFigures(runFolder: string): void {
  const random = (count: number): string => randomBytes(count).toString("base64url");
  const database = openSqlite(join(runFolder, "run.sqlite"));
  const insert = database.prepare("INSERT INTO items VALUES (0, ?, 0, ?)");
  const figure = (text: string): string =>
    `{"kind":"figure","data":[{"y":[1,2]}],"layout":{"meta":"${text}"}}`;
  insert.run("noise", figure(random(1000)));
  insert.run("too-much", figure(random(12_000_000)));
  database.close();
}

beforeAll(async () => {
  const manifest = join(folder, "tones.csv");
  const rows = ["low", "mid", "high"].flatMap((label) =>
    readdirSync(join(tones, label)).map((name) => {
      const shown = label === "low" ? `"${HOSTILE.replaceAll('"', '""')}"` : label;
      return `${join(tones, label, name)},${shown}`;
    }),
  );
  writeFileSync(manifest, `path,label\n${rows.join("\n")}\n`);
  const tested = join(folder, "tested.csv");
  writeFileSync(tested, `path,label\n${rows.filter((_, i) => i % 8 === 0).join("\n")}\n`);
  const data = [`data.train=${manifest}`, `data.test=${tested}`];
  const overrides = [...toneOverrides(tones, runs), ...data, "training.epochs=3"];
  const trained = await runCli("train", "recipes/folder.yaml", ...overrides);
  if (trained.code !== 0) throw new Error(trained.stderr);
  run = join(runs, readdirSync(runs)[0]!);
  addFigures(run);
  const exported = await runCli("dashboard", "export", run, "--out", page);
  expect([exported.code, exported.stderr]).toEqual([0, ""]);
  expect(exported.stdout).toMatch(/run\.html {2}[\d.]+ [kM]B, 18 sounds; open it in a browser\n$/);
});

afterAll(() => {
  for (const path of [folder, tones]) rmSync(path, { recursive: true, force: true });
});

interface Answers {
  index: ExportedIndex;
  answers: ReadonlyMap<string, Buffer>;
}

/** Reads the answers in a page as it does itself. */
function answersIn(path: string): Answers {
  const html = readFileSync(path, "utf8");
  const textOf = (id: string): string => new RegExp(`id="${id}">([^<]*)</script>`).exec(html)![1]!;
  const index = JSON.parse(textOf(INDEX_ID)) as ExportedIndex;
  const answers = index.answers.map(({ key, encoding }, i) => {
    const bytes = Buffer.from(textOf(`answer-${i}`), "base64");
    return [key, encoding === "gzip" ? gunzipSync(bytes) : bytes] as const;
  });
  return { index, answers: new Map(answers) };
}

describe("an exported page", () => {
  it("has what the pages ask for, and neither folders nor the machine", () => {
    const { index, answers } = answersIn(page);
    const at = `/api/runs/${index.run}`;
    const steps = JSON.parse(answers.get(at)!.toString()).evaluations.validation;
    expect(steps).toHaveLength(3);
    for (const what of ["/stages", "/console", "/profile", "/clips?split=validation"])
      expect(answers.has(`${at}${what}`), what).toBe(true);
    for (const step of steps)
      expect(answers.has(`${at}/predictions?split=validation&step=${step}`)).toBe(true);
    expect(answers.has(`${at}/map?split=validation&step=${steps.at(-1)}`)).toBe(true);
    const joined = JoinedSplits.of(JSON.parse(answers.get(at)!.toString()))!;
    const parts = encodeURIComponent(partsText(joined.at(joined.defaultStep)));
    expect(answers.has(`${at}/map?parts=${parts}&step=${joined.defaultStep}`)).toBe(true);
    const texts = [...answers]
      .filter(([key]) => !key.includes("/sound?"))
      .map(([, bytes]) => bytes.toString());
    for (const place of [folder, tones, process.cwd()])
      expect(texts.filter((text) => text.includes(place))).toEqual([]);
    expect(answers.get(at)!.toString()).not.toContain(`"${hostname()}"`);
    expect(readFileSync(page, "utf8")).not.toContain(HOSTILE.slice(0, 20));
  });

  it("is refused where a file is, unless --overwrite; sounds stay within --sound-mb", async () => {
    const before = statSync(page);
    const refused = await runCli("dashboard", "export", run, "--out", page);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      "run.html exists already; choose another file by --out, or add --overwrite",
    );
    expect(statSync(page).mtimeMs).toBe(before.mtimeMs);
    const small = join(folder, "small.html");
    writeFileSync(small, "");
    // A quarter of a second at 16 kHz is 8 kB, and a third more as base64.
    const { code, stdout } = await runCli(
      "dashboard",
      "export",
      run,
      "--out",
      small,
      "--overwrite",
      "--sound-mb",
      "0.04",
    );
    expect([code, stdout]).toEqual([0, expect.stringContaining("3 sounds")]);
    expect(statSync(small).size).toBeLessThan(before.size - 9 * 10_000);
    const silent = join(folder, "silent.html");
    await runCli("dashboard", "export", run, "--out", silent, "--sound-mb", "0");
    const { index, answers } = answersIn(silent);
    expect(index.numSounds).toBe(0);
    const { silentBecause } = JSON.parse(
      answers.get(`/api/runs/${index.run}/clips?split=validation`)!.toString(),
    );
    expect(silentBecause).toBe("This page was exported without sounds.");
  });

  it("is not written of what is no run, and not half when it is stopped", async () => {
    const none = await runCli("dashboard", "export", tones, "--out", join(folder, "none.html"));
    expect([none.code, none.stderr]).toEqual([
      1,
      expect.stringContaining("this is no run: it has no run.sqlite"),
    ]);
    const place = join(folder, "stopped");
    mkdirSync(place);
    const { child, ended } = startCli(["dashboard", "export", run, "--out", join(place, "run.html")]);
    await vi.waitFor(() => expect(existsSync(join(place, ".run.html.unfinished"))).toBe(true), {
      ...WAIT,
      interval: 1,
    });
    child.kill("SIGINT");
    expect(await ended).toMatchObject({
      code: 130,
      stderr: expect.stringContaining("run.html was not written"),
    });
    expect(readdirSync(place)).toEqual([]);
  });

  it("comes from the dashboard as a download", async () => {
    await using dashboard = new TestDashboard(runs);
    // This dashboard has a signature of its own: the record's paths are another machine's to it.
    await dashboard.start({ dataFolders: [tones] });
    const [row] = await dashboard.rows();
    const { status, headers, body } = await dashboard.ask(`/api/runs/${row!.key}/export`);
    expect(status).toBe(200);
    expect(headers["content-disposition"]).toBe(`attachment; filename="${row!.id}.html"`);
    const own = join(folder, "download.html");
    writeFileSync(own, body);
    const [a, b] = [answersIn(own), answersIn(page)];
    expect([...a.answers.keys()].sort()).toEqual([...b.answers.keys()].sort());
  });
});

describe.skipIf(chromium === null)(
  `an exported page in a browser${chromium === null ? ` (${NO_CHROMIUM})` : ""}`,
  () => {
    let open: OpenPage;
    const requests: string[] = [];

    beforeAll(async () => {
      open = await openPage(chromium!, {
        width: 1280,
        height: 900,
        args: ["--autoplay-policy=no-user-gesture-required"],
      });
      open.page.on("request", (request) => void requests.push(request.url()));
    });
    afterAll(() => open?.close());

    beforeEach(async () => {
      // An address that differs by its end alone is not loaded again.
      await open.page.goto("about:blank");
      await open.page.goto(pathToFileURL(page).href);
    });

    afterEach(() => {
      const elsewhere = requests
        .splice(0)
        .filter((url) => !/^(data|blob|about):/.test(url) && !url.startsWith(pathToFileURL(page).href));
      expect(elsewhere).toEqual([]);
      expect(open.problems.splice(0)).toEqual([]);
    });

    const openTab = async (name: string): Promise<void> => {
      await open.page
        .getByRole("navigation", { name: "Pages of the run" })
        .getByRole("link", { name })
        .click();
    };

    it("opens with the overview: numbers, and of when it is", async () => {
      await expect
        .poll(() => open.page.locator(".copy-note").innerText())
        .toMatch(/^Copy of a run, exported .*20\d\d/);
      const { index, answers } = answersIn(page);
      const { last } = JSON.parse(answers.get(`/api/runs/${index.run}`)!.toString());
      const shown = String(Number(last["validation/loss"].toPrecision(3)));
      await expect.poll(() => open.page.locator("main").innerText(), WAIT).toContain(shown);
      // The text over a spectrogram has no background to compare it with before that is drawn.
      await expect
        .poll(() => open.page.locator(".sound canvas:not([hidden])").count(), WAIT)
        .toBeGreaterThan(0);
      await expect.poll(() => open.page.locator(".waiting").count(), WAIT).toBe(0);
      expect(await open.page.getByRole("link", { name: "Export" }).count()).toBe(0);
      expect(await violations(open.page)).toEqual([]);
    });

    it("plays a sound, keeps its address and goes back", async () => {
      await openTab("Listen");
      // The sound is short: what is seen now and then may miss it.
      await open.page.evaluate(`new MutationObserver(() => {
        if (document.querySelector("button[aria-label^=Stop]")) globalThis.hasPlayed = true;
      }).observe(document.body, { subtree: true, childList: true, attributes: true })`);
      await open.page
        .getByRole("button", { name: /^Play / })
        .first()
        .click();
      await expect.poll(() => open.page.evaluate("globalThis.hasPlayed"), WAIT).toBe(true);
      await expect
        .poll(() => open.page.locator(".sound canvas:not([hidden])").count(), WAIT)
        .toBeGreaterThan(0);
      expect(await open.page.getByRole("button", { name: /Change|Reject/ }).count()).toBe(0);
      expect(await open.page.locator("main").innerText()).toContain(HOSTILE);
      expect(await open.page.title()).not.toContain("owned");
      expect(await violations(open.page)).toEqual([]);
      expect(new URL(open.page.url()).hash).toContain("/listen");
      await open.page.getByRole("link", { name: "To the content" }).focus();
      await open.page.keyboard.press("Enter");
      expect(await open.page.title()).toContain("Listen");
      await open.page.goBack();
      await open.page.goBack();
      await expect.poll(() => open.page.title()).toContain("Overview");
    });

    it("shows the figures and tables, and names those that are left out", async () => {
      await openTab("Figures");
      const main = open.page.locator("main");
      await expect.poll(() => main.innerText(), WAIT).toContain("ROC");
      await expect.poll(() => main.locator(".figure-card canvas").count(), WAIT).toBeGreaterThan(1);
      // A card reads its item once it is in view.
      const table = main.getByRole("region", { name: "validation/per_class", exact: true });
      await table.scrollIntoViewIfNeeded();
      await table.getByRole("columnheader", { name: "precision" }).waitFor(WAIT);
      const { index, answers } = answersIn(page);
      const { items } = JSON.parse(answers.get(`/api/runs/${index.run}`)!.toString());
      const names = new Set(
        items.flatMap((item: ItemHead) => (item.kind === "predictions" ? [] : item.name)),
      );
      expect(new Set(await main.locator(".figure-card h2").allInnerTexts())).toEqual(names);
      expect([...names]).toEqual(expect.arrayContaining(["model", "validation/roc", "noise"]));
      expect(index.leftOut).toEqual(["too-much at step 0"]);
      await main.getByText("Not in this copy, which would be too large: too-much at step 0.").waitFor(WAIT);
      expect(await violations(open.page)).toEqual([]);
    });

    it("opens clips from the confusion matrix, shows the map, and the profile", async () => {
      await openTab("Confusion");
      await open.page.locator(".confusion td button, .matrix td button, table button").first().click();
      await expect.poll(() => open.page.locator(".clip-browser").count(), WAIT).toBe(1);
      await openTab("Map");
      await expect.poll(() => open.page.locator("main").innerText(), WAIT).toContain("trustworthiness");
      await open.page.getByLabel("Set", { exact: true }).selectOption({ label: "all splits" });
      await expect.poll(() => open.page.locator(".legend").innerText(), WAIT).toContain("test");
      await expect.poll(() => open.page.locator("main").innerText(), WAIT).toContain("trustworthiness");
      await openTab("Profile");
      await expect.poll(() => open.page.locator("main").innerText(), WAIT).toContain("Stages");
    });

    it("shows a script of somebody else's as text alone: the policy refuses it", async () => {
      await open.page.evaluate(`{
        const script = document.createElement("script");
        script.textContent = 'document.title = "owned"';
        document.body.append(script);
      }`);
      expect(await open.page.title()).not.toContain("owned");
      expect(open.problems.splice(0)).toEqual([expect.stringContaining("Content Security Policy")]);
    });
  },
);
