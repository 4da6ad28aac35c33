import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** The browser that is installed: WOODSHED_CHROMIUM, or a Chromium on the PATH; null for none. */
export function findChromium(): string | null {
  const named = process.env["WOODSHED_CHROMIUM"];
  if (named !== undefined) return named;
  const found = NAMES.map((name) => spawnSync("which", [name], { encoding: "utf8" }).stdout.trim());
  return found.find((path) => path !== "") ?? null;
}

/**
 * Opens a page in a headless browser and waits for what it posts to `/answer`.
 *
 * @param files by the paths that the page asks for: content, or the path of a file
 */
export async function askPage(
  chromium: string,
  page: string,
  files: Readonly<Record<string, Uint8Array | string>>,
  timeoutMs: number,
): Promise<unknown> {
  const profile = mkdtempSync(join(tmpdir(), "woodshed-browser-"));
  let browser: ChildProcess | undefined;
  let stderr = "";
  let resolve: (text: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const answered = new Promise<string>((...both) => {
    [resolve, reject] = both;
  });
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (request.method === "POST" && path === "/answer") {
      let body = "";
      request.on("data", (text) => {
        body += text;
      });
      request.on("end", () => {
        response.end();
        resolve(body);
      });
      return;
    }
    const content = path === "/" ? page : files[path];
    if (content === undefined) return void response.writeHead(404).end();
    response.setHeader(
      "Content-Type",
      TYPES[path === "/" ? ".html" : extname(path)] ?? "application/octet-stream",
    );
    response.end(typeof content === "string" && existsSync(content) ? readFileSync(content) : content);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const timer = setTimeout(
    () => reject(new Error(`the page gave no answer in ${timeoutMs / 1000} s:\n${stderr}`)),
    timeoutMs,
  );
  try {
    const { port } = server.address() as AddressInfo;
    browser = spawn(
      chromium,
      [
        ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
        ...["--disable-background-networking", `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`],
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    browser.stderr!.on("data", (text) => {
      stderr += text;
    });
    browser.on("error", reject);
    browser.on("exit", (code) => reject(new Error(`the browser ended with ${code}:\n${stderr}`)));
    return JSON.parse(await answered);
  } finally {
    clearTimeout(timer);
    if (browser !== undefined && browser.exitCode === null) {
      const ended = new Promise((done) => browser!.once("exit", done));
      browser.kill();
      await ended;
    }
    server.closeAllConnections();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
