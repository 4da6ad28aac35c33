import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { openPage } from "./browser.js";

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
  ".json": "application/json",
};

/** Below a test's own limit, so that the browser is closed. */
const TIMEOUT_MS = 240_000;

/** Serves a page at `/`, and files by the path that it requests: content, or the path of a file. */
export async function serveFiles(
  page: string,
  files: Readonly<Record<string, Uint8Array | string>>,
  onAnswer: (text: string) => void = () => {},
): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    if (request.method === "POST" && path === "/answer") {
      let body = "";
      request.on("data", (text) => {
        body += text;
      });
      request.on("end", () => {
        response.end();
        onAnswer(body);
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
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * Opens a page in a headless browser and waits for what it posts to `/answer`.
 *
 * @param files by the path that the page requests: content, or the path of a file
 */
export async function askPage(
  chromium: string,
  page: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<unknown> {
  let resolve: (text: string) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const answered = new Promise<string>((...both) => {
    [resolve, reject] = both;
  });
  const { url, close } = await serveFiles(page, files, resolve);
  const timer = setTimeout(
    () => reject(new Error(`the page posted nothing within ${TIMEOUT_MS / 1000} s`)),
    TIMEOUT_MS,
  );
  const browser = await openPage(chromium);
  try {
    browser.page.goto(url).catch(reject);
    return JSON.parse(await answered);
  } finally {
    clearTimeout(timer);
    await browser.close();
    close();
  }
}
