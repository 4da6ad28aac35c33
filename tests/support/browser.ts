import { spawnSync } from "node:child_process";
import { chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
export const NO_CHROMIUM =
  "skipped: there is no Chromium for the test in a browser (apt-get install chromium, or WOODSHED_CHROMIUM=path)";

/** Returns the path of WOODSHED_CHROMIUM or of a Chromium on the PATH; null for none. */
export function findChromium(): string | null {
  const named = process.env["WOODSHED_CHROMIUM"];
  if (named !== undefined) return named;
  const found = NAMES.map((name) => spawnSync("which", [name], { encoding: "utf8" }).stdout.trim());
  return found.find((path) => path !== "") ?? null;
}

export interface BrowserOptions {
  /** In pixels. */
  width?: number;
  height?: number;
  /** Switches of Chromium. */
  args?: readonly string[];
}

/** A page of a headless Chromium of its own. */
export interface OpenPage {
  page: Page;
  /** Errors and warnings of the page's console, and exceptions that nothing caught. */
  problems: string[];
  close(): Promise<void>;
}

export async function openPage(
  path: string,
  { width = 900, height = 560, args = [] }: BrowserOptions = {},
): Promise<OpenPage> {
  const browser = await chromium.launch({ executablePath: path, args: ["--mute-audio", ...args] });
  const page = await browser.newPage({ viewport: { width, height } });
  const problems: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return { page, problems, close: () => browser.close() };
}
