// `woodshed train --dashboard`: the run is served while it trains, and the dashboard ends with the command.
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { RunList } from "../src/dashboard/api.js";
import { startCli, WAIT } from "./support/cli.js";
import { makeTones, toneOverrides } from "./support/tones.js";

const tones = makeTones();

/** Starts a run that would train for hours, and returns a function that asks its dashboard for the runs. */
async function trainWatched(...more: string[]) {
  const runs = mkdtempSync(join(tmpdir(), "woodshed-watched-"));
  const overrides = [...toneOverrides(tones, runs), "training.epochs=100000", ...more];
  const { child, ended } = startCli(["train", "recipes/folder.yaml", ...overrides, "--dashboard"]);
  let output = "";
  child.stdout!.on("data", (text) => {
    output += text;
  });
  const address = await vi.waitFor(() => {
    const [, found] = /^dashboard (http:\S+)$/m.exec(output) ?? [];
    if (found === undefined) throw new Error(`no address in ${output}`);
    return found;
  }, WAIT);
  const { headers } = await fetch(address, { redirect: "manual" });
  const cookie = headers.get("set-cookie")!.split(";")[0]!;
  const url = new URL("/api/runs", address);
  const list = async (): Promise<RunList> =>
    (await fetch(url, { headers: { cookie } })).json() as Promise<RunList>;
  await vi.waitFor(async () => expect((await list()).runs[0]?.step).toBeGreaterThan(0), WAIT);
  return { child, ended, list };
}

describe("a run with --dashboard", () => {
  it("is shown while it trains; Ctrl-C ends both", async () => {
    const { child, ended, list } = await trainWatched();
    expect((await list()).runs).toMatchObject([{ status: "running", numEpochs: 100000 }]);
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain("stopped at step");
    await vi.waitFor(() => expect(list()).rejects.toThrow("fetch failed"), WAIT);
  });

  it("that is killed takes the dashboard with it", async () => {
    const { child, list } = await trainWatched();
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    await vi.waitFor(() => expect(list()).rejects.toThrow("fetch failed"), WAIT);
  });
});

it("a dashboard that cannot start is reported before training, and a remote run is refused", async () => {
  const args = [
    "train",
    "recipes/folder.yaml",
    ...toneOverrides(tones, join(tones, "low", "0.wav")),
    "--dashboard",
  ];
  const { code, stderr } = await startCli(args).ended;
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/--dashboard: it did not start: .*0\.wav: expected a folder, this is a file/);
  const remote = await startCli([...args, "--on", "runpod"]).ended;
  expect(remote.stderr).toContain("--on trains on another");
});
