// The time from the start of a dashboard's server to the first chart with curves in a page of a browser that already runs, and memory.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { chromium } from "playwright-core";
import { memoryMb } from "./memory.mjs";

/** Elements with the curves, and nothing else in color. */
const CHART = {
  woodshed: ".uplot",
  tensorboard: "line-chart",
  mlflow: ".js-plotly-plot",
  trackio: "canvas.marks",
};
/** Pixels of a curve; axes and texts are grey. */
const MIN_COLORED = 200;
const LIMIT_MS = 120_000;

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @param address of the page, or a function that reads it from the server's first line */
export async function firstChart(name, { command, env = {}, address }) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const [page, counter] = [
    await browser.newPage({ viewport: { width: 1280, height: 800 } }),
    await browser.newPage(),
  ];
  const startMs = performance.now();
  const server = spawn(command[0], command.slice(1), {
    ...{ stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...env }, detached: true },
  });
  const firstLine = new Promise((resolve) => server.stdout.once("data", (text) => resolve(String(text))));
  const ended = new Promise((resolve) => server.once("exit", resolve));
  try {
    const url = typeof address === "string" ? address : address(await firstLine);
    // By fetch: a page's second try at an address with a fragment would load nothing.
    if (typeof address === "string") while (!(await fetch(url).then(Boolean, () => false))) await pause(20);
    await page.goto(url, { timeout: LIMIT_MS, waitUntil: "commit" });
    const chart = page.locator(CHART[name]).first();
    for (;;) {
      if (performance.now() - startMs > LIMIT_MS) throw new Error(`no chart within ${LIMIT_MS / 1000} s`);
      await chart.waitFor({ timeout: LIMIT_MS });
      const picture = await chart.screenshot({ timeout: LIMIT_MS });
      const ms = performance.now() - startMs;
      if ((await numColored(counter, picture)) >= MIN_COLORED) return { ms, mb: memoryMb(server.pid) };
    }
  } finally {
    await browser.close();
    process.kill(-server.pid, "SIGKILL");
    await ended;
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Counts the pixels of a picture that are neither grey nor nearly so. */
function numColored(page, picture) {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const rgb = [data[i], data[i + 1], data[i + 2]];
      if (Math.max(...rgb) - Math.min(...rgb) > 40) count++;
    }
    return count;
  }, picture.toString("base64"));
}
