/** The pages of a dashboard in a browser: one page for the tests of a file. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect, vi } from "vitest";
import type { RunList, RunRow } from "../../src/dashboard/api.js";
import type { DashboardServer } from "../../src/dashboard/server.js";
import { type BrowserOptions, type OpenPage, openPage } from "./browser.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Opens a browser that has traded a token for the cookie of the server. */
export async function openDashboard(
  chromium: string,
  server: DashboardServer,
  options: BrowserOptions = {},
): Promise<OpenPage> {
  const open = await openPage(chromium, { width: 1280, height: 900, ...options });
  await open.page.goto(`${server.url}/?token=${server.newToken()}`);
  return open;
}

/** Returns the rows of the runs, when so many were read. */
export async function readRuns({ page }: OpenPage, count: number): Promise<readonly RunRow[]> {
  return vi.waitFor(
    async () => {
      const answer = await page.request.get(new URL("/api/runs", page.url()).href);
      const { runs } = (await answer.json()) as RunList;
      if (runs.length !== count) throw new Error(`${runs.length} of ${count} runs were read`);
      return runs;
    },
    { timeout: 240_000, interval: 20 },
  );
}

/** Rules of accessibility that a page breaks. Its policy allows no script of a text: the browser's own interface runs it. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(AXE);
  const found = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
    violations: Violation[];
  };
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`,
  );
}

/** A page that is loaded is accessible, and no wider than its window: dark and light, on a screen and a phone. */
export async function expectGoodLooks(page: Page): Promise<void> {
  const before = page.viewportSize()!;
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: before.height });
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      // Canvases and what is coloured by them are drawn again a moment later.
      await expect
        .poll(() => violations(page), {
          timeout: 30_000,
          message: `${colorScheme}, ${width} pixels: ${page.url()}`,
        })
        .toEqual([]);
    }
  }
  await page.setViewportSize(before);
}

/** Returns a place within a canvas that points are drawn on, in CSS pixels: the middle of the first square of 3 filled pixels. */
export async function findPoint(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const find = `(() => {
    const canvas = document.querySelector(${JSON.stringify(selector)});
    const { width, height } = canvas;
    // Reads a copy: a canvas that is read is slower afterwards, which the browser warns of.
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    const scale = canvas.getBoundingClientRect().width / width;
    const isFilled = (x, y) => data[4 * (y * width + x) + 3] > 150;
    const around = [-1, 0, 1];
    for (let y = 1; y < height - 1; y++)
      for (let x = 1; x < width - 1; x++)
        if (around.every((dy) => around.every((dx) => isFilled(x + dx, y + dy))))
          return { x: scale * (x + 0.5), y: scale * (y + 0.5) };
    return null;
  })()`;
  let place: { x: number; y: number } | null = null;
  await expect
    .poll(async () => {
      place = (await page.evaluate(find)) as typeof place;
      return place;
    })
    .not.toBeNull();
  return place!;
}

/** Saves a chart of the page by its menu; returns the file. */
export async function savedChart(page: Page, title: string, type: "CSV" | "PNG" | "SVG"): Promise<Buffer> {
  const chart = page.locator(".chart", { has: page.locator("h2", { hasText: new RegExp(`^${title}$`) }) });
  await chart.locator("summary").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    chart.getByRole("button", { name: type }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${type.toLowerCase()}$`));
  return readFileSync(await download.path());
}

export interface Bucket {
  /** `RUN METRIC` */
  line: string;
  firstStep: number;
  step: number;
  value: string;
}

/** The buckets that a chart shows. */
export async function bucketsOf(page: Page, title: string): Promise<Bucket[]> {
  const [, ...lines] = (await savedChart(page, title, "CSV")).toString().trimEnd().split("\n");
  return lines.map((text) => {
    const [run, metric, firstStep, step, , value] = text.split(",");
    return { line: `${run} ${metric}`, firstStep: Number(firstStep), step: Number(step), value: value! };
  });
}
