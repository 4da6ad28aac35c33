import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

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

/** One page of a headless Chromium, driven by its DevTools protocol over a pipe. */
export class Browser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  readonly #listeners: ((method: string) => void)[] = [];
  #nextId = 1;
  #session: string | undefined;

  private constructor(path: string) {
    this.#profile = mkdtempSync(join(tmpdir(), "woodshed-chromium-"));
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--mute-audio",
      "--remote-debugging-pipe",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
    ];
    this.#process = spawn(path, [...flags, `--user-data-dir=${this.#profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
      detached: true,
    });
    let rest = "";
    (this.#process.stdio[4] as Readable).on("data", (chunk) => {
      const messages = (rest + chunk).split("\0");
      rest = messages.pop()!;
      for (const text of messages) this.#receive(JSON.parse(text));
    });
  }

  static async open(path: string, size = { width: 900, height: 560 }): Promise<Browser> {
    const browser = new Browser(path);
    const { targetId } = await browser.send<{ targetId: string }>("Target.createTarget", {
      url: "about:blank",
    });
    const attached = await browser.send<{ sessionId: string }>("Target.attachToTarget", {
      ...{ targetId, flatten: true },
    });
    browser.#session = attached.sessionId;
    await browser.send("Page.enable");
    await browser.send("Emulation.setDeviceMetricsOverride", {
      ...size,
      deviceScaleFactor: 1,
      mobile: false,
    });
    return browser;
  }

  send<Result = unknown>(method: string, params: object = {}): Promise<Result> {
    const id = this.#nextId++;
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  async goTo(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) =>
      this.#listeners.push((method) => method === "Page.loadEventFired" && resolve()),
    );
    await this.send("Page.navigate", { url });
    await loaded;
  }

  /** Returns the value of an expression in the page; awaits a promise. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.send<{
      result: { value: Value };
      exceptionDetails?: { exception?: { description?: string } };
    }>("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  }

  async mouse(type: "mouseMoved" | "mousePressed" | "mouseReleased", x: number, y: number): Promise<void> {
    const button = type === "mouseMoved" ? {} : { button: "left", clickCount: 1 };
    await this.send("Input.dispatchMouseEvent", { type, x, y, ...button });
  }

  async screenshot(): Promise<Buffer> {
    const { data } = await this.send<{ data: string }>("Page.captureScreenshot");
    return Buffer.from(data, "base64");
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    // With its helper processes, which write to the profile as well.
    process.kill(-this.#process.pid!, "SIGKILL");
    await ended;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 100, retryDelay: 50 });
  }

  #receive(message: { id?: number; method?: string; result?: never; error?: { message: string } }): void {
    if (message.method !== undefined) for (const listen of this.#listeners) listen(message.method);
    const waiting = message.id === undefined ? undefined : this.#waiting.get(message.id);
    if (waiting === undefined) return;
    this.#waiting.delete(message.id!);
    if (message.error === undefined) waiting.resolve(message.result!);
    else waiting.reject(new Error(message.error.message));
  }
}
