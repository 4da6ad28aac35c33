import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { packageRoot } from "../src/package-root.js";

const folder = mkdtempSync(join(tmpdir(), "woodshed-dashboard-command-"));
afterAll(() => rmSync(folder, { recursive: true }));

function start(...args: string[]) {
  const child = spawn(process.execPath, [join(packageRoot, "dist", "cli", "main.js"), "dashboard", ...args], {
    cwd: folder,
    env: { ...process.env, WOODSHED_HOME: join(folder, "home"), NO_COLOR: "1" },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (text) => {
    output.stdout += text;
  });
  child.stderr.on("data", (text) => {
    output.stderr += text;
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, output, ended };
}

describe("woodshed dashboard", () => {
  it("prints one address with a token, waits for the first run, and ends with Ctrl-C", async () => {
    const { child, output, ended } = start("--port", "0");
    await expect.poll(() => output.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}\n$/);
    await expect.poll(() => output.stderr).toMatch(/^runs does not exist yet: the page shows the first one/);
    const status = await new Promise((resolve) => {
      get(output.stdout.trim(), (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    expect(status).toBe(303);
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    // The token is in no log.
    expect(output.stderr).not.toMatch(/token=/);
  });

  it.each(["0.0.0.0", "::", "192.168.1.5"])("--host %s needs --allow-remote, and says why", async (host) => {
    const { output, ended } = start("--host", host, "--port", "0");
    expect(await ended).toBe(1);
    expect(output.stderr).toMatch(/--host .*without encryption.*microphone.*HTTPS.*ssh -L.*--allow-remote/s);
    expect(output.stdout).toBe("");
  });

  it("--allow-remote listens on all addresses, with the same checks", async () => {
    const { child, output, ended } = start("--host", "0.0.0.0", "--port", "0", "--allow-remote");
    await expect.poll(() => output.stdout).toMatch(/\?token=/);
    const { port } = new URL(output.stdout.trim());
    const ask = (Host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const asked = get({ port, path: "/api/runs", headers: { Host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        asked.once("error", reject);
      });
    expect([await ask("evil.test"), await ask("192.168.1.5"), await ask("127.0.0.1")]).toEqual([
      403, 401, 401,
    ]);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });

  it("explains a file in place of a folder, a missing folder of data, and a port that is taken", async () => {
    writeFileSync(join(folder, "file"), "");
    const file = start("file", "--port", "0");
    expect([await file.ended, file.output.stderr]).toEqual([1, expect.stringContaining("expected a folder")]);
    const data = start("--data", "nowhere", "--port", "0");
    expect([await data.ended, data.output.stderr]).toEqual([
      1,
      expect.stringContaining("nowhere: no such folder"),
    ]);
    const first = start("--port", "0");
    await expect.poll(() => first.output.stdout).toMatch(/token/);
    const second = start("--port", new URL(first.output.stdout.trim()).port);
    expect([await second.ended, second.output.stderr]).toEqual([
      1,
      expect.stringContaining("another program listens"),
    ]);
    first.child.kill("SIGINT");
    await first.ended;
  });
});
