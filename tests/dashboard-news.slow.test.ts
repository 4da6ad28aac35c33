/** One stream of events for all tabs of a browser: web/dashboard/src/data/live.ts in tabs of a real Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as askHttp, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findChromium, NO_CHROMIUM } from "./support/browser.js";
import { TestDashboard } from "./support/dashboard.js";

const path = findChromium();
const A = "aaaaaaaaaaaa";
const B = "bbbbbbbbbbbb";
const C = "cccccccccccc";

/** Functions of live.ts, as the page below exposes them. */
interface Live {
  follow(runs: string[]): void;
  hide(isHidden: boolean): void;
}
declare const live: Live;

const ENTRY = `
import { follow, startNews } from "./live.js";
let isHidden = false;
// Headless tabs are always visible.
Object.defineProperty(document, "hidden", { get: () => isHidden });
globalThis.live = { follow, hide(value) { isHidden = value; document.dispatchEvent(new Event("visibilitychange")); } };
startNews();
`;

describe.skipIf(path === null)(path === null ? NO_CHROMIUM : "news of the runs in tabs", () => {
  let dashboard: TestDashboard;
  let pages: string;
  let browser: Browser;
  let context: BrowserContext;
  let proxy: Server | null = null;

  beforeAll(async () => {
    pages = mkdtempSync(join(tmpdir(), "woodshed-news-"));
    await build({
      stdin: { contents: ENTRY, resolveDir: "web/dashboard/src/data", loader: "ts" },
      ...{ bundle: true, format: "esm", outfile: join(pages, "main.js"), logLevel: "silent" },
    });
    writeFileSync(
      join(pages, "index.html"),
      '<!doctype html><title>news</title><script type="module" src="/main.js"></script>',
    );
    dashboard = await new TestDashboard().start({ pages });
    browser = await chromium.launch({
      executablePath: path!,
      args: ["--host-resolver-rules=MAP other.test 127.0.0.1"],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await dashboard?.[Symbol.asyncDispose]();
    rmSync(pages, { recursive: true, force: true });
  });

  // Tabs of one context alone share a stream.
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    proxy?.closeAllConnections();
    proxy?.close();
    proxy = null;
  });

  /** A tab, the runs of each stream that it opened, and its uncaught exceptions. */
  async function openTab(site: string): Promise<{ page: Page; streams: string[]; problems: string[] }> {
    const page = await context.newPage();
    const streams: string[] = [];
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("request", (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === "/api/stream") streams.push(searchParams.get("runs") ?? "");
    });
    const [name, value] = dashboard.cookie.split("=") as [string, string];
    await context.addCookies([{ name, value, url: site }]);
    await page.goto(site);
    return { page, streams, problems };
  }

  const here = (): string => `http://127.0.0.1:${dashboard.server.port}`;
  const newest = (streams: readonly string[], runs: string): Promise<void> =>
    vi.waitFor(() => expect(streams.at(-1)).toBe(runs), { timeout: 20_000 });
  const follow = (page: Page, ...runs: string[]): Promise<void> =>
    page.evaluate((keys) => live.follow(keys), runs);
  const hide = (page: Page, isHidden: boolean): Promise<void> =>
    page.evaluate((value) => live.hide(value), isHidden);

  it("a tab that takes the lead follows the runs of tabs that were opened before it", async () => {
    const first = await openTab(here());
    await newest(first.streams, "");
    const second = await openTab(here());
    await follow(second.page, B);
    await newest(first.streams, B);
    const third = await openTab(here());
    await follow(third.page, C);
    await newest(first.streams, `${B},${C}`);
    // Back from hidden, the second tab waits behind the third, which never heard what the second follows.
    await hide(second.page, true);
    await newest(first.streams, C);
    await hide(second.page, false);
    await newest(first.streams, `${B},${C}`);
    await hide(first.page, true);
    await newest(third.streams, `${B},${C}`);
    expect(second.streams).toEqual([]);
  });

  it("runs of closed tabs are no longer followed", async () => {
    const first = await openTab(here());
    await newest(first.streams, "");
    const second = await openTab(here());
    await follow(first.page, A);
    await follow(second.page, B);
    await newest(first.streams, `${A},${B}`);
    await second.page.close();
    await newest(first.streams, A);
  });

  it("over HTTP from another machine, without locks, each visible tab has its own stream", async () => {
    const { port } = dashboard.server;
    const host = `127.0.0.1:${port}`;
    // The name makes the page an insecure one; the server gets the host and the origin that it expects.
    proxy = createServer((request, response) => {
      const { url, method, headers: got } = request;
      const headers = { ...got, host, ...(got.origin === undefined ? {} : { origin: `http://${host}` }) };
      const passed = askHttp({ host: "127.0.0.1", port, path: url, method, headers }, (answer) =>
        answer.pipe(response.writeHead(answer.statusCode!, answer.headers)),
      );
      passed.on("error", () => response.destroy());
      response.on("close", () => passed.destroy());
      request.pipe(passed);
    });
    await new Promise<void>((listening) => proxy!.listen(0, "127.0.0.1", listening));
    const site = `http://other.test:${(proxy.address() as AddressInfo).port}`;
    const first = await openTab(site);
    const second = await openTab(site);
    expect(await first.page.evaluate("isSecureContext")).toBe(false);
    await follow(first.page, A);
    await follow(second.page, B);
    await newest(first.streams, A);
    await newest(second.streams, B);
    await hide(second.page, true);
    await hide(second.page, false);
    await newest(second.streams, B);
    expect([...first.problems, ...second.problems]).toEqual([]);
  });
});
